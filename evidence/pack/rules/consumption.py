"""R212, R213: what was added is what the master record asks for (21 CFR 111.210(b),(c), 111.260(d),(e))."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from evidence.pack.format import Consumption
from evidence.pack.rules.context import Context
from evidence.pack.rules.engine import Finding, rule
from evidence.pack.rules.findings import at, counted, failed, needs_event, passed, problems_or
from evidence.pack.rules.quantities import shown, stated_in
from masters.baseline import ComponentValue, MasterRecordValue

TABLE = "materials.consumption"
Place = tuple[str, str | None]
Totals = dict[Place, tuple[Fraction | None, str | None]]
"""(component, step) → what was added and its unit; None where an amount is missing or cannot be added."""


def _component(context: Context, row: Consumption) -> ComponentValue | None:
    """The line of the formula: of the same step when the formula adds the component in several."""
    record = context.baseline.master_record
    lines = [line for line in record.components if line.code == row.component] if record else []
    return next((line for line in lines if line.step == row.step), lines[0] if lines else None)


@rule(
    "R212",
    "111.210(b), 111.260(d)",
    "The components are those of the master record",
    cure="Add the missing consumption line, or name the approved change that allows the substitute.",
)
def formula_followed(context: Context) -> Iterator[Finding]:
    record = context.baseline.master_record
    if record is None:
        yield failed(TABLE, "No approved master record says which components the lot needs.")
        return
    wanted = [line.code for line in record.components]
    rows = context.pack.materials.consumption
    yield from problems_or(
        (
            *_not_consumed(context, record),
            *(
                failed(
                    at(TABLE, position),
                    f"{row.component} is no component of {record.number}, and no approved change is named.",
                    component=row.component,
                )
                for position, row in enumerate(rows, start=1)
                if row.component not in wanted and row.change is None
            ),
        ),
        passed(
            TABLE,
            f"The {counted(len(wanted), 'component')} of {record.number} were consumed and no other.",
            components=wanted,
        ),
    )


def _not_consumed(context: Context, record: MasterRecordValue) -> Iterator[Finding]:
    """A component that the formula adds in two steps is missing when one of them has no line."""
    rows = [row for row in context.pack.materials.consumption if row.component_lot or row.actual is not None]
    codes, places = {row.component for row in rows}, {_place(context, row) for row in rows}
    for line in record.components:
        if line.code not in codes:
            text = f"{line.code} of {record.number} was not consumed."
            yield failed(f"{TABLE}/{line.code}", text, component=line.code)
        elif (line.code, line.step) not in places:
            text = f"{line.code} of {record.number} was not consumed in step {line.step}."
            yield failed(f"{TABLE}/{line.code} in step {line.step}", text, component=line.code, step=line.step)


@rule(
    "R213",
    "111.260(e), 111.210(c)",
    "Each amount is within its tolerance of the target",
    cure="Report a deviation for the amount outside its tolerance, or complete the missing figure.",
)
def amounts_in_tolerance(context: Context) -> Iterator[Finding]:
    rows = context.pack.materials.consumption
    totals = _totals(context)
    for position, row in enumerate(rows, start=1):
        total = totals[_place(context, row)]
        yield _judged(at(TABLE, position), row, _component(context, row), *total)
    if not rows:
        yield failed(TABLE, "The pack states no consumption.")


def _totals(context: Context) -> Totals:
    """One target may take several component lots: what all rows of a line of the formula added together."""
    totals: Totals = {}
    for row in context.pack.materials.consumption:
        place = _place(context, row)
        before, unit = totals.get(place, (Fraction(0), row.unit))
        amount = None if row.actual is None else stated_in(row.actual, row.unit, unit)
        totals[place] = (None if amount is None or before is None else before + amount, unit)
    return totals


def _place(context: Context, row: Consumption) -> Place:
    """The line of the formula that a row counts for: a row under another step adds to it, never beside it."""
    line = _component(context, row)
    return (line.code, line.step) if line else (row.component, row.step)


def _judged(
    subject: str, row: Consumption, line: ComponentValue | None, total: Fraction | None, total_unit: str | None
) -> Finding:
    target, tolerance, unit = (
        (line.target, line.tolerance, line.unit) if line else (row.target, row.tolerance, row.unit)
    )
    facts = {
        "component": row.component, "component_lot": row.component_lot, "actual": row.actual, "unit": row.unit,
        "target": target, "tolerance": tolerance, "target_unit": unit,
    }  # fmt: skip
    if row.actual is None:
        return failed(subject, f"What was used of {row.component} is missing.", **facts)
    if target is None or tolerance is None or unit is None:
        return failed(subject, f"{row.component} has no target or tolerance.", **facts)
    factor = stated_in(Decimal(1), total_unit, unit)
    actual = None if total is None or factor is None else total * factor
    if actual is None:
        return failed(
            subject,
            f"{row.component}: {shown(row.actual, row.unit)} cannot be compared with {shown(target, unit)}.",
            **facts,
        )
    span = f"{shown(target, unit)} ± {shown(tolerance, unit)}"
    text = f"{row.component}: {shown(actual, unit)}"
    if abs(actual - Fraction(target)) <= tolerance:
        return passed(subject, f"{text}, within {span}.", **facts, added=shown(actual))
    return needs_event(subject, f"{text}, outside {span}.", **facts, added=shown(actual))
