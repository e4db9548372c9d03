"""The formulas of the KPIs on lots that can be counted by hand."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from kernel.ids import new_id
from performance.facts import EventFact, HandOffFact, LotFact
from performance.measures import (
    Measure,
    deviations,
    hand_off,
    lots_right_first_time,
    measures,
    notification,
    packs_right_first_time,
)

AT = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
PARTNERSHIP = new_id()
HOUR = timedelta(hours=1)


def event(classification: str = "major", *, hours: int = 2, limit: int | None = 24, **changed: Any) -> EventFact:
    """Reported `hours` after it was discovered."""
    given: dict[str, Any] = {
        "id": new_id(), "number": "DEV-1", "classification": classification, "is_self_reported": True,
        "discovered_at": AT, "reported_at": AT + hours * HOUR, "limit_hours": limit,
    }  # fmt: skip
    return EventFact(**(given | changed))


def lot(number: str = "KB-1", **changed: Any) -> LotFact:
    """Released right the first time, its pack complete after 48 of 72 hours."""
    given: dict[str, Any] = {
        "id": new_id(), "number": number, "partnership_id": PARTNERSHIP, "completed_at": AT - 100 * HOUR,
        "hand_off": window(48), "has_pack": True, "is_pack_accepted": True, "was_pack_returned": False,
        "is_released": True, "was_reprocessed": False, "events": (),
    }  # fmt: skip
    return LotFact(**(given | changed))


def window(ended_after: int | None, *, started: datetime = AT - 100 * HOUR) -> HandOffFact:
    ended = None if ended_after is None else started + ended_after * HOUR
    return HandOffFact(started, started + 72 * HOUR, ended)


def figures(measure: Measure) -> tuple[int, int]:
    return measure.numerator, measure.denominator


@pytest.mark.parametrize(("hours", "on_time"), [(71, 1), (72, 1), (73, 0)])
def test_k1_at_the_edge_of_the_window(hours: int, on_time: int) -> None:
    found = hand_off([lot(hand_off=window(hours))], AT)
    assert figures(found) == (on_time, 1)
    assert [row.words for row in found.behind] == ([] if on_time else ["1 h late"])


def test_k1_counts_what_is_overdue_and_waits_for_what_is_not() -> None:
    lots = [
        lot("KB-1"),
        lot("KB-2", hand_off=window(None)),
        lot("KB-3", hand_off=window(None, started=AT - 10 * HOUR)),
        lot("KB-4", hand_off=None),
    ]
    found = hand_off(lots, AT)
    assert figures(found) == (1, 2)
    assert [(row.number, row.words) for row in found.behind] == [("KB-2", "28 h late")]
    assert found.note == "median 48 h; 9 of 10 not reached yet; 1 still within the window"


def test_k2_counts_each_event_once_and_leaves_minor_ones_out() -> None:
    shared = event("critical", number="DEV-7")
    lots = [lot("KB-1", events=(shared, event("minor"))), lot("KB-2", events=(shared,)), lot("KB-3"), lot("KB-4")]
    found = deviations(lots)
    assert (*figures(found), found.value) == (1, 4, 0.25)
    assert found.interval == pytest.approx((0.0253178 / 4, 5.5716434 / 4), abs=1e-6)
    assert found.note == "weighted 10/3/1: 2.75 per lot"
    assert [row.words for row in found.behind] == ["DEV-7, critical"]


def test_k5_of_packs() -> None:
    lots = [
        lot("KB-1"),
        lot("KB-2", was_pack_returned=True),
        lot("KB-3", is_pack_accepted=False),
        lot("KB-4", has_pack=False, is_pack_accepted=False),
    ]
    found = packs_right_first_time(lots)
    assert figures(found) == (1, 3)
    assert found.note == "1 returned; 1 not decided yet"
    assert [(row.number, row.words) for row in found.behind] == [("KB-2", "returned")]


@pytest.mark.parametrize(
    ("changed", "right", "words"),
    [
        ({}, 1, []),
        ({"is_released": False}, 0, []),
        ({"events": (event("minor"),)}, 0, ["event"]),
        ({"was_reprocessed": True, "was_pack_returned": True}, 0, ["reprocessed, pack returned"]),
    ],
)
def test_k5_of_lots(changed: dict[str, Any], right: int, words: list[str]) -> None:
    found = lots_right_first_time([lot(**changed)])
    assert figures(found) == (right, 1)
    assert [row.words for row in found.behind] == words


@pytest.mark.parametrize(("hours", "on_time"), [(23, 1), (24, 1), (25, 0)])
def test_k6_at_the_edge_of_the_clause(hours: int, on_time: int) -> None:
    found = notification([lot(events=(event(hours=hours),))])
    assert figures(found) == (on_time, 1)
    assert [row.words for row in found.behind] == ([] if on_time else ["DEV-1: 1 h late"])


def test_k6_counts_what_the_clause_covers_and_the_cmo_found() -> None:
    events = (
        event("critical", limit=1),
        event("minor", limit=None),
        event("major", is_self_reported=False),
        event("major"),
    )
    found = notification([lot(events=events)])
    assert figures(found) == (1, 2)
    assert found.note == "critical 0 of 1; major 1 of 1; 1 found by the sponsor"


@pytest.mark.parametrize(("lots", "is_sufficient"), [(7, False), (8, True)])
def test_below_eight_lots_there_is_not_enough_data(lots: int, is_sufficient: bool) -> None:
    found = measures([lot(f"KB-{n}", events=(event(),)) for n in range(lots)], AT)
    assert [(m.code, m.is_sufficient) for m in found] == [
        (code, is_sufficient) for code in ("K1", "K2", "K5", "K5", "K6")
    ]


def test_nothing_to_divide_by_is_no_figure() -> None:
    for found in measures([], AT):
        assert (found.value, found.interval, found.is_sufficient) == (None, None, False)
    without_events = notification([lot(f"KB-{n}") for n in range(9)])
    assert (without_events.value, without_events.is_sufficient) == (None, False)
