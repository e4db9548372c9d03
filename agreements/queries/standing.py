"""Where a version stands on a day: in force, not yet, superseded, expired. Computed, never stored."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from agreements.states import VersionState

WARNING = timedelta(days=90)
"""The first of the warnings before an agreement expires (domain §C0)."""


class Version(Protocol):
    """A version as far as its place in time goes."""

    version: int
    state: str
    effective_from: date
    effective_until: date | None


@dataclass(frozen=True, slots=True)
class Standing:
    """A code (draft, agreed, withdrawn, planned, in_force, expiring, superseded, expired) and its words."""

    code: str
    words: str


def standing_of(version: Version, all_versions: Iterable[Version], today: date) -> Standing:
    """What the version is today; `all_versions` are all of its agreement."""
    if version.state != VersionState.SIGNED:
        return Standing(str(version.state), VersionState(version.state).label)
    if version.effective_from > today:
        return Standing("planned", f"In force from {version.effective_from}")
    later = [
        other.effective_from
        for other in all_versions
        if other.state == VersionState.SIGNED and version.effective_from < other.effective_from <= today
    ]
    if later:
        return Standing("superseded", f"Superseded on {_day(min(later))}")
    return _running(version.effective_until, today)


def _running(until: date | None, today: date) -> Standing:
    if until is None:
        return Standing("in_force", "In force")
    if until <= today:
        return Standing("expired", f"Expired on {_day(until)}")
    if until - today <= WARNING:
        return Standing("expiring", f"In force, expires on {_day(until)}: {(until - today).days} days left")
    return Standing("in_force", f"In force until {_day(until)}")


def _day(value: date) -> str:
    """`1 Mar 2027`, as pages write days."""
    return f"{value:%d %b %Y}".lstrip("0")
