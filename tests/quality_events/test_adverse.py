"""The 15 business days of a serious adverse event: from when, for whom, and how they end."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from clocks.models import Clock, InboxItem, Notice
from kernel import scope
from kernel.errors import Forbidden
from quality_events.actions.adverse import ADVERSE_CLOCK
from quality_events.actions.complaints import record_receipt
from quality_events.actions.reviewing import close_complaint
from quality_events.models import AdverseReport
from tests.factories.walked import Shop
from tests.quality_events.told import (
    AT,
    RECEIVED,
    answer,
    follow_up,
    in_state,
    label,
    receive,
    screen,
    sentence,
    signed,
    submit,
    write_answer,
)

DUE = datetime(2026, 4, 22, 21, 0, tzinfo=UTC)
"""Fifteen business days after Wednesday 1 April: Wednesday 22 April, 17:00 in New York."""


def reports(shop: Shop) -> list[AdverseReport]:
    with scope.opened(shop.world.clerk):
        return list(AdverseReport.objects.order_by("position", "id"))


def clocks(shop: Shop) -> list[Clock]:
    with scope.opened(shop.world.clerk):
        return list(Clock.objects.filter(rule=ADVERSE_CLOCK).select_related("owner").order_by("id"))


def test_a_serious_answer_starts_the_clock_at_the_first_receipt(shop: Shop) -> None:
    """Before anybody has signed; the sponsor owes it, and both companies are told."""
    complaint = receive(shop, sponsor_received_at=AT, cmo_received_at=RECEIVED)
    answer(complaint, shop.world.cmo_qa, "hospitalization")
    [clock], [report] = clocks(shop), reports(shop)
    assert (clock.started_at, clock.due_at, clock.owner_id) == (RECEIVED, DUE, shop.world.alder.pk)
    assert (clock.amount, clock.unit, clock.clause) == (15, "business_days", "21 USC 379aa-1(c)(1)")
    assert (report.position, report.received_at, report.state, str(report)) == (1, RECEIVED, "due", "First report")
    with scope.opened(shop.world.clerk):
        told = set(Notice.objects.filter(subject_line__contains="serious").values_list("recipient__name", flat=True))
        assert told == {"Priya Raman", "Helen Okafor", "Quentin Abbot"}
        assert InboxItem.objects.filter(clock=clock, done_at=None, organisation=shop.world.alder).count() == 1
        steps = set(clock.steps.values_list("organisation__name", "step"))
    assert ("Keystone Blending Co.", "due-cmo") in steps
    assert ("Alder & Pine Nutrition", "due") in steps


@pytest.mark.parametrize("is_adverse", [True, False])
def test_what_is_not_serious_owes_nothing(shop: Shop, is_adverse: bool) -> None:
    screen(receive(shop), shop.world.reviewer, is_adverse=is_adverse)
    assert (reports(shop), clocks(shop)) == ([], [])


def test_a_late_screen_finds_it_overdue(shop: Shop) -> None:
    late = DUE + timedelta(seconds=1)
    answer(receive(shop), shop.world.reviewer, "death", at=late)
    [clock] = clocks(shop)
    assert (clock.started_at, clock.due_at) == (RECEIVED, DUE)
    assert clock.due_at < late
    with scope.opened(shop.world.clerk):
        assert clock.steps.filter(at__lte=late, is_due=True).count() == 2


def test_answered_twice_it_is_owed_once(shop: Shop) -> None:
    complaint = receive(shop)
    answer(complaint, shop.world.reviewer, "death")
    answer(complaint, shop.world.reviewer, "death", "disability", at=AT + timedelta(minutes=1))
    assert len(reports(shop)) == len(clocks(shop)) == 1


def test_an_earlier_receipt_makes_it_due_earlier(shop: Shop) -> None:
    complaint, by = screen(receive(shop), shop.world.reviewer, "death"), shop.world.clerk
    with scope.opened(by):
        given: dict[str, Any] = {"complaint_id": complaint.pk, "by": by, "reason": "", "at": AT}
        record_receipt(received_at=RECEIVED + timedelta(hours=1), **given)
        assert [clock.due_at for clock in clocks(shop)] == [DUE]
        record_receipt(received_at=RECEIVED - timedelta(days=1), **given)
    assert [(clock.state, clock.due_at) for clock in clocks(shop)] == [
        ("cancelled", DUE),
        ("running", DUE - timedelta(days=1)),
    ]
    assert reports(shop)[0].received_at == RECEIVED - timedelta(days=1)


def test_an_earlier_receipt_moves_nothing_that_is_submitted(shop: Shop) -> None:
    complaint, by = label(screen(receive(shop), shop.world.reviewer, "death"), shop.world.reviewer), shop.world.clerk
    submit(reports(shop)[0], shop.world.reviewer)
    with scope.opened(by):
        record_receipt(
            complaint_id=complaint.pk, received_at=RECEIVED - timedelta(days=1), by=by, reason="", at=AT
        )  # fmt: skip
    assert [(clock.state, clock.due_at) for clock in clocks(shop)] == [("met", DUE)]


def test_signed_as_not_serious_after_all_it_is_not_owed(shop: Shop) -> None:
    complaint, by = screen(receive(shop), shop.world.reviewer, "death"), shop.world.reviewer
    answer(complaint, by, at=AT + timedelta(minutes=1))
    assert [report.state for report in reports(shop)] == ["due"]
    screen(complaint, by, at=AT + timedelta(minutes=2))
    assert [report.state for report in reports(shop)] == ["withdrawn"]
    assert [clock.state for clock in clocks(shop)] == ["cancelled"]
    screen(complaint, by, "death", at=AT + timedelta(minutes=3))
    assert [report.state for report in reports(shop)] == ["withdrawn", "due"]


def test_what_becomes_known_after_the_closing_is_owed(shop: Shop) -> None:
    complaint = in_state(shop, "closed")
    assert screen(complaint, shop.world.reviewer, "disability", at=AT + timedelta(days=1)).state == "closed"
    assert [clock.state for clock in clocks(shop)] == ["running"]


@pytest.mark.parametrize(
    ("changed", "wanted"),
    [
        ({"reference": " "}, "Give the reference under which the FDA received the report."),
        ({"file": None}, "Attach the copy of the report that was submitted."),
        ({"submitted_at": AT + timedelta(seconds=1), "at": AT}, "The time of the submission lies in the future."),
        (
            {"submitted_at": RECEIVED - timedelta(seconds=1)},
            "The report cannot have been submitted before its information was received.",
        ),
    ],
)
def test_a_submission_is_proved(shop: Shop, changed: dict[str, Any], wanted: str) -> None:
    by = shop.world.reviewer
    label(screen(receive(shop), by, "death"), by)
    assert sentence(submit, reports(shop)[0], by, **changed) == wanted
    assert reports(shop)[0].state == "due"


def test_no_submission_without_the_label(shop: Shop) -> None:
    complaint, by = screen(receive(shop), shop.world.reviewer, "death"), shop.world.reviewer
    refused = sentence(submit, reports(shop)[0], by)
    assert refused == "Attach the copy of the label first: it goes with the report."
    label(complaint, by)
    report = submit(reports(shop)[0], by, submitted_at=RECEIVED)
    assert (report.state, report.reference, report.submitted_at) == ("submitted", "FDA-SRP-77", RECEIVED)
    with scope.opened(by):
        assert report.label is not None
        assert report.document is not None
        assert (report.label.name, report.document.name) == ("label.pdf", "3500A.pdf")


def test_the_cmo_does_not_submit(shop: Shop) -> None:
    screen(receive(shop), shop.world.cmo_qa, "death")
    with pytest.raises(Forbidden, match="Your role does not allow"):
        submit(reports(shop)[0], shop.world.cmo_qa)


@pytest.mark.parametrize(("late", "state"), [(timedelta(0), "met"), (timedelta(seconds=1), "met_late")])
def test_the_moment_of_the_submission_counts(shop: Shop, late: timedelta, state: str) -> None:
    """Written down a day later; breached meanwhile or not."""
    by = shop.world.reviewer
    label(screen(receive(shop), by, "death"), by)
    submit(reports(shop)[0], by, submitted_at=DUE + late, at=DUE + timedelta(days=1))
    assert [(clock.state, clock.ended_at) for clock in clocks(shop)] == [(state, DUE + late)]


def test_it_does_not_close_while_a_report_is_owed(shop: Shop) -> None:
    complaint, reviewer, head = in_state(shop, "set_aside"), shop.world.reviewer, shop.world.head
    screen(complaint, reviewer, "death", at=AT + timedelta(minutes=1))
    write_answer(complaint, reviewer)
    assert sentence(signed, close_complaint, complaint, head) == "CMP-1 still owes a report to the FDA."
    label(complaint, reviewer)
    submit(reports(shop)[0], reviewer)
    assert signed(close_complaint, complaint, head).state == "closed"


@pytest.mark.parametrize(
    ("received_at", "is_owed"),
    [
        (datetime(2027, 4, 4, 3, 59, tzinfo=UTC), True),  # 3 April 2027, 23:59 in New York
        (datetime(2027, 4, 4, 4, 0, tzinfo=UTC), False),
    ],
)
def test_new_information_within_a_year_has_its_own_clock(shop: Shop, received_at: datetime, is_owed: bool) -> None:
    by = shop.world.reviewer
    complaint = label(screen(receive(shop), by, "death"), by)
    submit(reports(shop)[0], by)
    report = follow_up(complaint, by, received_at)
    assert (report.position, report.is_owed, str(report)) == (2, is_owed, "Follow-up 1")
    found = clocks(shop)[1:]
    assert [(clock.started_at, clock.clause, clock.state) for clock in found] == (
        [(received_at, "21 USC 379aa-1(c)(2)", "running")] if is_owed else []
    )
    assert submit(report, by, submitted_at=received_at).state == "submitted"


def test_each_information_has_its_own_clock(shop: Shop) -> None:
    by = shop.world.reviewer
    complaint = label(screen(receive(shop), by, "death"), by)
    submit(reports(shop)[0], by)
    for day in (1, 2):
        follow_up(complaint, by, AT + timedelta(days=day))
    assert [(report.position, report.state) for report in reports(shop)] == [(1, "submitted"), (2, "due"), (3, "due")]
    assert [clock.state for clock in clocks(shop)] == ["met", "running", "running"]


def test_information_follows_a_submitted_report(shop: Shop) -> None:
    by, later = shop.world.reviewer, AT + timedelta(days=1)
    complaint = receive(shop)
    refused = sentence(follow_up, complaint, by, later)
    assert refused == "CMP-1 has no serious adverse event. Screen it again with what you know now."
    label(screen(complaint, by, "death"), by)
    refused = sentence(follow_up, complaint, by, later)
    assert refused == "The first report is not submitted yet: put the information into it."
    submit(reports(shop)[0], by)
    assert sentence(follow_up, complaint, by, later, " ") == "Write what became known."
    refused = sentence(follow_up, complaint, by, RECEIVED - timedelta(seconds=1))
    assert refused == "The information cannot be older than the complaint."
    assert follow_up(complaint, by, RECEIVED).is_owed is True
