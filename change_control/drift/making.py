"""The master record, its steps, the equipment, set-points and yields (21 CFR 111.205, 111.210, 111.260)."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

from change_control.drift.kinds import Drift, Kind
from change_control.drift.wording import bound, listed, versioned
from evidence.pack.format import ControlReading
from evidence.pack.rules.context import Context
from evidence.pack.rules.quantities import shown, stated_in
from masters.baseline import ControlPointValue


def of_record(context: Context) -> Iterator[Drift]:
    header, approved = context.pack.header, context.baseline.master_record
    if approved is None:
        return
    wanted = versioned(approved.number, approved.version)
    stated = versioned(header.master_record_number, header.master_record_version)
    if approved.version is not None and stated != wanted:
        yield Drift(Kind.MASTER_RECORD, "master record", wanted, stated)
    if stated_in(header.batch_size, header.batch_size_unit, approved.batch_unit) != approved.batch_size:
        size = shown(approved.batch_size, approved.batch_unit)
        yield Drift(Kind.MASTER_RECORD, "batch size", size, shown(header.batch_size, header.batch_size_unit))


def of_steps(context: Context) -> Iterator[Drift]:
    """Steps that nobody approved, approved ones that were left out, and the order in which they began."""
    record, rows = context.baseline.master_record, context.pack.batch_record.steps
    if record is None or not rows:
        return
    wanted = [step.number for step in record.steps]
    done = list(dict.fromkeys(row.number for row in rows))
    for number in done:
        if number not in wanted:
            said = next((row.instruction for row in rows if row.number == number and row.instruction), "performed")
            yield Drift(Kind.STEPS, f"step {number}", "no such step", said)
    for step in record.steps:
        if step.number not in done:
            yield Drift(Kind.STEPS, f"step {step.number}", step.instruction, "not performed")
    begun: dict[str, datetime] = {}
    for row in rows:
        if row.number in wanted and row.started_at is not None:
            begun[row.number] = min(row.started_at, begun.get(row.number, row.started_at))
    approved = [number for number in wanted if number in begun]
    found = sorted(approved, key=begun.__getitem__)  # stable: steps that began together keep the approved order
    if found != approved:
        yield Drift(Kind.STEPS, "order of steps", listed(approved), listed(found))


def of_equipment(context: Context) -> Iterator[Drift]:
    """Only where equipment was recorded at all: what nobody listed cannot be compared."""
    approved = [entry.number for entry in context.baseline.standing.equipment]
    for row in context.pack.batch_record.equipment:
        if approved and row.number not in approved:
            where = f"step {row.step}" if row.step else "equipment"
            found = f"{row.number} {row.name}" if row.name else row.number
            yield Drift(Kind.EQUIPMENT, where, listed(approved), found)


def of_control_points(context: Context) -> Iterator[Drift]:
    record = context.baseline.master_record
    points = {point.name: point for point in record.control_points} if record else {}
    for row in context.pack.batch_record.readings:
        point = points.get(row.control_point)
        if point is None:
            continue  # a reading more than was asked for changes nothing
        if row.step is not None and row.step != point.step:
            yield Drift(Kind.STEPS, point.name, f"read in step {point.step}", f"read in step {row.step}")
        if row.lowest is None and row.highest is None:
            continue
        ends = ((row.lowest, point.lowest), (row.highest, point.highest))
        if any(not _same(stated, row.unit, approved, point.unit) for stated, approved in ends):
            yield Drift(Kind.RANGE, point.name, _approved_range(point), _stated_range(row))


def _same(stated: Decimal | None, unit: str | None, approved: Decimal | None, approved_unit: str) -> bool:
    if stated is None or approved is None:
        return stated is approved
    return stated_in(stated, unit or approved_unit, approved_unit) == approved


def _approved_range(point: ControlPointValue) -> str:
    return bound(point.lowest, point.highest, point.unit)


def _stated_range(row: ControlReading) -> str:
    return bound(row.lowest, row.highest, row.unit)


def of_yields(context: Context) -> Iterator[Drift]:
    record = context.baseline.master_record
    phases = {phase.phase: phase for phase in record.yields} if record else {}
    for row in context.pack.batch_record.yields:
        phase = phases.get(row.phase)
        if phase is None:
            continue
        where = f"yield of {phase.phase}"
        if row.theoretical is not None and not _same(row.theoretical, row.unit, phase.theoretical, phase.unit):
            yield Drift(Kind.RANGE, where, shown(phase.theoretical, phase.unit), shown(row.theoretical, row.unit))
        ends = ((row.lowest_percent, phase.minimum_percent), (row.highest_percent, phase.maximum_percent))
        if any(stated is not None and stated != approved for stated, approved in ends):
            approved = bound(phase.minimum_percent, phase.maximum_percent, "%")
            yield Drift(Kind.RANGE, where, approved, bound(row.lowest_percent, row.highest_percent, "%"))
