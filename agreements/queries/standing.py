"""Where a version stands on a day: in force, not yet, superseded, expired. Computed, never stored."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol, TypeVar

from agreements.states import VersionState
from clocks.expiry import WARNINGS

WARNING = timedelta(days=max(WARNINGS))
"""The first of the warnings before an agreement expires (domain §C0)."""


class Version(Protocol):
    """A version as far as its place in time goes."""

    version: int
    state: str
    effective_from: date
    effective_until: date | None


V = TypeVar("V", bound=Version)


@dataclass(frozen=True, slots=True)
class Standing:
    """A code (draft, agreed, withdrawn, planned, in_force, expiring, superseded, expired) and its words."""

    code: str
    words: str


def standing_of(version: V, all_versions: Sequence[V], today: date) -> Standing:
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
    follower = follower_of(version, all_versions)
    if follower is not None:
        return Standing("in_force", f"In force, v{follower.version} follows on {_day(follower.effective_from)}")
    return _running(version.effective_until, today)


def follower_of(version: V, all_versions: Iterable[V]) -> V | None:
    """The signed version that takes over without a day between; None where nothing does, or only after a gap."""
    found = [
        other
        for other in all_versions
        if other.state == VersionState.SIGNED
        and other.effective_from > version.effective_from
        and (version.effective_until is None or other.effective_from <= version.effective_until)
    ]
    return min(found, key=lambda other: other.effective_from, default=None)


def _running(until: date | None, today: date) -> Standing:
    if until is None:
        return Standing("in_force", "In force")
    if until <= today:
        return Standing("expired", f"Expired on {_day(until)}")
    if until - today <= WARNING:
        left = (until - today).days
        return Standing("expiring", f"In force, expires on {_day(until)}: {left} day{'s' if left > 1 else ''} left")
    return Standing("in_force", f"In force until {_day(until)}")


def _day(value: date) -> str:
    """`1 Mar 2027`, as pages write days."""
    return f"{value:%d %b %Y}".lstrip("0")
