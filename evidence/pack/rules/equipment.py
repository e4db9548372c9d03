"""R106, R107: equipment qualified, calibrated and clean (21 CFR 111.25–111.30, 111.260(b),(c))."""

from collections.abc import Iterator
from datetime import date, timedelta

from evidence.pack.format import Equipment
from evidence.pack.rules.context import Context
from evidence.pack.rules.engine import Finding, rule
from evidence.pack.rules.findings import at, counted, failed, not_judged, passed, problems_or, read
from masters.standing import EquipmentValue

TABLE = "batch_record.equipment"


def _known(context: Context) -> dict[str, EquipmentValue]:
    return {found.number: found for found in context.baseline.standing.equipment}


@rule(
    "R106",
    "111.25-111.30, 111.260(b)",
    "Equipment is on the approved list and was within calibration and qualification",
    severity="B",
    version=2,
    cure="State the calibration of the equipment, or report a deviation for the time without one.",
)
def equipment_calibrated(context: Context) -> Iterator[Finding]:
    rows, known = context.pack.batch_record.equipment, _known(context)
    yield from problems_or(
        (
            finding
            for position, row in enumerate(rows, start=1)
            if (finding := _not_fit(context, at(TABLE, position), row, known.get(row.number)))
        ),
        passed(
            TABLE,
            f"{counted(len(rows), 'item')} of equipment, each qualified and within its calibration.",
            **read(rows, "number", "calibration_due_on", "used_from", "used_until"),
            qualified_until={row.number: known[row.number].qualified_until for row in rows if row.number in known},
        ),
    )


def _not_fit(context: Context, subject: str, row: Equipment, known: EquipmentValue | None) -> Finding | None:
    used = row.used_until or row.used_from
    last = used.astimezone(context.pack.header.zone).date() if used else None
    facts: dict[str, object] = {"equipment": row.number, "due_on": row.calibration_due_on, "used_on": last}
    if known is None:
        return not_judged(subject, f"equipment {row.number} as qualified", **facts)
    if row.calibration_due_on is None and known.qualified_until is None:
        return not_judged(subject, f"until when {row.number} is calibrated or qualified", **facts)
    return _run_out(subject, row, known, last, facts)


def _run_out(
    subject: str, row: Equipment, known: EquipmentValue, last: date | None, facts: dict[str, object]
) -> Finding | None:
    if last is None:
        return failed(subject, f"When {row.number} was used is missing.", **facts)
    if row.calibration_due_on is not None and row.calibration_due_on < last:
        return failed(
            subject,
            f"The calibration of {row.number} was due on {row.calibration_due_on}, before its last use on {last}.",
            **facts,
        )
    if known.qualified_until is not None and known.qualified_until < last:
        return failed(
            subject,
            f"{row.number} was qualified until {known.qualified_until}, before its last use on {last}.",
            **facts,
            qualified_until=known.qualified_until,
        )
    return None


@rule(
    "R107",
    "111.260(c), 111.27(d)",
    "Equipment was clean before it was used, and not cleaned too long before",
    version=2,
    cure="State the cleaning before the first use, from the equipment log, and for how long it holds.",
    by=("COP",),
)
def equipment_clean(context: Context) -> Iterator[Finding]:
    rows, known = context.pack.batch_record.equipment, _known(context)
    if not rows:
        yield failed(TABLE, "The pack names no equipment.")
        return
    yield from problems_or(
        (
            finding
            for position, row in enumerate(rows, start=1)
            if (finding := _not_clean(at(TABLE, position), row, known.get(row.number)))
        ),
        passed(
            TABLE,
            f"{counted(len(rows), 'item')} of equipment: each cleaned before its first use, and in time.",
            **read(rows, "number", "cleaned_at", "used_from"),
            hold_hours={row.number: known[row.number].clean_hold_hours for row in rows if row.number in known},
        ),
    )


def _not_clean(subject: str, row: Equipment, known: EquipmentValue | None) -> Finding | None:
    facts = {"equipment": row.number, "cleaned_at": row.cleaned_at, "used_from": row.used_from}
    if row.cleaned_at is None or row.used_from is None:
        return failed(subject, f"{row.number}: the cleaning or the first use is missing.", **facts)
    if row.cleaned_at >= row.used_from:
        return failed(subject, f"{row.number} was used before its cleaning ended.", **facts)
    hours = known.clean_hold_hours if known else None
    if hours is None:
        return not_judged(subject, f"for how many hours {row.number} stays clean", **facts)
    if row.used_from - row.cleaned_at > timedelta(hours=hours):
        return failed(
            subject, f"{row.number} was used later than {hours} hours after its cleaning.", **facts, hold_hours=hours
        )
    return None
