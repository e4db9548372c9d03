"""R216, R220: stock used in order and kept apart, and bulk product that fits its order (21 CFR 111.165, 111.455)."""

from collections.abc import Iterator
from datetime import date

from evidence.pack.format import ComponentLot
from evidence.pack.rules.allergens import allergens_in
from evidence.pack.rules.component_lots import consumed
from evidence.pack.rules.context import Context
from evidence.pack.rules.engine import Finding, rule
from evidence.pack.rules.findings import at, counted, failed, listed, not_applicable, passed, problems_or, read

TABLE = "materials.component_lots"


@rule(
    "R216",
    "111.455(a)-(c), 111.80",
    "What expires first was used first, and allergens are kept apart",
    severity="B",
    cure="Say where the component lot is kept, or why a lot that expires later was used first.",
    by=("COP", "CQA"),
)
def used_in_order(context: Context) -> Iterator[Finding]:
    rows, used = context.pack.materials.component_lots, consumed(context)
    if not rows:
        yield not_applicable(TABLE, "The pack lists no component lots (R201).")
        return
    problems = []
    for position, row in enumerate(rows, start=1):
        older = _older_left(row, rows) if row.number in used else []
        if older:
            problems.append(
                failed(at(TABLE, position), f"{row.number} was used while {listed(older)}, which expires "
                       "earlier, was on hand.", lot=row.number, expires_on=row.expires_on, earlier=older)
            )  # fmt: skip
        if allergens_in(row.allergens) and row.storage is None:
            problems.append(
                failed(at(TABLE, position), f"Where {row.number} is kept apart from the rest is missing; it holds "
                       f"{listed(sorted(allergens_in(row.allergens)))}.", lot=row.number, allergens=row.allergens)
            )  # fmt: skip
    yield from problems_or(
        problems,
        passed(
            TABLE,
            f"{counted(len(rows), 'component lot')}: used in the order of expiry, allergens kept apart.",
            **read(rows, "number", "component", "expires_on", "on_hand", "allergens", "storage"),
        ),
    )


def _older_left(row: ComponentLot, rows: tuple[ComponentLot, ...]) -> list[str]:
    """Approved lots of the same component with stock left that expire before this one."""
    return [
        other.number
        for other in rows
        if other.component == row.component and other.number != row.number and other.status == "approved"
        and other.on_hand and (other.expires_on or date.max) < (row.expires_on or date.max)
    ]  # fmt: skip


@rule(
    "R220",
    "111.77(c), 111.123(b)(4), 111.165(b)",
    "Bulk product received for packaging is identified and agrees with its order",
    cure="Show the identity of the bulk product and its agreement with the order; otherwise it cannot be packaged.",
    by=("CQC",),
)
def bulk_identified(context: Context) -> Iterator[Finding]:
    rows = [
        (position, row)
        for position, row in enumerate(context.pack.materials.component_lots, start=1)
        if row.material == "bulk product"
    ]
    if not rows:
        yield not_applicable(TABLE, "No bulk product was received for packaging.")
        return
    yield from problems_or(
        (
            failed(at(TABLE, position), f"Bulk product {row.number} {problem}.", lot=row.number,
                   purchase_order=row.purchase_order, agrees_with_order=row.agrees_with_order)
            for position, row in rows
            if (problem := _unidentified(row))
        ),
        passed(TABLE, f"{counted(len(rows), 'lot')} of bulk product, identified and as ordered.",
               **read([row for _, row in rows], "number", "name", "supplier", "supplier_lot", "purchase_order",
                      "agrees_with_order")),
    )  # fmt: skip


def _unidentified(row: ComponentLot) -> str:
    named = (
        (row.name, "its name"), (row.supplier, "the supplier"), (row.supplier_lot, "the supplier's lot number"),
        (row.purchase_order, "the purchase order"), (row.agrees_with_order, "whether it agrees with the order"),
    )  # fmt: skip
    absent = [name for value, name in named if value is None]
    if absent:
        return f"lacks {listed(absent)}"
    return "" if row.agrees_with_order else f"does not agree with {row.purchase_order}"
