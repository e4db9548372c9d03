"""R111, R112: every control point read, within its limits (21 CFR 111.260(g), 111.75(b))."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from evidence.pack.format import ControlReading
from evidence.pack.rules.context import Context
from evidence.pack.rules.engine import Finding, rule
from evidence.pack.rules.findings import at, counted, failed, needs_event, passed, problems_or, read
from evidence.pack.rules.quantities import shown, stated_in
from masters.baseline import ControlPointValue

READINGS = "batch_record.readings"


@rule(
    "R111",
    "111.260(g)",
    "Every control point of the master record was read",
    cure="Add the missing reading from the executed batch record.",
    by=("COP",),
)
def control_points_read(context: Context) -> Iterator[Finding]:
    record = context.baseline.master_record
    wanted = [point.name for point in record.control_points] if record else []
    read = {row.control_point for row in context.pack.batch_record.readings if row.value is not None}
    yield from problems_or(
        (
            failed(f"{READINGS}/{name}", f"Control point {name} has no reading.", control_point=name)
            for name in wanted
            if name not in read
        ),
        passed(READINGS, f"All {counted(len(wanted), 'control point')} were read.", control_points=wanted),
    )


@rule(
    "R112",
    "111.260(g), 111.75(b)",
    "Readings stay within their limits",
    severity="B",
    cure="Report a deviation for the reading outside its limits (111.113(a)(2)).",
)
def readings_in_limits(context: Context) -> Iterator[Finding]:
    rows = context.pack.batch_record.readings
    record = context.baseline.master_record
    limits = {point.name: point for point in reversed(record.control_points)} if record else {}
    yield from problems_or(
        (
            finding
            for position, row in enumerate(rows, start=1)
            if (finding := _outside(limits.get(row.control_point), position, row))
        ),
        passed(
            READINGS,
            f"{counted(len(rows), 'reading')}, each within its limits.",
            **read(rows, "control_point", "value", "unit"),
        ),
    )


def _outside(point: ControlPointValue | None, position: int, row: ControlReading) -> Finding | None:
    """What stands against a reading; the limits of the master record hold before those that the reading states."""
    lowest, highest, unit = (point.lowest, point.highest, point.unit) if point else (row.lowest, row.highest, row.unit)
    if row.value is None:
        subject = at(READINGS, position)
        return failed(subject, f"{row.control_point} was read without a value.", control_point=row.control_point)
    value = stated_in(row.value, row.unit, unit)
    beyond = "" if value is None else _beyond(value, lowest, highest, unit)
    if value is not None and not beyond:
        return None
    subject = at(READINGS, position)
    facts = {
        "control_point": row.control_point,
        "value": row.value,
        "unit": row.unit,
        "lowest": lowest,
        "highest": highest,
    }
    name = f"{row.control_point}: {shown(row.value, row.unit)}"
    if value is None:
        return failed(subject, f"{name} cannot be compared with limits in another unit.", **facts)
    return needs_event(subject, f"{name} is {beyond}.", **facts)


def _beyond(value: Fraction, lowest: Decimal | None, highest: Decimal | None, unit: str | None) -> str:
    """Which limit is broken, in words; empty inside both."""
    if lowest is not None and value < lowest:
        return f"below {shown(lowest, unit)}"
    if highest is not None and value > highest:
        return f"above {shown(highest, unit)}"
    return ""
