"""Which instants a wall clock calls “Tuesday, 08:00 to 17:00”: exact where clocks are put forward or back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

WIDEST_OFFSET = timedelta(hours=15)
"""No zone is further from UTC than 14 hours."""
LOOK_EVERY = timedelta(hours=6)
SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Span:
    """From `begins` up to, not including, `ends`; both UTC."""

    begins: datetime
    ends: datetime

    @property
    def length(self) -> timedelta:
        """How long it lasts, elapsed."""
        return self.ends - self.begins


def without(span: Span, gaps: Iterable[Span]) -> tuple[Span, ...]:
    """What is left of the span outside of the gaps, in order; the gaps may overlap."""
    left, at = [], span.begins
    for gap in sorted(gaps, key=lambda gap: gap.begins):
        if gap.begins >= span.ends or gap.ends <= at:
            continue
        if gap.begins > at:
            left.append(Span(at, gap.begins))
        at = gap.ends
    return (*left, Span(at, span.ends)) if at < span.ends else tuple(left)


def spans_of_day(day: date, opens: timedelta, closes: timedelta, zone: ZoneInfo) -> tuple[Span, ...]:
    """The spans in which the zone's wall clock shows `day` at `opens` or later and before `closes`.

    `opens` and `closes` are times of day (24 h for the day's end). One span on an ordinary day; two where the
    hour that is put back is cut; none where the wall clock skips them all.
    """
    midnight = datetime.combine(day, time(), UTC)
    spans = []
    for begins, ends, offset in _steady(midnight - WIDEST_OFFSET, midnight + timedelta(days=1) + WIDEST_OFFSET, zone):
        first, last = max(begins, midnight + opens - offset), min(ends, midnight + closes - offset)
        if first < last:
            spans.append(Span(first, last))
    return tuple(spans)


def _steady(begins: datetime, ends: datetime, zone: ZoneInfo) -> list[tuple[datetime, datetime, timedelta]]:
    """The stretch cut where the zone's offset changes: (from, to, offset)."""
    if _offset(begins, zone) == _offset(ends, zone):
        return [(begins, ends, _offset(begins, zone))]
    cuts, at = [], begins
    while at < ends:
        following = min(at + LOOK_EVERY, ends)
        if _offset(at, zone) != _offset(following, zone):
            cuts.append(_change(at, following, zone))
        at = following
    edges = [begins, *cuts, ends]
    return [(a, b, _offset(a, zone)) for a, b in pairwise(edges)]


def _change(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """The first second with the new offset, by halving."""
    old = _offset(before, zone)
    while after - before > SECOND:
        middle = (before + (after - before) / 2).replace(microsecond=0)
        before, after = (middle, after) if _offset(middle, zone) == old else (before, middle)
    return after


def _offset(instant: datetime, zone: ZoneInfo) -> timedelta:
    return instant.astimezone(zone).utcoffset() or timedelta()
