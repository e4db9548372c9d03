from dataclasses import replace

import pytest

from evidence.pack.rules import EventFact
from tests.evidence.pack.rules.contexts import answers, context, outcome, problems
from tests.factories.packs import added, complete_pack, with_fields

EVENTS = "quality_events.events"
STATEMENT = "quality_events.statement"


@pytest.mark.parametrize(
    ("classification", "state", "expected"),
    [
        ("major", "reported", "fail"), ("critical", "decided", "fail"), ("minor", "reported", "pass"),
        ("major", "closed", "pass"), ("critical", "cancelled", "pass"),
    ],
)  # fmt: skip
def test_r501_no_major_or_critical_event_is_open(classification: str, state: str, expected: str) -> None:
    given = context(events=(EventFact("DEV-26-014", classification, state),))

    assert outcome("R501", given, "release") == expected
    assert outcome("R501", context(), "release") == "pass"


def test_r501_names_the_event() -> None:
    given = context(events=(EventFact("DEV-26-014", "major", "investigating"),))

    assert answers("R501", given, "release") == [
        ("fail", f"{EVENTS}/DEV-26-014", "DEV-26-014 (major) is open on this lot.")
    ]


def test_r502_none_is_a_signed_statement() -> None:
    assert answers("R502", context()) == [("pass", STATEMENT, "Charlotte H. Wynn signed that none occurred.")]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"signed_by": None}, "The statement on events lacks who signed."),
        ({"has_events": None}, "The statement on events lacks whether events occurred."),
        ({"is_complete": False}, "The statement says that the list of events is not complete."),
        ({"has_events": True}, "The statement says that events occurred, but none is listed."),
    ],
)
def test_r502_fails(fields: dict[str, object], sentence: str) -> None:
    pack = with_fields(complete_pack(), STATEMENT, **fields)

    assert problems("R502", context(pack)) == [("fail", STATEMENT, sentence)]


def test_r502_list_and_statement_say_the_same() -> None:
    listed = added(complete_pack(), EVENTS, number="D-1", kind="deviation", grade="major")
    said = with_fields(listed, STATEMENT, has_events=True)
    reported = context(events=(EventFact("DEV-26-014", "major", "closed"),))

    assert problems("R502", context(listed)) == [
        ("fail", STATEMENT, "The statement says that no event occurred, but the pack lists D-1.")
    ]
    assert outcome("R502", context(said)) == "pass"
    assert problems("R502", reported) == [
        ("fail", STATEMENT, "The statement says that no event occurred, but this lot has DEV-26-014.")
    ]
    assert outcome("R502", context(events=(EventFact("DEV-26-014", "major", "cancelled"),))) == "pass"


def test_r503_every_finding_has_its_event() -> None:
    finding = ("R109", "batch_record.yields/3")
    answer = EventFact("DEV-26-014", "major", "reported", frozenset({finding}))
    other = replace(answer, answers=frozenset({("R109", "batch_record.yields/2")}))
    cancelled = replace(answer, state="cancelled")

    assert outcome("R503", context(), "release") == "not_applicable"
    assert outcome("R503", context(findings=(finding,), events=(answer,)), "release") == "pass"
    for events in ((), (other,), (cancelled,)):
        assert problems("R503", context(findings=(finding,), events=events), "release") == [
            ("fail", "R109/batch_record.yields/3", "R109 on batch_record.yields/3 has no event.")
        ]


@pytest.mark.parametrize(("count", "expected"), [(0, "pass"), (3, "pass"), (4, "fail")])
def test_r506_minor_events_pile_up(count: int, expected: str) -> None:
    events = tuple(EventFact(f"DEV-{number}", "minor", "closed") for number in range(count))

    assert outcome("R506", context(events=events)) == expected


def test_r506_counts_an_event_of_pack_and_platform_once() -> None:
    pack = added(complete_pack(), EVENTS, number="DEV-0", kind="deviation", grade="minor")
    events = tuple(EventFact(f"DEV-{number}", "minor", "closed") for number in range(3))

    assert outcome("R506", context(pack, events=events)) == "pass"


def test_r501_an_open_event_that_only_the_pack_states_blocks_too() -> None:
    stated = {"number": "D-1", "kind": "deviation", "grade": "major", "discovered_at": "2026-03-17 09:00"}
    unknown = added(complete_pack(), EVENTS, **stated)
    closed = added(complete_pack(), EVENTS, **stated, closed_at="2026-03-20 09:00")
    minor = added(complete_pack(), EVENTS, **(stated | {"grade": "minor"}))

    assert answers("R501", context(unknown), "release") == [
        ("fail", f"{EVENTS}/D-1", "The pack states D-1 (major) as open, and it was not reported on this lot.")
    ]
    assert outcome("R501", context(closed), "release") == "pass"
    assert outcome("R501", context(minor), "release") == "pass"
    assert outcome("R501", context(unknown, events=(EventFact("D-1", "major", "closed"),)), "release") == "pass"
