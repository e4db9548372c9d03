"""R111, R112: every control point read, within its limits (21 CFR 111.260(g), 111.75(b))."""

from collections.abc import Iterator

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
    value = stated_in(row.value, row.unit, unit) if row.value is not None else None
    if value is not None and (lowest is None or value >= lowest) and (highest is None or value <= highest):
        return None
    subject = at(READINGS, position)
    if row.value is None:
        return failed(subject, f"{row.control_point} was read without a value.", control_point=row.control_point)
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
    if lowest is not None and value < lowest:
        return needs_event(subject, f"{name} is below {shown(lowest, unit)}.", **facts)
    return needs_event(subject, f"{name} is above {shown(highest, unit)}.", **facts)
