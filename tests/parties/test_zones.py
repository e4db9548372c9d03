"""Whose time a page speaks: the person's own, else the site's, else the company's."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.utils import timezone

from kernel import scope
from kernel.history import acting
from kernel.scope import Actor
from lots.models import Lot
from parties.models import Person, Site
from quality_events.models import QualityEvent
from tests.factories.walked import Shop
from tests.factories.world import World

FOUND = {
    "kind": "deviation", "classification": "major", "title": "Desiccant missing", "description": "14 bottles.",
    "missed": "none", "discovered_at": "2026-03-11T08:00",
}  # fmt: skip


@pytest.fixture
def shop(shop: Shop) -> Shop:
    """Keystone's site lies in Denver, its office in New York."""
    by = shop.world.cmo_qa
    with scope.opened(by), acting(by=by, reason="moved", at=timezone.now()):
        Site.objects.filter(pk=shop.world.keystone_site.pk).update(time_zone="America/Denver")
    return shop


def enter(by: Actor, time_zone: str = "") -> Client:
    """Logged in, with that zone chosen on the profile page."""
    client = Client()
    with scope.anonymous():
        client.force_login(Person.objects.get(pk=by.person_id))
    if time_zone:
        saved = client.post("/profile/", {"name": by.name, "time_zone": time_zone})
        assert saved.status_code == 302
    return client


@pytest.mark.parametrize(
    ("own", "said", "kept"),
    [
        ("", "Time in America/Denver.", datetime(2026, 3, 11, 14, 0, tzinfo=UTC)),
        ("Europe/Berlin", "Time in Europe/Berlin.", datetime(2026, 3, 11, 7, 0, tzinfo=UTC)),
        ("UTC", "Time in UTC.", datetime(2026, 3, 11, 8, 0, tzinfo=UTC)),
    ],
)
@pytest.mark.lot(until="completed")
def test_what_is_typed_is_read_in_the_zone_that_the_page_names(
    shop: Shop, own: str, said: str, kept: datetime, lot: Lot
) -> None:
    client = enter(shop.world.clerk, own)
    assert said in client.get(f"/events/report/{lot.pk}/").content.decode()
    answer = client.post(f"/events/report/{lot.pk}/", FOUND)
    with scope.opened(shop.world.clerk):
        assert QualityEvent.objects.get().discovered_at == kept
    local = kept.astimezone(ZoneInfo(own or "America/New_York"))
    shown = f'discovered <time datetime="2026-03-11T{kept:%H:%M}:00Z"'
    page = client.get(answer.url).content.decode()
    assert shown in page
    assert f"{local:%H:%M %Z}</time>" in page


@pytest.mark.lot(until="completed")
def test_the_own_zone_wins_over_the_sites_and_the_page_says_so(shop: Shop, lot: Lot) -> None:
    plain = enter(shop.world.clerk).get(lot.get_absolute_url()).content.decode()
    assert "Times in America/Denver, the site’s time zone" in plain
    own = enter(shop.world.clerk, "Asia/Tokyo").get(lot.get_absolute_url()).content.decode()
    assert "Times in Asia/Tokyo, your time zone" in own
    assert " JST</time>" in own
    assert " MDT</time>" not in own


@pytest.mark.lot(until="completed")
def test_an_hour_that_the_change_of_clocks_leaves_out_is_refused(shop: Shop, lot: Lot) -> None:
    skipped = FOUND | {"discovered_at": "2026-03-08T02:30"}
    answer = enter(shop.world.clerk).post(f"/events/report/{lot.pk}/", skipped)
    assert "couldn’t be interpreted in time zone America/Denver" in answer.content.decode()
    with scope.opened(shop.world.clerk):
        assert QualityEvent.objects.count() == 0


@pytest.mark.parametrize("letter", ["invitation", "locked", "factor_removed", "grant", "partnership"])
def test_letters_keep_to_the_zone_that_they_name(letter: str) -> None:
    """A letter that is written while somebody reads in Tokyo still says UTC and means it."""
    at = datetime(2026, 3, 11, 8, 5, tzinfo=UTC)
    values = {"at": at, "expires_at": at, "invitation": {"expires_at": at}, "grant": {"starts_at": at, "ends_at": at}}
    with timezone.override(ZoneInfo("Asia/Tokyo")):
        assert "11 Mar 2026 08:05 UTC" in " ".join(render_to_string(f"parties/letters/{letter}.txt", values).split())


def test_a_zone_is_chosen_from_the_list(world: World) -> None:
    client = enter(world.clerk)
    answer = client.post("/profile/", {"name": "Carla Diaz", "time_zone": "Mars/Olympus"})
    assert answer.status_code == 200
    assert "Select a valid choice" in answer.content.decode()
    with scope.anonymous():
        assert Person.objects.get(pk=world.clerk.person_id).time_zone == ""
