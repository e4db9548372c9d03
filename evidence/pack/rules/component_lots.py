"""R201–R203, R214, R215: receipt, status and balance of component lots (21 CFR 111.155, 111.180, 111.260(d),(e))."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from fractions import Fraction

from evidence.pack.format import ComponentLot, Consumption
from evidence.pack.rules.context import Context
from evidence.pack.rules.engine import Finding, rule
from evidence.pack.rules.findings import at, counted, failed, listed, not_applicable, passed, problems_or, read
from evidence.pack.rules.quantities import shown, stated_in

TABLE = "materials.component_lots"
_NONE = "The pack lists no component lots."
_AMOUNTS = ("received", "used", "returned", "rejected", "sampled", "on_hand")


def first_weighings(context: Context) -> dict[str, datetime]:
    """Component lot → when it was first weighed for this lot; absent when one of its weighings has no time."""
    first: dict[str, datetime] = {}
    undated: set[str] = set()
    for row in context.pack.materials.consumption:
        if row.component_lot is None:
            continue
        if row.weighed_at is None:
            undated.add(row.component_lot)
        else:
            first[row.component_lot] = min(row.weighed_at, first.get(row.component_lot, row.weighed_at))
    return {number: moment for number, moment in first.items() if number not in undated}


def _last_weighings(context: Context) -> dict[str, datetime]:
    """Component lot → when it was last weighed for this lot; R202 asks for the weighings without a time."""
    last: dict[str, datetime] = {}
    for row in context.pack.materials.consumption:
        if row.component_lot and row.weighed_at:
            last[row.component_lot] = max(row.weighed_at, last.get(row.component_lot, row.weighed_at))
    return last


def consumed(context: Context) -> set[str]:
    """The component lots that the consumption lines name."""
    return {row.component_lot for row in context.pack.materials.consumption if row.component_lot}


@rule(
    "R201",
    "111.155(d)(1)",
    "Every component lot is one lot of one shipment",
    cure="Give the receipt record of the component lot: its own number and the shipment it came with.",
)
def lots_are_unique(context: Context) -> Iterator[Finding]:
    rows = context.pack.materials.component_lots
    yield from problems_or(
        _receipt_problems(context),
        passed(
            TABLE,
            f"{counted(len(rows), 'component lot')}, each of one known shipment.",
            **read(rows, "number", "shipment"),
        ),
    )


def _receipt_problems(context: Context) -> Iterator[Finding]:
    rows = context.pack.materials.component_lots
    for number, count in Counter(row.number for row in rows).items():
        if count > 1:
            shipments = sorted({row.shipment or "none" for row in rows if row.number == number})
            yield failed(
                f"{TABLE}/{number}",
                f"Component lot {number} is listed {count} times (shipments {listed(shipments)}).",
                lot=number,
                shipments=shipments,
            )
    for position, row in enumerate(rows, start=1):
        if row.shipment is None:
            yield failed(at(TABLE, position), f"Component lot {row.number} names no shipment.", lot=row.number)
    for number in sorted(consumed(context) - {row.number for row in rows}):
        yield failed(f"{TABLE}/{number}", f"Component lot {number} was used but has no receipt record.", lot=number)
    for position, line in enumerate(context.pack.materials.consumption, start=1):
        if line.component_lot is None:
            subject = at("materials.consumption", position)
            yield failed(
                subject, f"The consumption of {line.component} names no component lot.", component=line.component
            )


@rule(
    "R202",
    "111.155(c)(3), 111.120(e)",
    "Component lots were approved before they were used",
    cure="Show quality control's approval before first use; otherwise quality must assess the unapproved use.",
)
def approved_before_use(context: Context) -> Iterator[Finding]:
    rows, first, used = context.pack.materials.component_lots, first_weighings(context), consumed(context)
    if not rows:
        yield failed(TABLE, _NONE)
        return
    yield from problems_or(
        (
            failed(
                at(TABLE, position),
                f"Component lot {row.number} {problem}.",
                lot=row.number,
                status=row.status,
                status_at=row.status_at,
                first_weighed_at=first.get(row.number),
            )
            for position, row in enumerate(rows, start=1)
            if (problem := _not_approved(row, first.get(row.number), is_used=row.number in used))
        ),
        passed(
            TABLE,
            f"All {counted(len(rows), 'component lot')} were approved before first use.",
            **read(rows, "number", "status", "status_at", "status_by"),
            first_weighed_at=first,
        ),
    )


def _not_approved(row: ComponentLot, first: datetime | None, *, is_used: bool) -> str:
    if row.status is None:
        return "has no status"
    if row.status != "approved":
        return f"has the status “{row.status}”"
    if row.status_at is None or row.status_by is None:
        return "does not say when and by whom it was approved"
    if is_used and first is None:
        return "was used without the time of each weighing"
    return "was weighed before it was approved" if first is not None and first < row.status_at else ""


@rule(
    "R203",
    "111.155(d)(1), 111.180(b)(3)",
    "Component lots carry the supplier and its lot number",
    cure="Add the supplier and the supplier's lot number from the receipt record.",
    by=("COP",),
)
def suppliers_known(context: Context) -> Iterator[Finding]:
    rows = context.pack.materials.component_lots
    if not rows:
        yield failed(TABLE, _NONE)
        return
    yield from problems_or(
        (
            failed(at(TABLE, position), f"Component lot {row.number} lacks {listed(absent)}.", lot=row.number)
            for position, row in enumerate(rows, start=1)
            if (absent := _absent(row))
        ),
        passed(
            TABLE,
            f"All {counted(len(rows), 'component lot')} carry a supplier's lot number.",
            **read(rows, "number", "supplier", "supplier_lot"),
        ),
    )


def _absent(row: ComponentLot) -> list[str]:
    named = ((row.supplier, "the supplier"), (row.supplier_lot, "the supplier's lot number"))
    return [name for value, name in named if value is None]


@rule(
    "R214",
    "111.260(d), 111.70(b)",
    "No component was used after its expiry or retest date",
    cure="Show the retest that covers the use; otherwise quality must assess the use of an expired component.",
)
def used_in_time(context: Context) -> Iterator[Finding]:
    rows, last, zone = context.pack.materials.component_lots, _last_weighings(context), context.pack.header.zone
    used = [(position, row) for position, row in enumerate(rows, start=1) if row.number in consumed(context)]
    if not used:
        yield not_applicable(TABLE, "The pack lists no component lot that was used (R201).")
        return
    yield from problems_or(
        (
            failed(
                at(TABLE, position),
                f"Component lot {row.number} {problem}.",
                lot=row.number,
                weighed_on=weighed,
                expires_on=row.expires_on,
                retest_on=row.retest_on,
            )
            for position, row in used
            for weighed in (last[row.number].astimezone(zone).date() if row.number in last else None,)
            if (problem := _outdated(row, weighed))
        ),
        passed(
            TABLE,
            f"{counted(len(used), 'component lot')}: none was used after its dates.",
            **read([row for _, row in used], "number", "material", "expires_on", "retest_on"),
            last_weighed_at=last,
        ),
    )


def _outdated(row: ComponentLot, weighed: date | None) -> str:
    """Bottles and labels do not age; of everything else one of the dates must be known."""
    if row.expires_on is None and row.retest_on is None and row.material not in ("packaging", "label"):
        return "has neither an expiry nor a retest date"
    named = (("expiry date", row.expires_on), ("retest date", row.retest_on))
    over = [f"its {name} of {day}" for name, day in named if day and weighed and weighed > day]
    return f"was weighed on {weighed}, after {listed(over)}" if over else ""


@rule(
    "R215",
    "111.180(b)(3), 111.260(e)",
    "Component lots balance: received is used, returned, rejected, sampled and on hand",
    cure="Correct the stock record of the component lot, or count it again and explain the difference.",
)
def lots_balance(context: Context) -> Iterator[Finding]:
    lines: dict[str | None, list[Consumption]] = {}
    for line in context.pack.materials.consumption:
        lines.setdefault(line.component_lot, []).append(line)
    for position, row in enumerate(context.pack.materials.component_lots, start=1):
        yield _balance(context, at(TABLE, position), row, lines.get(row.number, []))
    if not context.pack.materials.component_lots:
        yield failed(TABLE, _NONE)


def _balance(context: Context, subject: str, row: ComponentLot, lines: list[Consumption]) -> Finding:
    amounts = {name: getattr(row, name) for name in _AMOUNTS}
    facts = {"lot": row.number, "unit": row.unit, **amounts}
    absent = [name.replace("_", " ") for name, amount in amounts.items() if amount is None]
    if absent or row.unit is None:
        absent += [] if row.unit else ["unit"]
        return failed(subject, f"Component lot {row.number} lacks its quantity {listed(absent)}.", **facts)
    received, *out = (Fraction(amount) for amount in amounts.values() if amount is not None)
    off, allowed = received - sum(out), received * Fraction(context.tolerances.balance_percent) / 100
    sums = f"received {shown(received, row.unit)}, accounted for {shown(sum(out, Fraction(0)), row.unit)}"
    if abs(off) > allowed:
        return failed(subject, f"Component lot {row.number} does not balance: {sums}.", **facts, difference=shown(off))
    here = _sum(stated_in(line.actual, line.unit, row.unit) for line in lines if line.actual is not None)
    if here is None:
        return failed(subject, f"What this lot used of {row.number} cannot be stated in {row.unit}.", **facts)
    elsewhere = Fraction(context.other_packs_balances.get(row.number, 0))
    if here + elsewhere > out[0] + allowed:
        return failed(
            subject,
            f"Component lot {row.number}: {shown(out[0], row.unit)} stated as used, but the packs of all lots "
            f"say {shown(here + elsewhere, row.unit)}.",
            **facts,
            used_here=shown(here),
            used_elsewhere=shown(elsewhere),
        )
    return passed(subject, f"Component lot {row.number} balances: {sums}.", **facts, difference=shown(off))


def _sum(amounts: Iterable[Fraction | None]) -> Fraction | None:
    total = Fraction(0)
    for amount in amounts:
        if amount is None:
            return None
        total += amount
    return total
