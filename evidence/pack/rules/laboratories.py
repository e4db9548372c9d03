"""R307–R310: who tested what, in which sample (21 CFR 111.315–111.325)."""

from collections.abc import Iterator
from datetime import date

from evidence.pack.format import TestResult
from evidence.pack.rules.context import Context
from evidence.pack.rules.engine import Finding, rule
from evidence.pack.rules.findings import at, counted, failed, not_applicable, passed, problems_or, read
from evidence.pack.rules.results import TABLE, no_results
from masters.baseline import LaboratoryValue


def _approved(context: Context) -> dict[str, LaboratoryValue]:
    return {laboratory.name.casefold(): laboratory for laboratory in context.baseline.laboratories}


@rule(
    "R307",
    "111.320(a),(b)",
    "Laboratory and method are approved for the test",
    cure="Have the test run by an approved laboratory with an approved method, or have the laboratory approved first.",
    by=("CQC", "SQA"),
)
def laboratory_approved(context: Context) -> Iterator[Finding]:
    rows, approved = context.pack.laboratory.results, _approved(context)
    if not rows:
        yield no_results(context)
        return
    methods = (
        {test.code: test.method for test in context.baseline.specification.tests}
        if context.baseline.specification
        else {}
    )
    yield from problems_or(
        (
            failed(
                at(TABLE, position),
                f"{row.name or row.test}: {problem}.",
                test=row.test,
                laboratory=row.laboratory,
                method=row.method,
            )
            for position, row in enumerate(rows, start=1)
            if (problem := _not_approved(row, approved, methods))
        ),
        passed(
            TABLE,
            f"{counted(len(rows), 'result')} from approved laboratories and methods.",
            **read(rows, "number", "test", "stage", "laboratory", "method"),
            laboratories=sorted({row.laboratory for row in rows if row.laboratory}),
        ),
    )


def _not_approved(row: TestResult, approved: dict[str, LaboratoryValue], methods: dict[str, str]) -> str:
    if row.laboratory is None:
        return "the laboratory is missing"
    if row.method is None:
        return "the method is missing"
    laboratory = approved.get(row.laboratory.casefold())
    if laboratory is None:
        return f"{row.laboratory} is not an approved laboratory"
    if row.method not in laboratory.methods:
        return f"{row.laboratory} is not approved for method {row.method}"
    wanted = methods.get(row.test, "") if row.stage in ("finished", "packaged", None) else ""
    return (
        f"method {row.method} was used; the specification asks for {wanted}" if wanted not in ("", row.method) else ""
    )


@rule(
    "R308",
    "111.325(b)(2), 111.12(b)",
    "Each result was reviewed by a second person",
    cure="Have a second person review the result, and name the analyst and the reviewer.",
    by=("LAB",),
)
def reviewed_by_another(context: Context) -> Iterator[Finding]:
    rows = context.pack.laboratory.results
    if not rows:
        yield not_applicable(TABLE, "The pack shows no laboratory result (R305).")
        return
    yield from problems_or(
        (
            failed(
                at(TABLE, position),
                f"{row.name or row.test}: "
                + (
                    f"{row.analyst} reviewed the result of their own."
                    if row.analyst and row.reviewer
                    else f"the {'reviewer' if row.analyst else 'analyst'} is missing."
                ),
                test=row.test,
                analyst=row.analyst,
                reviewer=row.reviewer,
            )
            for position, row in enumerate(rows, start=1)
            if not row.analyst or not row.reviewer or row.analyst.casefold() == row.reviewer.casefold()
        ),
        passed(
            TABLE,
            f"{counted(len(rows), 'result')}, each reviewed by a second person.",
            **read(rows, "number", "analyst", "reviewer"),
        ),
    )


@rule(
    "R309",
    "111.80, 111.260(a)",
    "The sample is of this lot and was drawn when it existed",
    cure="Show that the sample was drawn from this lot, and when; otherwise sample and test again.",
    by=("LAB", "CQC"),
)
def sample_is_of_lot(context: Context) -> Iterator[Finding]:
    pack, rows = context.pack, context.pack.laboratory.results
    lots = {pack.header.lot_number, *(lot.number for lot in pack.batch_record.lots)}
    components = {row.number for row in pack.materials.component_lots}
    if not rows:
        yield not_applicable(TABLE, "The pack shows no laboratory result (R305).")
        return
    yield from problems_or(
        (
            failed(
                at(TABLE, position),
                f"{row.name or row.test}: {problem}.",
                test=row.test,
                sample_lot=row.sample_lot,
                sampled_on=row.sampled_on,
            )
            for position, row in enumerate(rows, start=1)
            if (problem := _wrong_sample(context, row, components if row.stage == "component" else lots))
        ),
        passed(
            TABLE,
            f"{counted(len(rows), 'result')} of samples of this lot.",
            **read(rows, "number", "stage", "sample_lot", "sampled_on", "tested_on"),
            lots=sorted(lots),
            made_on=context.made_on or pack.header.made_on,
        ),
    )


def _wrong_sample(context: Context, row: TestResult, lots: set[str]) -> str:
    made_on = context.made_on or context.pack.header.made_on
    if row.sample_lot is None:
        return "the sample's lot is missing"
    if row.sample_lot not in lots:
        return f"the sample is of lot {row.sample_lot}, not of this lot"
    if row.stage not in ("finished", "packaged"):
        return ""
    if row.sampled_on is None or made_on is None:
        return "the date of sampling or of manufacture is missing"
    return _out_of_order(row, row.sampled_on, made_on)


def _out_of_order(row: TestResult, sampled_on: date, made_on: date) -> str:
    if sampled_on < made_on:
        return f"sampled on {sampled_on}, before the lot was made on {made_on}"
    if row.tested_on is not None and row.tested_on < sampled_on:
        return f"tested on {row.tested_on}, before it was sampled on {sampled_on}"
    return ""


@rule(
    "R310",
    "111.320(a)",
    "The laboratory's accreditation covers the date of the test",
    severity="W",
    cure="Ask the laboratory for its renewed accreditation, or justify why the result can be relied on.",
    by=("LAB", "SQA"),
)
def accreditation_valid(context: Context) -> Iterator[Finding]:
    until = {name: lab.accredited_until for name, lab in _approved(context).items() if lab.accredited_until}
    rows = [
        (position, row, until[row.laboratory.casefold()])
        for position, row in enumerate(context.pack.laboratory.results, start=1)
        if row.laboratory and row.laboratory.casefold() in until
    ]
    if not rows:
        yield not_applicable(TABLE, "No result is from a laboratory with a dated accreditation.")
        return
    lapsed: dict[str, Finding] = {}
    for position, row, day in rows:
        if row.tested_on is None or row.tested_on > day:
            lapsed.setdefault(
                row.laboratory or "",
                failed(
                    at(TABLE, position),
                    f"{row.laboratory} tested on {row.tested_on}; its accreditation ended on {day}."
                    if row.tested_on
                    else f"When {row.laboratory} tested is missing; its accreditation ends on {day}.",
                    laboratory=row.laboratory,
                    tested_on=row.tested_on,
                    accredited_until=day,
                ),
            )
    yield from problems_or(
        lapsed.values(),
        passed(
            TABLE,
            f"{counted(len(rows), 'result')} within the accreditation.",
            **read([row for _, row, _ in rows], "number", "laboratory", "tested_on"),
            accredited_until=until,
        ),
    )
