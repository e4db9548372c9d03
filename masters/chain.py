"""A chain of versions in two times: what is in force on which days, and since when that has been known.

Knowledge only grows. Whatever is learned closes what was known before and adds what is known from then on, so that
“in force on D, as known on E” has one answer for ever. No Django here: values in, values out.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from datetime import date


@dataclass(frozen=True, slots=True)
class Held:
    """One version in force from a day until before another; None: without an end that is known."""

    version: Hashable
    valid_from: date
    valid_until: date | None = None

    def covers(self, on: date) -> bool:
        return self.valid_from <= on and (self.valid_until is None or on < self.valid_until)


Knowledge = tuple[Held, ...]
"""What one moment holds to be true of a chain, by their beginnings; no day belongs to two."""


def succeeded(known: Knowledge, version: Hashable, valid_from: date) -> Knowledge:
    """The next version begins: whatever was in force on that day ends before it."""
    return (*(_ended(held, valid_from) for held in known), Held(version, valid_from))


def corrected(known: Knowledge, version: Hashable, now: Hashable, valid_from: date) -> Knowledge:
    """`version` was really what `now` says, from `valid_from` on; its predecessor ends where it begins.

    A predecessor that had ended earlier keeps its end unless the new beginning lies before it. Raises ValueError
    for a version that the chain does not have.
    """
    place = next((place for place, held in enumerate(known) if held.version == version), None)
    if place is None:
        raise ValueError("the chain has no such version")
    old, found = known[place], list(known)
    found[place] = Held(now, valid_from, old.valid_until)
    if place:
        before = known[place - 1]
        touched = before.valid_until == old.valid_from
        found[place - 1] = replace(before, valid_until=valid_from) if touched else _ended(before, valid_from)
    return tuple(found)


def learned(before: Sequence[Held], after: Sequence[Held]) -> tuple[list[Held], list[Held]]:
    """(what is no longer held true, what is held true from now on)."""
    return [held for held in before if held not in after], [held for held in after if held not in before]


def _ended(held: Held, on: date) -> Held:
    """Cut at `on`, where it would reach further."""
    return replace(held, valid_until=on) if held.covers(on) else held
