"""What packs of other lots say about the component lots and instruments of this one, as this pack asks."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import NamedTuple

from evidence.pack.format import Pack
from evidence.pack.problems import NotReadable
from evidence.pack.units import convert


class UsedElsewhere(NamedTuple):
    """A component lot's total consumption in the living packs of other lots; `unit` is a UCUM code."""

    number: str
    component: str
    unit: str
    quantity: Decimal


def balances(used: Iterable[UsedElsewhere], stated: Pack) -> dict[str, Decimal]:
    """Stated component lot → what other packs used of it, in the lot's unit (R215)."""
    known = {entry.number: entry for entry in stated.materials.component_lots}
    found: dict[str, Decimal] = {}
    for number, component, unit, quantity in used:
        entry = known.get(number)
        amount = _stated_in(quantity, unit, entry.unit) if entry and entry.component == component else None
        if amount is not None:
            found[number] = found.get(number, Decimal(0)) + amount
    return found


def doubted_instruments(stated: Pack) -> frozenset[str]:
    """The instruments whose accuracy an event of the pack puts in doubt (111.113(a)(4))."""
    return frozenset(event.instrument for event in stated.quality_events.events if event.instrument)


def measured_elsewhere(measured: Mapping[str, frozenset[str]], stated: Pack) -> dict[str, frozenset[str]] | None:
    """Doubted instrument → other lots it measured (R507).

    None while no event doubts one, and where nobody looked what one of them measured: R507 then does not judge.
    """
    doubted = doubted_instruments(stated)
    return {name: measured[name] for name in doubted} if doubted and doubted <= measured.keys() else None


def _stated_in(amount: Decimal, unit: str, target: str | None) -> Decimal | None:
    """The amount in the lot's unit; None where the two packs measure different things (R212 names that)."""
    try:
        return convert(amount, unit, target) if target else None
    except NotReadable:
        return None
