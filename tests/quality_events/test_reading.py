"""The sponsor reads what it was told: an item and a clock from the report on, met by whoever of it opens the page."""

from datetime import timedelta

import pytest

from clocks.models import Clock, ClockStep, InboxItem
from kernel import scope
from lots.models import Lot
from quality_events.actions import read_report
from tests.factories.browsers import browser
from tests.factories.walked import Shop
from tests.quality_events.reported import NOON, report

pytestmark = pytest.mark.lot(until="completed")


def clock_of(shop: Shop, event_id: object) -> Clock:
    with scope.opened(shop.world.reviewer):
        return Clock.objects.get(rule="quality_events.read", subject_id=event_id)


def test_the_report_starts_the_sponsors_time(shop: Shop, lot: Lot) -> None:
    event = report(shop, lot, at=NOON)
    clock = clock_of(shop, event.pk)
    assert (clock.owner_id, clock.due_at, clock.state) == (shop.world.alder.pk, NOON + timedelta(hours=24), "running")
    assert clock.clause.endswith("cl. 5.1")
    with scope.opened(shop.world.reviewer):
        item = InboxItem.objects.get(clock=clock)
    assert item.organisation_id == shop.world.alder.pk
    assert item.title.startswith(f"Read {event.number} (major) on lot")


def test_opening_the_page_meets_it_for_the_sponsor_alone(shop: Shop, lot: Lot) -> None:
    event = report(shop, lot)
    assert browser(shop.world, "qa@keystone.example").get(f"/events/{event.pk}/").status_code == 200
    assert clock_of(shop, event.pk).ended_at is None
    assert browser(shop.world, "qa@alderpine.example").get(f"/events/{event.pk}/").status_code == 200
    assert clock_of(shop, event.pk).ended_at is not None


def test_unread_it_escalates_to_the_sponsors_own_head(shop: Shop, lot: Lot) -> None:
    event = report(shop, lot, at=NOON)
    clock = clock_of(shop, event.pk)
    steps = {step.at - clock.due_at: step.roles for step in _steps(shop, clock)}
    assert steps == {timedelta(): ["SQA", "SQH"], timedelta(hours=12): ["SQH"]}


def _steps(shop: Shop, clock: Clock) -> list[ClockStep]:
    with scope.opened(shop.world.reviewer):
        return list(clock.steps.order_by("at"))


def test_what_the_sponsor_found_itself_it_need_not_read(shop: Shop, lot: Lot) -> None:
    event = report(shop, lot, by=shop.world.reviewer)
    with scope.opened(shop.world.reviewer):
        assert not Clock.objects.filter(rule="quality_events.read", subject_id=event.pk).exists()
        read_report(event_id=event.pk, by=shop.world.reviewer, at=NOON)
