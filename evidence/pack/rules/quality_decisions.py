"""R121–R124, R420: quality control's review and its two decisions (21 CFR 111.260(l), 111.127, 111.140(b)(2))."""

from collections.abc import Iterator
from datetime import datetime

from evidence.pack.format import QualityDecision
from evidence.pack.rules.context import Context
from evidence.pack.rules.engine import Finding, rule
from evidence.pack.rules.findings import at, counted, failed, listed, not_judged, passed, problems_or, read
from evidence.pack.rules.training import performers

TABLE = "batch_record.decisions"
_NONE = "The pack shows no review and decision of quality control."
_QUALITY = "quality control"


def _rows(context: Context, kind: str = "") -> list[tuple[int, QualityDecision]]:
    rows = enumerate(context.pack.batch_record.decisions, start=1)
    return [(position, row) for position, row in rows if kind in ("", row.kind)]


def _name(row: QualityDecision) -> str:
    return f"The decision about {row.kind} {row.lot or 'without a number'}"


@rule(
    "R121",
    "111.12(b), 111.260(l)(1)",
    "The reviewer is of quality control and performed nothing on the lot",
    cure="Have a person of quality control, who performed nothing on the lot, review the record and decide.",
    by=("CQC",),
)
def reviewer_is_independent(context: Context) -> Iterator[Finding]:
    rows = _rows(context)
    if not rows:
        yield failed(TABLE, _NONE)
        return
    busy = {initials.casefold() for initials in performers(context)}
    yield from problems_or(
        (
            finding
            for position, row in rows
            for initials in dict.fromkeys((row.reviewed_by, row.decided_by))
            if (finding := _not_independent(context, at(TABLE, position), initials, busy))
        ),
        passed(
            TABLE,
            f"{counted(len(rows), 'decision')} by persons of quality control who performed nothing on the lot.",
            **read([row for _, row in rows], "kind", "lot", "reviewed_by", "decided_by"),
        ),
    )


def _not_independent(context: Context, subject: str, initials: str | None, busy: set[str]) -> Finding | None:
    if initials is None:
        return failed(subject, "Who reviewed the record or decided is missing.")
    if initials.casefold() in busy:
        return failed(subject, f"{initials} reviewed a record of steps that they performed.", person=initials)
    person = context.baseline.standing.person(initials)
    if person is None:
        return not_judged(subject, f"whether {initials} belongs to quality control", person=initials)
    if person.unit.casefold() != _QUALITY:
        return failed(subject, f"{initials} belongs to {person.unit}, not to quality control.", person=initials)
    return None


@rule(
    "R122",
    "111.260(l)(2)-(4), 111.140(b)(2)",
    "Batch and packaged lot have a decision each, with date and signature",
    cure="Add quality control's signed decision about the batch and about each packaged lot, each with its date.",
    by=("CQC",),
)
def decided_separately(context: Context) -> Iterator[Finding]:
    lots = context.pack.batch_record.lots
    wanted = [("batch", context.pack.header.lot_number)]
    wanted += [(lot.kind, lot.number) for lot in lots if lot.kind == "packaged lot"]
    decided = {(row.kind, row.lot): (position, row) for position, row in _rows(context)}
    yield from problems_or(
        (
            finding
            for kind, number in dict.fromkeys(wanted)
            if (finding := _undecided(kind, number, decided.get((kind, number))))  # type: ignore[arg-type]
        ),
        passed(
            TABLE,
            f"{counted(len(wanted), 'lot')}, each with a dated and signed decision of its own.",
            **read([row for _, row in decided.values()], "kind", "lot", "decision", "decided_at", "is_signed"),
        ),
    )


def _undecided(kind: str, number: str, found: tuple[int, QualityDecision] | None) -> Finding | None:
    if found is None:
        return failed(f"{TABLE}/{number}", f"Quality control's decision about {kind} {number} is missing.", lot=number)
    position, row = found
    named = (
        (row.decision, "what was decided"), (row.decided_by, "who decided"), (row.decided_at, "when"),
        (row.is_signed, "whether it is signed"),
    )  # fmt: skip
    absent = [name for value, name in named if value is None]
    if absent:
        return failed(at(TABLE, position), f"{_name(row)} lacks {listed(absent)}.", lot=number)
    return None if row.is_signed else failed(at(TABLE, position), f"{_name(row)} is not signed.", lot=number)


def _last_performed(context: Context) -> datetime | None:
    steps = context.pack.batch_record.steps
    return max((moment for row in steps for moment in (row.started_at, row.finished_at) if moment), default=None)


