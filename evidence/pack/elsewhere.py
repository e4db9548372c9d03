"""What packs of other lots say about the component lots of this one, in the units that this pack uses."""

from collections.abc import Iterable
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


def _stated_in(amount: Decimal, unit: str, target: str | None) -> Decimal | None:
    """The amount in the lot's unit; None where the two packs measure different things (R212 names that)."""
    try:
        return convert(amount, unit, target) if target else None
    except NotReadable:
        return None
