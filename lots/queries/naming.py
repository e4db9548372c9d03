"""Which lots the rows of a genealogy name, in a manufacturer's own records."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from lots.genealogy_file import StatedRow
from lots.models import ComponentLot, Lot
from lots.states import EdgeKind, MaterialKind

Named = Mapping[str, Sequence[tuple[str, UUID]]]
"""By number, the items and keys of the lots that have it."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A row with the lots that it names; `problem` says what is wrong, `is_new` that the child is to be entered."""

    row: StatedRow
    parent_id: UUID | None
    child_id: UUID | None
    is_new: bool
    problem: str


def planned(organisation_id: UUID, rows: Sequence[StatedRow]) -> list[Planned]:
    """What each row would do, in order; a child that an earlier row enters is known to the later ones. Two queries."""
    named = _named(organisation_id, {number for row in rows for number in (row.parent, row.child)})
    coming: set[tuple[str, str]] = set()
    found = []
    for row in rows:
        parent, why = _one(named, row.parent, row.parent_item, coming)
        child, lacking = _one(named, row.child, row.child_item, coming)
        is_new = child is None and bool(row.child_kind) and lacking.endswith("is not on record.")
        problem = why or ("" if is_new else lacking) or _of_kinds(row, is_new=is_new)
        if is_new and not problem:
            coming.add((row.child_item, row.child))
        found.append(Planned(row, parent, child, is_new, problem))
    return found


def _named(organisation_id: UUID, numbers: Iterable[str]) -> Named:
    found: dict[str, list[tuple[str, UUID]]] = {}
    wanted = list(numbers)
    materials = ComponentLot.objects.filter(organisation_id=organisation_id, number__in=wanted)
    lots = Lot.objects.filter(cmo_id=organisation_id, number__in=wanted)
    for number, item, key in (
        *materials.values_list("number", "item_code", "pk"),
        *lots.values_list("number", "product__code", "pk"),
    ):
        found.setdefault(number, []).append((item, key))
    return found


def _one(named: Named, number: str, item: str, coming: set[tuple[str, str]]) -> tuple[UUID | None, str]:
    """The one lot that a row means, or why that cannot be said."""
    if any(number == other and item in ("", of) for of, other in coming):
        return None, ""
    keys = [key for of, key in named.get(number, ()) if item in ("", of)]
    if len(keys) == 1:
        return keys[0], ""
    told = f"{number} of item {item}" if item else number
    if keys:
        return None, f"{len(keys)} lots have the number {told}: name the item, or enter the row by hand."
    return None, f"Lot {told} is not on record."


def _of_kinds(row: StatedRow, *, is_new: bool) -> str:
    if row.kind not in EdgeKind.values:
        return f"“{row.kind}” is no way for a lot to go into another: {', '.join(EdgeKind.values)}."
    if row.quantity is None and row.kind != EdgeKind.CARRY_OVER:
        return "Say how much went over; only carry-over may be without a quantity."
    if is_new and (row.child_kind not in MaterialKind.values or row.child_kind == MaterialKind.RECEIVED):
        made = [kind for kind in MaterialKind.values if kind != MaterialKind.RECEIVED]
        return f"“{row.child_kind}” is nothing that is made on the way: {', '.join(made)}."
    if is_new and not row.child_item:
        return f"Name the item of {row.child}, which is to be entered."
    return ""