@rule(
    "R123",
    "111.260(l)(1), 111.123(a)(2)",
    "The record was reviewed after its last step",
    cure="Have quality control review the whole record, after the last step was performed.",
    by=("CQC",),
)
def reviewed_after_last_step(context: Context) -> Iterator[Finding]:
    rows, last = _rows(context), _last_performed(context)
    if not rows:
        yield failed(TABLE, _NONE)
        return
    yield from problems_or(
        (
            failed(
                at(TABLE, position),
                f"{_name(row)} does not say when the record was reviewed."
                if row.reviewed_at is None
                else f"{_name(row)} rests on a review from before the last step ended.",
                reviewed_at=row.reviewed_at,
                last_step_at=last,
            )
            for position, row in rows
            if row.reviewed_at is None or (last is not None and row.reviewed_at < last)
        ),
        passed(TABLE, f"{counted(len(rows), 'review')} after the last step.", last_step_at=last,
               **read([row for _, row in rows], "kind", "lot", "reviewed_at")),
    )  # fmt: skip


@rule(
    "R124",
    "111.260(l)(1), 111.140(b)(2)",
    "Nothing was entered or tested after the record was reviewed",
    cure="Have quality control review the changed record again.",
    by=("CQC",),
)
def unchanged_since_review(context: Context) -> Iterator[Finding]:
    reviewed = max((row.reviewed_at for _, row in _rows(context) if row.reviewed_at), default=None)
    if reviewed is None:
        yield failed(TABLE, "When quality control reviewed the record is missing.")
        return
    steps, results = context.pack.batch_record.steps, context.pack.laboratory.results
    day = reviewed.astimezone(context.pack.header.zone).date()
    yield from problems_or(
        (
            *(
                failed(
                    at("batch_record.steps", position),
                    f"Step {row.number} was entered after the record was reviewed.",
                    entered_at=row.entered_at,
                    reviewed_at=reviewed,
                )
                for position, row in enumerate(steps, start=1)
                if row.entered_at and row.entered_at > reviewed
            ),
            *(
                failed(
                    at("laboratory.results", position),
                    f"{row.name or row.test} was tested on {row.tested_on}, after the record was reviewed.",
                    tested_on=row.tested_on,
                    reviewed_at=reviewed,
                )
                for position, row in enumerate(results, start=1)
                if row.tested_on and row.tested_on > day
            ),
        ),
        passed(
            TABLE,
            "Nothing was entered or tested after the last review.",
            reviewed_at=reviewed,
            entries=read(steps, "number", "entered_at"),
            tests=read(results, "number", "tested_on"),
        ),
    )


def _last_packaging(context: Context) -> datetime | None:
    packaging = context.pack.packaging
    moments = (
        *(row.completed_at for row in packaging.clearances),
        *(row.checked_at for row in packaging.coding),
        *(row.examined_at for row in packaging.examinations),
    )
    return max((moment for moment in moments if moment), default=None)


@rule(
    "R420",
    "111.127(b)-(h), 111.140(b)(2)",
    "The packaged lot was decided on after its last packaging record, by somebody who did not pack it",
    cure="Have quality control review all packaging records and decide about the packaged lot, with signature.",
    by=("CQC",),
)
def packaged_lot_decided(context: Context) -> Iterator[Finding]:
    rows, last = _rows(context, "packaged lot"), _last_packaging(context)
    packers = {
        initials.casefold()
        for initials in (
            *(row.operator for row in context.pack.packaging.rolls),
            *(row.destroyed_by for row in context.pack.packaging.rolls),
            *(row.first_person for row in context.pack.packaging.clearances),
        )
        if initials
    }
    if not rows:
        yield failed(TABLE, "The pack shows no decision of quality control about the packaged lot.")
        return
    yield from problems_or(
        (
            failed(at(TABLE, position), f"{_name(row)} {problem}.", decided_by=row.decided_by,
                   decided_at=row.decided_at, last_record_at=last)
            for position, row in rows
            if (problem := _unlawful(row, last, packers))
        ),
        passed(TABLE, f"{counted(len(rows), 'packaged lot')} decided on after the last packaging record.",
               last_record_at=last, **read([row for _, row in rows], "lot", "decided_by", "decided_at", "is_signed")),
    )  # fmt: skip


def _unlawful(row: QualityDecision, last: datetime | None, packers: set[str]) -> str:
    if row.decided_by is None or row.decided_at is None or row.is_signed is not True:
        return "lacks its person, its time or its signature"
    if row.decided_by.casefold() in packers:
        return f"was made by {row.decided_by}, who packed it"
    return "was made before the last packaging record" if last is not None and row.decided_at < last else ""
