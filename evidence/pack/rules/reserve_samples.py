"""R319–R321: reserve samples and how long they are kept (21 CFR 111.83, 111.465)."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import Any

from evidence.pack.format import Sample
from evidence.pack.rules.context import Context
from evidence.pack.rules.engine import Finding, rule
from evidence.pack.rules.findings import at, failed, listed, not_applicable, passed
from evidence.pack.rules.quantities import shown, stated_in

TABLE = "laboratory.samples"
_TIMES = {2: "twice", 3: "three times"}


@rule(
    "R319",
    "111.83(a),(b)",
    "Reserve samples of the lot are kept",
    cure="Record the reserve sample: lot, quantity, container and storage.",
    by=("CQC",),
)
def reserve_kept(context: Context) -> Iterator[Finding]:
    rows = [(i, row) for i, row in enumerate(context.pack.laboratory.samples, start=1) if row.kind == "reserve"]
    if not rows:
        yield failed(TABLE, "The pack shows no reserve sample.")
    lots = {context.pack.header.lot_number, *(lot.number for lot in context.pack.batch_record.lots)}
    for position, row in rows:
        named = (
            (row.quantity, "its quantity"), (row.unit, "its unit"), (row.container, "its container"),
            (row.storage, "its storage"),
        )  # fmt: skip
        absent = [name for value, name in named if value is None]
        facts = {"sample": row.number, "lot": row.lot, "quantity": row.quantity, "unit": row.unit}
        if row.lot not in lots:
            yield failed(at(TABLE, position), f"Reserve sample {row.number} is not of this lot.", **facts)
        elif absent:
            yield failed(at(TABLE, position), f"Reserve sample {row.number} lacks {listed(absent)}.", **facts)
        else:
            yield passed(at(TABLE, position), f"Reserve sample {row.number} of lot {row.lot} is kept.", **facts)


@rule(
    "R320",
    "111.83(b)(4)",
    "Reserve samples are at least twice what all tests need",
    cure="Keep a reserve sample of at least twice the quantity that all tests take.",
    by=("CQC",),
)
def reserve_large_enough(context: Context) -> Iterator[Finding]:
    samples = list(enumerate(context.pack.laboratory.samples, start=1))
    rows = [(position, row) for position, row in samples if row.kind == "reserve"]
    tested = [row for _, row in samples if row.kind in ("finished", "packaged")]
    if not rows:
        yield not_applicable(TABLE, "There is no reserve sample (R319).")
        return
    needed = _total(context, tested)
    if not tested or needed is None:
        yield failed(
            TABLE,
            "How much the tests of this lot took cannot be read from its samples.",
            samples=[[row.number, row.quantity, row.unit] for row in tested],
        )
        return  # fmt: skip
    kept = _total(context, [row for _, row in rows])
    facts: dict[str, Any] = {
        "tested": shown(needed[0], needed[1]),
        "samples": [[r.number, r.quantity, r.unit] for _, r in samples],
    }
    if kept is None or kept[1] != needed[1]:
        yield failed(TABLE, "The reserve sample cannot be compared with what the tests took.", **facts)
        return
    times = context.tolerances.reserve_multiple
    facts["times"] = times
    text = f"{shown(kept[0], kept[1])} are kept, the tests took {shown(needed[0], needed[1])}"
    if kept[0] >= times * needed[0]:
        yield passed(at(TABLE, rows[0][0]), f"{text}.", **facts)
    else:
        yield failed(
            at(TABLE, rows[0][0]), f"{text}: less than {_TIMES.get(times, f'{times} times')} as much.", **facts
        )


def _total(context: Context, rows: list[Sample]) -> tuple[Fraction, str] | None:
    """The sum in the unit of the units' content; whole units count with their content. None: not comparable."""
    units = context.pack.packaging.units
    total, common = Fraction(0), units.bulk_unit
    for row in rows:
        if row.quantity is None or row.unit is None:
            return None
        common = common or row.unit
        amount = stated_in(row.quantity, row.unit, common)
        if amount is None and units.unit_content is not None and row.unit in ("{bottle}", "{unit}", "{container}"):
            amount = Fraction(row.quantity) * Fraction(units.unit_content)
        if amount is None:
            return None
        total += amount
    return (total, common) if common else None


@rule(
    "R321",
    "111.83(b)(4), 111.465(b)",
    "Reserve samples are kept one year past the shelf-life date",
    cure="Keep the reserve sample at least until one year after the shelf-life date.",
    by=("CQC",),
)
def reserve_kept_long_enough(context: Context) -> Iterator[Finding]:
    rows = [(i, row) for i, row in enumerate(context.pack.laboratory.samples, start=1) if row.kind == "reserve"]
    expires_on = context.pack.header.expires_on
    if not rows or expires_on is None:
        yield not_applicable(TABLE, "There is no reserve sample or no shelf-life date to count from (R319, R416).")
        return
    needed = _months_after(expires_on, context.tolerances.reserve_months)
    for position, row in rows:
        facts = {"sample": row.number, "retain_until": row.retain_until, "needed_until": needed}
        text = f"Reserve sample {row.number} is kept until {row.retain_until or 'no stated date'}"
        if row.retain_until is not None and row.retain_until >= needed:
            yield passed(at(TABLE, position), f"{text}; {needed} is needed.", **facts)
        else:
            yield failed(at(TABLE, position), f"{text}; it must be kept until {needed}.", **facts)


def _months_after(day: date, months: int) -> date:
    """29 February has no twin a year later; the last of that month stands for it."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
