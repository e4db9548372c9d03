"""R116–R119: every step performed, in order, by two pairs of eyes, entered at once (21 CFR 111.255(c), 111.260(j))."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from evidence.pack.format import Step
from evidence.pack.rules.context import Context
from evidence.pack.rules.engine import Finding, rule
from evidence.pack.rules.findings import at, counted, failed, listed, not_applicable, passed, problems_or, read

TABLE = "batch_record.steps"
HOUR = timedelta(hours=1)
_ROLES = (
    ("weighed_by", "weighing"),
    ("weight_verified_by", "verifying the weight"),
    ("added_by", "adding"),
    ("addition_verified_by", "verifying the addition"),
)


@rule(
    "R116",
    "111.255(c), 111.260(j)",
    "Every step of the master record was performed, in order",
    cure="Complete the batch record with the missing step, its time and its performer.",
    by=("COP",),
)
def steps_performed(context: Context) -> Iterator[Finding]:
    record = context.baseline.master_record
    if record is None:
        yield failed(TABLE, "No approved master record says which steps the lot needs.")
        return
    wanted = [step.number for step in record.steps]
    yield from problems_or(
        _step_problems(context, wanted),
        passed(TABLE, f"All {counted(len(wanted), 'step')} of {record.number} were performed in order.", steps=wanted),
    )


def _step_problems(context: Context, wanted: list[str]) -> Iterator[Finding]:
    rows = context.pack.batch_record.steps
    for number in dict.fromkeys(row.number for row in rows if row.number not in wanted):
        yield failed(f"{TABLE}/{number}", f"Step {number} is no step of the master record.", step=number)
    before: tuple[str, datetime] | None = None
    for number in wanted:
        own = [row for row in rows if row.number == number]
        problem = _unperformed(number, own)
        if problem is not None:
            yield failed(f"{TABLE}/{number}", problem, step=number)
        else:
            started = min(row.started_at for row in own if row.started_at)
            if before is not None and started < before[1]:
                yield failed(
                    f"{TABLE}/{number}",
                    f"Step {number} began before step {before[0]}, which stands before it in the master record.",
                    step=number,
                    started_at=started,
                    before=before[0],
                    before_started_at=before[1],
                )
            before = (number, started)


def _unperformed(number: str, rows: list[Step]) -> str | None:
    """Why a step of the master record does not count as performed."""
    if not rows:
        return f"Step {number} of the master record is missing."
    absent = [
        name
        for field, name in (("started_at", "the start"), ("finished_at", "the end"), ("performed_by", "the performer"))
        if any(getattr(row, field) is None for row in rows)
    ]
    if absent:
        return f"Step {number} lacks {listed(absent)}."
    if any(row.started_at and row.finished_at and row.finished_at < row.started_at for row in rows):
        return f"Step {number} ends before it begins."
    return None


@rule(
    "R117",
    "111.260(j)(2)",
    "Weighing and adding are verified by another person",
    cure="Have quality assess the step that one person both did and verified; submit the corrected record.",
)
def verified_by_another(context: Context) -> Iterator[Finding]:
    rows = context.pack.batch_record.steps
    if not rows:
        yield failed(TABLE, "The pack shows no steps.")
        return
    yield from problems_or(
        (
            failed(
                at(TABLE, position),
                f"Step {row.number}{_of(row)}: {first} both {deed} and verified it.",
                step=row.number,
                component=row.component,
                person=first,
            )
            for position, row in enumerate(rows, start=1)
            for first, second, deed in (
                (row.weighed_by, row.weight_verified_by, "weighed"),
                (row.added_by, row.addition_verified_by, "added"),
            )
            if first and second and first.casefold() == second.casefold()
        ),
        passed(
            TABLE,
            f"{counted(len(rows), 'row')}: nobody verified a weighing or an addition of their own.",
            **read(rows, "number", "component", *(field for field, _ in _ROLES)),
        ),
    )


@rule(
    "R118",
    "111.260(j)(2)(i)-(iv)",
    "Four persons' initials for every component",
    cure="Add the missing initials from the executed batch record.",
    by=("COP",),
)
def four_roles_filled(context: Context) -> Iterator[Finding]:
    rows = context.pack.batch_record.steps
    record = context.baseline.master_record
    wanted = {component.code for component in record.components} if record else set()
    added = {row.component for row in rows}
    yield from problems_or(
        (
            *(
                failed(f"{TABLE}/{code}", f"No step says who weighed and added {code}.", component=code)
                for code in sorted(wanted - added)
            ),
            *(
                failed(
                    at(TABLE, position),
                    f"Step {row.number}{_of(row)} lacks the initials for {listed(absent)}.",
                    step=row.number,
                    component=row.component,
                    missing=absent,
                )
                for position, row in enumerate(rows, start=1)
                if row.component and (absent := [name for field, name in _ROLES if getattr(row, field) is None])
            ),
        ),
        passed(
            TABLE,
            f"All four initials stand beside {counted(len(added - {None}), 'component')}.",
            components=sorted(wanted),
        ),
    )


@rule(
    "R119",
    "111.260(j)",
    "Entries are made at the time of performance",
    severity="W",
    cure="Give the reason for the late entry.",
    by=("COP",),
)
def entered_in_time(context: Context) -> Iterator[Finding]:
    limit = context.tolerances.entry_delay
    hours = limit // HOUR
    late = [
        (position, row, row.entered_at - row.finished_at)
        for position, row in enumerate(context.pack.batch_record.steps, start=1)
        if row.entered_at and row.finished_at and row.entered_at - row.finished_at > limit
    ]
    if not any(row.entered_at for row in context.pack.batch_record.steps):
        yield not_applicable(TABLE, "No step was entered later than it was performed.")
        return
    yield from problems_or(
        (
            failed(
                at(TABLE, position),
                f"Step {row.number} was entered {delay // HOUR} hours after it ended"
                + (f": {row.late_reason}" if row.late_reason else ", without a reason."),
                step=row.number,
                finished_at=row.finished_at,
                entered_at=row.entered_at,
            )
            for position, row, delay in late
        ),
        passed(TABLE, f"Every entry was made within {hours} hours.", hours=hours),
    )


def _of(row: Step) -> str:
    return f" ({row.component})" if row.component else ""
