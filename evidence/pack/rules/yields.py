"""R109, R110: actual yield of each phase, in percent of the theoretical one (21 CFR 111.260(f), 111.210(f))."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from evidence.pack.format import Yield
from evidence.pack.rules.context import Context
from evidence.pack.rules.engine import Finding, rule
from evidence.pack.rules.findings import at, failed, needs_event, not_applicable, passed
from evidence.pack.rules.quantities import percent, shown, stated_in

TABLE = "batch_record.yields"


@dataclass(frozen=True, slots=True)
class _Limits:
    """From the approved master record; from the pack's own row only for a phase the record does not name."""

    theoretical: Decimal | None
    unit: str | None
    lowest: Decimal | None
    highest: Decimal | None


def _limits(context: Context, row: Yield) -> _Limits:
    record = context.baseline.master_record
    for known in record.yields if record else ():
        if known.phase == row.phase:
            return _Limits(known.theoretical, known.unit, known.minimum_percent, known.maximum_percent)
    return _Limits(row.theoretical, row.unit, row.lowest_percent, row.highest_percent)


@rule(
    "R109",
    "111.260(f), 111.210(f)",
    "Yields stay within the limits of the master record",
    cure="Report a deviation with a material review for the yield outside its limits (111.113(a)(2)), "
    "or complete the missing figure.",
)
def yields_in_limits(context: Context) -> Iterator[Finding]:
    rows = context.pack.batch_record.yields
    for position, row in enumerate(rows, start=1):
        yield _judged(at(TABLE, position), row, _limits(context, row))
    record, stated = context.baseline.master_record, {row.phase for row in rows}
    for known in record.yields if record else ():
        if known.phase not in stated:
            yield failed(f"{TABLE}/{known.phase}", f"The yield of {known.phase} is missing.", phase=known.phase)
    if not rows and record is None:
        yield failed(TABLE, "The pack states no yields.")


def _judged(subject: str, row: Yield, limits: _Limits) -> Finding:
    facts = {
        "phase": row.phase,
        "actual": row.actual,
        "unit": row.unit,
        "theoretical": limits.theoretical,
        "theoretical_unit": limits.unit,
        "lowest_percent": limits.lowest,
        "highest_percent": limits.highest,
    }
    if row.actual is None:
        return failed(subject, f"The actual yield of {row.phase} is missing.", **facts)
    if limits.theoretical is None or limits.lowest is None or limits.highest is None:
        return failed(subject, f"The theoretical yield of {row.phase} or its limits are missing.", **facts)
    actual = stated_in(row.actual, row.unit, limits.unit)
    if actual is None or not limits.theoretical:
        return failed(
            subject,
            f"The yield of {row.phase}, {shown(row.actual, row.unit)}, cannot be compared with "
            f"{shown(limits.theoretical, limits.unit)}.",
            **facts,
        )
    theoretical = Fraction(limits.theoretical)
    reached = f"{row.phase} reached {percent(actual, theoretical)} of {shown(limits.theoretical, limits.unit)}"
    span = f"{shown(limits.lowest)} to {shown(limits.highest)} %"
    if Fraction(limits.lowest) * theoretical <= 100 * actual <= Fraction(limits.highest) * theoretical:
        return passed(subject, f"{reached}, within {span}.", **facts)
    return needs_event(subject, f"{reached}, outside {span}.", **facts)


@rule(
    "R110",
    "111.260(f)",
    "No phase yields more than went in",
    severity="W",
    cure="Explain the yield above 100 % (overage, moisture, count).",
    by=("COP",),
)
def yields_explained(context: Context) -> Iterator[Finding]:
    rows = context.pack.batch_record.yields
    if not rows:
        yield not_applicable(TABLE, "The pack states no yields.")
    for position, row in enumerate(rows, start=1):
        limits, subject = _limits(context, row), at(TABLE, position)
        actual = None if row.actual is None else stated_in(row.actual, row.unit, limits.unit)
        facts = {"phase": row.phase, "actual": row.actual, "theoretical": limits.theoretical}
        if actual is None or not limits.theoretical:
            yield not_applicable(subject, f"The yield of {row.phase} cannot be calculated (R109).", **facts)
            continue
        reached = f"{row.phase} yielded {percent(actual, Fraction(limits.theoretical))}"
        if actual > limits.theoretical:
            yield failed(subject, f"{reached}: more than went in.", **facts)
        else:
            yield passed(subject, f"{reached}.", **facts)
