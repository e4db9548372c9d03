"""A complaint that the CMO had first: passed on in time, at the edge, late; and when nothing was to pass on."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from clocks.models import Clock, InboxItem
from kernel import scope
from quality_events.actions.complaints import record_receipt
from quality_events.actions.forwarding import FORWARD_CLOCK
from quality_events.models import Complaint
from tests.factories.browsers import browser
from tests.factories.walked import Shop
from tests.quality_events.told import RECEIVED, receive

EDGE = datetime(2026, 4, 2, 21, 0, tzinfo=UTC)
"""One business day after a Wednesday morning: Thursday, when the day's work ends in New York."""


def clocks(shop: Shop) -> list[Clock]:
    with scope.opened(shop.world.head):
        return list(Clock.objects.filter(rule=FORWARD_CLOCK).select_related("owner").order_by("id"))


def had_first(shop: Shop, **given: Any) -> Complaint:
    """The CMO received it on Wednesday and wrote it down `at`."""
    return receive(shop, by=shop.world.cmo_qa, sponsor_received_at=None, cmo_received_at=RECEIVED, **given)


@pytest.mark.parametrize(
    ("at", "state"),
    [(RECEIVED + timedelta(hours=1), "met"), (EDGE, "met"), (EDGE + timedelta(seconds=1), "met_late")],
)
def test_written_down_by_the_cmo(shop: Shop, at: datetime, state: str) -> None:
    complaint = had_first(shop, at=at)
    (clock,) = clocks(shop)
    assert (clock.state, clock.started_at, clock.due_at, clock.ended_at) == (state, RECEIVED, EDGE, at)
    assert (clock.owner, clock.subject_id) == (shop.world.keystone, complaint.pk)
    with scope.opened(shop.world.cmo_qa):
        assert not InboxItem.objects.filter(clock=clock, done_at=None).exists()


def test_over_the_weekend(shop: Shop) -> None:
    friday = datetime(2026, 4, 10, 15, 0, tzinfo=UTC)
    given = {"by": shop.world.cmo_qa, "sponsor_received_at": None, "cmo_received_at": friday}
    receive(shop, at=friday + timedelta(days=3, hours=6), **given)
    receive(shop, at=friday + timedelta(days=3, hours=6, seconds=1), **given)
    assert [clock.state for clock in clocks(shop)] == ["met", "met_late"]


@pytest.mark.parametrize("hours", [2, 31])
def test_told_by_telephone_before_it_is_written_down(shop: Shop, hours: int) -> None:
    told = RECEIVED + timedelta(hours=hours)
    receive(shop, sponsor_received_at=told, cmo_received_at=RECEIVED)
    (clock,) = clocks(shop)
    assert (clock.state, clock.ended_at) == ("met" if hours == 2 else "met_late", told)


@pytest.mark.parametrize("later", [timedelta(0), timedelta(hours=1), None])
def test_nothing_to_pass_on(shop: Shop, later: timedelta | None) -> None:
    receive(shop, cmo_received_at=None if later is None else RECEIVED + later)
    assert clocks(shop) == []


def test_the_cmo_says_afterwards_that_it_had_it_first(shop: Shop) -> None:
    complaint, by = receive(shop), shop.world.clerk
    given = {"complaint_id": complaint.pk, "by": by, "reason": ""}
    with scope.opened(by):
        record_receipt(received_at=RECEIVED - timedelta(hours=2), at=EDGE, **given)
        record_receipt(received_at=RECEIVED - timedelta(days=5), at=EDGE, **given)
    assert [(clock.state, clock.ended_at) for clock in clocks(shop)] == [("met", RECEIVED), ("met_late", RECEIVED)]


def test_no_agreement_no_clock(shop: Shop) -> None:
    before = datetime(2020, 1, 6, 15, 0, tzinfo=UTC)
    had = receive(shop, by=shop.world.cmo_qa, sponsor_received_at=None, cmo_received_at=before)
    assert (had.number, clocks(shop)) == ("CMP-1", [])


def test_its_page_says_so(shop: Shop) -> None:
    complaint = had_first(shop, at=EDGE + timedelta(hours=1))
    page = browser(shop.world, "head.qa@alderpine.example").get(f"/events/complaints/{complaint.pk}/")
    assert "Passed on by the CMO" in page.content.decode()
    assert "<strong>late</strong>" in page.content.decode()
