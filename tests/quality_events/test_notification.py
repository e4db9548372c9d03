"""The CMO's clock from discovery: told in time, at the edge, late; shown on the page and in the mail."""

from datetime import timedelta

import pytest

from clocks.actions import fire_due
from clocks.models import Clock, Notice, OutboxMessage
from clocks.queries import explanation
from kernel import scope
from kernel.scope import Actor
from lots.models import Lot
from quality_events.actions.notification import NOTIFY_CLOCK
from quality_events.models import QualityEvent
from tests.factories.browsers import browser
from tests.factories.walked import Shop
from tests.quality_events.reported import NOON, report

pytestmark = pytest.mark.lot(until="completed")


def told(
    shop: Shop, lot: Lot, after: timedelta, classification: str = "major", by: Actor | None = None
) -> QualityEvent:
    """Reported at noon, discovered that much earlier."""
    return report(shop, lot, classification=classification, discovered_at=NOON - after, by=by)


def clock_of(shop: Shop, event: QualityEvent) -> Clock | None:
    with scope.opened(shop.world.reviewer):
        return Clock.objects.filter(rule=NOTIFY_CLOCK, subject_id=event.pk).select_related("owner").first()


@pytest.mark.parametrize(
    ("classification", "after", "state"),
    [
        ("major", timedelta(hours=24), "met"),
        ("major", timedelta(hours=24, seconds=1), "met_late"),
        ("critical", timedelta(hours=1), "met"),
        ("critical", timedelta(hours=2), "met_late"),
        ("minor", timedelta(days=29), "met"),
    ],
)
def test_counted_from_discovery(shop: Shop, lot: Lot, classification: str, after: timedelta, state: str) -> None:
    clock = clock_of(shop, told(shop, lot, after, classification))
    assert clock is not None
    assert (clock.state, clock.started_at, clock.ended_at) == (state, NOON - after, NOON)
    assert (clock.owner, clock.start_evidence) == (shop.world.keystone, "discovered")
    with scope.opened(shop.world.reviewer):
        assert explanation(clock)[0].endswith(": discovered")


def test_what_the_sponsor_found_itself_nobody_had_to_tell_it(shop: Shop, lot: Lot) -> None:
    assert clock_of(shop, told(shop, lot, timedelta(days=9), by=shop.world.reviewer)) is None


def test_late_telling_is_a_breach_on_the_page_and_in_the_mail(shop: Shop, lot: Lot) -> None:
    late, early = told(shop, lot, timedelta(hours=27)), told(shop, lot, timedelta(hours=3))
    page = browser(shop.world, "qa@alderpine.example").get(f"/events/{late.pk}/").content.decode()
    assert "told <strong>3 h late</strong>, " in page
    assert "cl. 5.1" in page
    assert "told in time, " in browser(shop.world, "qa@keystone.example").get(f"/events/{early.pk}/").content.decode()
    with scope.opened(shop.world.reviewer):
        key = Notice.objects.filter(key=f"event/{late.pk}/reported").values_list("pk", flat=True)[0]
        facts = OutboxMessage.objects.get(pk=key).payload["facts"]
    assert (facts["lot"], facts["clause"].split()[-1]) == ("KB-1", "5.1")
    assert facts["how_long"] == "told 27 h after discovery, 3 h late; you decide within 72 h of the proposal"


def test_nobody_is_warned_of_what_is_done(shop: Shop, lot: Lot) -> None:
    event = told(shop, lot, timedelta(hours=27))
    fire_due(at=NOON + timedelta(hours=1))
    clock = clock_of(shop, event)
    assert clock is not None
    with scope.opened(shop.world.reviewer):
        assert not Notice.objects.filter(key__startswith=f"clock/{clock.pk}/").exists()
