"""R106, R107, R111, R112: equipment fit for use, and every control point read (21 CFR 111.260(b),(c),(g))."""

from collections.abc import Iterator

from evidence.pack.format import ControlReading
from evidence.pack.rules.context import Context
from evidence.pack.rules.engine import Finding, rule
from evidence.pack.rules.findings import at, counted, failed, needs_event, passed, problems_or, read
from evidence.pack.rules.quantities import shown, stated_in

EQUIPMENT = "batch_record.equipment"
READINGS = "batch_record.readings"


@rule(
    "R106",
    "111.260(b), 111.27",
    "Equipment was within its calibration",
    severity="B",
    cure="State the calibration of the equipment, or report a deviation for the time without one.",
)
def equipment_calibrated(context: Context) -> Iterator[Finding]:
    rows, zone = context.pack.batch_record.equipment, context.pack.header.zone
    yield from problems_or(
        (
            failed(
                at(EQUIPMENT, position),
                f"The calibration of {row.number} was due on {row.calibration_due_on}, before its last use on {last}.",
                equipment=row.number,
                due_on=row.calibration_due_on,
                used_on=last,
            )
            for position, row in enumerate(rows, start=1)
            if row.calibration_due_on
            and (used := row.used_until or row.used_from)
            and row.calibration_due_on < (last := used.astimezone(zone).date())
        ),
        passed(
            EQUIPMENT,
            f"No calibration of {counted(len(rows), 'item')} of equipment had run out.",
            **read(rows, "number", "calibration_due_on", "used_from", "used_until"),
        ),
    )


@rule(
    "R107",
    "111.260(c)",
    "Equipment was clean before it was used",
    cure="State the cleaning before the first use, from the equipment log.",
    by=("COP",),
)
def equipment_clean(context: Context) -> Iterator[Finding]:
    rows = context.pack.batch_record.equipment
    if not rows:
        yield failed(EQUIPMENT, "The pack names no equipment.")
        return
    yield from problems_or(
        (
            failed(
                at(EQUIPMENT, position),
                f"{row.number}: the cleaning or the first use is missing."
                if row.cleaned_at is None or row.used_from is None
                else f"{row.number} was used before its cleaning ended.",
                equipment=row.number,
                cleaned_at=row.cleaned_at,
                used_from=row.used_from,
            )
            for position, row in enumerate(rows, start=1)
            if row.cleaned_at is None or row.used_from is None or row.cleaned_at >= row.used_from
        ),
        passed(
            EQUIPMENT,
            f"{counted(len(rows), 'item')} of equipment: each cleaned before its first use.",
            **read(rows, "number", "cleaned_at", "used_from"),
        ),
    )


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
    yield from problems_or(
        (
            finding
            for position, row in enumerate(rows, start=1)
            if (finding := _outside(context, at(READINGS, position), row))
        ),
        passed(
            READINGS,
            f"{counted(len(rows), 'reading')}, each within its limits.",
            **read(rows, "control_point", "value", "unit"),
        ),
    )


def _outside(context: Context, subject: str, row: ControlReading) -> Finding | None:
    if row.value is None:
        return failed(subject, f"{row.control_point} was read without a value.", control_point=row.control_point)
    record = context.baseline.master_record
    point = next((p for p in record.control_points if p.name == row.control_point), None) if record else None
    lowest, highest, unit = (point.lowest, point.highest, point.unit) if point else (row.lowest, row.highest, row.unit)
    facts = {
        "control_point": row.control_point,
        "value": row.value,
        "unit": row.unit,
        "lowest": lowest,
        "highest": highest,
    }
    value = stated_in(row.value, row.unit, unit)
    name = f"{row.control_point}: {shown(row.value, row.unit)}"
    if value is None:
        return failed(subject, f"{name} cannot be compared with limits in another unit.", **facts)
    if lowest is not None and value < lowest:
        return needs_event(subject, f"{name} is below {shown(lowest, unit)}.", **facts)
    if highest is not None and value > highest:
        return needs_event(subject, f"{name} is above {shown(highest, unit)}.", **facts)
    return None
