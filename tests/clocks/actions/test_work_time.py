"""Whose hours, holidays and closing days a deadline is counted by, and that it keeps them."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from clocks.actions import pause
from clocks.calendars import Span, count
from clocks.models import Clock
from clocks.queries import explanation
from clocks.queries.clocks import calendar_of
from kernel import scope
from kernel.errors import Forbidden, Refused
from kernel.history import acting
from kernel.scope import Actor
from parties.actions import set_work_time
from parties.models import Organisation, Site
from tests.clocks.people import administrator, colleague
from tests.clocks.started import STARTED, start_clock
from tests.factories.world import World

FRIDAY = datetime(2026, 1, 9, 20, 0, tzinfo=UTC)
"""15:00 in New York."""


@pytest.fixture
def admin(world: World) -> Actor:
    """Keystone's administrator."""
    return colleague(world.keystone, "Ken Ito", "admin@keystone.example", ["ADM"])


def works(by: Actor, *, site: Site | None = None, **given: Any) -> Organisation | Site:
    usual: dict[str, Any] = {"holiday_region": "", "opens_at": None, "closes_at": None, "working_days": []}
    usual |= {"closing_days": {}, "reason": "new shift plan"}
    with scope.opened(by):
        return set_work_time(site_id=site.pk if site else None, by=by, at=STARTED, **(usual | given))


def three_hours(world: World, **given: Any) -> Clock:
    with scope.opened(world.clerk):
        owner = Organisation.objects.get(pk=world.keystone.pk)
    return start_clock(world, owner=owner, started_at=FRIDAY, amount=3, unit="business_hours", **given)


def test_the_companys_hours_holidays_and_closing_days(world: World, admin: Actor) -> None:
    works(
        admin, opens_at=time(6), closes_at=time(18), working_days=[0, 1, 2, 3, 4, 5], holiday_region="US-CA",
        closing_days={"2026-01-10": "Stocktaking"},
    )  # fmt: skip
    assert three_hours(world).due_at == FRIDAY + timedelta(hours=3)
    clock = start_clock(world, owner=_company(world), started_at=FRIDAY, amount=4, unit="business_hours")
    assert clock.due_at == datetime(2026, 1, 12, 12, 0, tzinfo=UTC)
    with scope.opened(world.clerk):
        lines = explanation(clock)
    days = "Mon, Tue, Wed, Thu, Fri, Sat, 06:00–18:00, holidays of US-CA"
    assert lines[1] == f"Business time as it stood at the start: {days}"
    assert "Sat 10 Jan 2026: not counted, Stocktaking" in lines


def _company(world: World) -> Organisation:
    with scope.opened(world.clerk):
        return Organisation.objects.get(pk=world.keystone.pk)


def test_the_site_counts_for_its_own_company(world: World, admin: Actor) -> None:
    with scope.opened(world.clerk), acting(by=scope.system(), reason="planted", at=STARTED):
        Site.objects.filter(pk=world.keystone_site.pk).update(time_zone="America/Denver")
    works(admin, closing_days={"2026-01-12": "Founder's day"})
    works(admin, site=world.keystone_site, opens_at=time(7), closes_at=time(15))
    with scope.opened(world.clerk):
        site = Site.objects.get(pk=world.keystone_site.pk)
    clock = three_hours(world, site=site)
    # 13:00 in Denver: two hours on Friday, Monday is the company's own closing day, one on Tuesday from 07:00
    assert (clock.time_zone, clock.due_at) == ("America/Denver", datetime(2026, 1, 13, 15, 0, tzinfo=UTC))
    sponsors = start_clock(world, owner=world.alder, site=site, started_at=FRIDAY, amount=3, unit="business_hours")
    assert (sponsors.time_zone, sponsors.due_at) == ("America/New_York", datetime(2026, 1, 12, 14, 0, tzinfo=UTC))


def test_what_is_said_later_moves_no_running_clock(world: World, admin: Actor) -> None:
    """Neither its deadline nor how it is explained, nor what a pause makes of it."""
    clock = three_hours(world, at=FRIDAY, pause_days=3, pause_clause="AG-4 v3 cl. 9.2")
    with scope.opened(world.clerk):
        before = explanation(clock)
    works(admin, opens_at=time(10), closes_at=time(11), closing_days={"2026-01-12": "Shutdown"}, holiday_region="DE")
    with scope.opened(world.clerk):
        assert explanation(Clock.objects.get(pk=clock.pk)) == before
    with scope.opened(world.reviewer):
        until = FRIDAY + timedelta(days=3)
        pause(clock_id=clock.pk, until=until, by=world.reviewer, reason="we await data", at=FRIDAY)
        paused = Clock.objects.get(pk=clock.pk)
        kept = count(FRIDAY, 3, "business_hours", calendar_of(clock), [Span(FRIDAY, until)])
    # two hours on Monday from 15:00, one on Tuesday from 08:00, as agreed when it started
    assert paused.due_at == kept.due == datetime(2026, 1, 13, 14, 0, tzinfo=UTC)


def test_closed_days_are_kept_far_beyond_the_deadline(world: World) -> None:
    closed = three_hours(world).business_time["closed"]
    assert closed["2026-11-26"] == "Thanksgiving Day"
    assert date.fromisoformat(max(closed)) >= date(2027, 1, 1)
    assert start_clock(world, amount=24, unit="hours").business_time == {}


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"holiday_region": "XX-1"}, "There is no table of holidays for “XX-1”."),
        ({"opens_at": time(8)}, "Give both hours, when it opens and when it closes, or neither."),
        ({"opens_at": time(8), "closes_at": time(8)}, "It closes after it opens, on the same day."),
        ({"working_days": [7]}, "A week has seven days, Monday to Sunday."),
        ({"reason": " "}, "Give a reason."),
    ],
)
def test_a_calendar_that_never_opens_is_refused(admin: Actor, given: dict[str, Any], sentence: str) -> None:
    with pytest.raises(Refused) as refused:
        works(admin, **given)
    assert refused.value.sentence == sentence


def test_only_the_administrator_says_so_and_only_of_its_own(world: World) -> None:
    for by in (world.cmo_qa, world.reviewer, world.auditor):
        with pytest.raises(Forbidden):
            works(by)
    with pytest.raises(Site.DoesNotExist):
        works(administrator(world), site=world.keystone_site)
