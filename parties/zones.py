"""In which time zone a person reads: the own one, else that of the place a page is about, else the company's."""

from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from django.http import HttpRequest


@cache
def known_zones() -> frozenset[str]:
    """The IANA names known here; finding them opens twelve hundred files, so once a process."""
    return frozenset(available_timezones())


def own_zone(request: HttpRequest) -> str:
    """The IANA name stored on the person's account; empty when none was chosen."""
    return getattr(getattr(request, "user", None), "time_zone", "")


def reading_zone(request: HttpRequest, place: str = "") -> ZoneInfo:
    """The zone of a page's moments and of what is typed on it; `place` is a site's zone. UTC for strangers."""
    return ZoneInfo(own_zone(request) or place or _company_zone(request) or "UTC")


def _company_zone(request: HttpRequest) -> str:
    actor, memberships = getattr(request, "actor", None), getattr(request, "memberships", [])
    acting = actor.organisation_id if actor else None
    return next((m.organisation.time_zone for m in memberships if m.organisation_id == acting), "")
