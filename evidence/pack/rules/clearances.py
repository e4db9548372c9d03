"""R403–R406: the line was clear before the first unit and after the last (21 CFR 111.415(b),(c))."""

from collections.abc import Iterator
from datetime import datetime

from evidence.pack.format import LineClearance
from evidence.pack.rules.context import Context
from evidence.pack.rules.engine import Finding, rule
from evidence.pack.rules.findings import at, counted, failed, listed, not_applicable, passed, problems_or

TABLE = "packaging.clearances"
Rows = list[tuple[int, LineClearance]]


def _of_kind(context: Context, kind: str) -> Rows:
    return [(i, row) for i, row in enumerate(context.pack.packaging.clearances, start=1) if row.kind == kind]


def _incomplete(row: LineClearance) -> str:
    named = (
        (row.completed_at, "the time it was complete"),
        (row.first_person, "the first person"),
        (row.second_person, "the second person"),
        (row.areas_checked, "the areas checked"),
    )
    absent = [name for value, name in named if value is None]
    if absent:
        return f"lacks {listed(absent)}"
    if row.first_person and row.second_person and row.first_person.casefold() == row.second_person.casefold():
        return f"was made and checked by the same person, {row.first_person}"
    return ""


@rule(
    "R403",
    "111.415(b),(c)",
    "The line was cleared by two persons before the first unit",
    cure="Show the line clearance by two persons from before the first unit; without it the run is rejected.",
    by=("CQC",),
)
def cleared_before_first_unit(context: Context) -> Iterator[Finding]:
    rows = _of_kind(context, "opening")
    if not rows:
        yield failed(TABLE, "The pack shows no line clearance before the run.")
    for position, row in rows:
        facts = {
            "line": row.line, "completed_at": row.completed_at, "first_unit_at": row.first_unit_at,
            "first_person": row.first_person, "second_person": row.second_person,
        }  # fmt: skip
        name, problem = f"The clearance of line {row.line or 'without a name'}", _incomplete(row)
        if problem or row.completed_at is None:
            yield failed(at(TABLE, position), f"{name} {problem}.", **facts)
        elif row.first_unit_at is None:
            yield failed(at(TABLE, position), f"{name} does not say when the first unit was labeled.", **facts)
        elif row.completed_at >= row.first_unit_at:
            yield failed(at(TABLE, position), f"{name} was complete only after the first unit.", **facts)
        else:
            minutes = int((row.first_unit_at - row.completed_at).total_seconds() // 60)
            yield passed(
                at(TABLE, position),
                f"{name} by {row.first_person} and {row.second_person} was complete "
                f"{counted(minutes, 'minute')} before the first unit.",
                **facts,
            )


@rule(
    "R404",
    "111.415(c)",
    "The label used before is not issued to this run",
    cure="Account for the previous label: none of it may be on the line.",
    by=("CQC",),
)
def previous_label_gone(context: Context) -> Iterator[Finding]:
    rows = _of_kind(context, "opening")
    issued = {roll.label for roll in context.pack.packaging.rolls} | {context.pack.packaging.label.number}
    yield from problems_or(
        (
            failed(
                at(TABLE, position),
                f"Line {row.line or 'without a name'} does not say which label was used before."
                if row.previous_label is None
                else f"{row.previous_label} was used before and is issued to this run, too.",
                line=row.line,
                previous_label=row.previous_label,
            )
            for position, row in rows
            if row.previous_label is None or row.previous_label in issued
        ),
        passed(TABLE, "No label used before is issued to this run.", issued=sorted(filter(None, issued))),
    )


@rule(
    "R405",
    "111.415(b)",
    "The run starts soon after the clearance",
    severity="W",
    cure="Say why the line stayed clear between the clearance and the first unit.",
    by=("COP",),
)
def started_soon(context: Context) -> Iterator[Finding]:
    limit = context.tolerances.clearance_gap
    most = int(limit.total_seconds() // 60)
    rows = [(p, r, r.completed_at, r.first_unit_at) for p, r in _of_kind(context, "opening")]
    timed = [(p, r, start - done) for p, r, done, start in rows if done and start]
    if not timed:
        yield not_applicable(TABLE, "The clearance or the first unit has no time (R403).")
        return
    yield from problems_or(
        (
            failed(
                at(TABLE, position),
                f"Line {row.line or 'without a name'} stood {int(gap.total_seconds() // 60)} minutes between "
                f"clearance and first unit; {most} are agreed.",
                line=row.line,
                minutes=int(gap.total_seconds() // 60),
                agreed_minutes=most,
            )
            for position, row, gap in timed
            if gap > limit
        ),
        passed(TABLE, f"The run started within {most} minutes of the clearance.", agreed_minutes=most),
    )


@rule(
    "R406",
    "111.415(b),(c)",
    "The line was cleared again after the run",
    cure="Show the closing clearance by two persons.",
    by=("CQC",),
)
def cleared_after_run(context: Context) -> Iterator[Finding]:
    rows = _of_kind(context, "closing")
    if not rows:
        yield failed(TABLE, "The pack shows no line clearance after the run.")
    closed = {row.line for _, row in rows}
    for position, row in _of_kind(context, "opening"):
        if rows and row.line not in closed:
            text = f"Line {row.line or 'without a name'} was cleared before the run and not after it."
            yield failed(at(TABLE, position), text, line=row.line)
    for position, row in rows:
        facts = {"line": row.line, "completed_at": row.completed_at}
        name, problem = f"The closing clearance of line {row.line or 'without a name'}", _incomplete(row)
        last = _last_unit(context, row.line)
        if problem:
            yield failed(at(TABLE, position), f"{name} {problem}.", **facts)
        elif last and row.completed_at and row.completed_at <= last:
            text = f"{name} was complete before the last unit of the run was labeled and checked."
            yield failed(at(TABLE, position), text, **facts, last_unit_at=last)
        else:
            yield passed(
                at(TABLE, position), f"{name} was made by {row.first_person} and {row.second_person}.", **facts
            )


def _last_unit(context: Context, line: str | None) -> datetime | None:
    """The latest moment at which the run was surely still going; codes are not checked line by line."""
    packaging = context.pack.packaging
    lines = {row.line for row in packaging.clearances if row.kind == "opening"}
    firsts = [row.first_unit_at for row in packaging.clearances if row.kind == "opening" and row.line == line]
    checks = [row.checked_at for row in packaging.coding] if lines == {line} else []
    return max(filter(None, [*firsts, *checks]), default=None)
