"""R315, R316: an out-of-specification result stays, whatever a retest says (21 CFR 111.113(a)(1), 111.75)."""

from collections import Counter
from collections.abc import Iterator

from evidence.pack.format import TestResult
from evidence.pack.rules.context import Context
from evidence.pack.rules.engine import Finding, rule
from evidence.pack.rules.findings import at, failed, needs_event, not_applicable, passed, problems_or
from evidence.pack.rules.results import TABLE, judged


@rule(
    "R315",
    "111.113(a)(1), 111.75",
    "An initial out-of-specification result that was retested has its event",
    cure="Report an out-of-specification event for the initial result; a retest does not replace it.",
    by=("LAB", "CQC"),
)
def initial_results_kept(context: Context) -> Iterator[Finding]:
    rows = context.pack.laboratory.results
    retests = [(position, row) for position, row in enumerate(rows, start=1) if row.retest_of is not None]
    if not retests:
        yield not_applicable(TABLE, "No result was retested; R305 judges every result.")
        return
    numbers, repeated = {row.number for row in rows}, {row.retest_of for _, row in retests}
    yield from problems_or(
        (
            *(
                failed(
                    at(TABLE, position),
                    f"Result {row.number} repeats result {row.retest_of}, which the pack does not show.",
                    result=row.number,
                    retest_of=row.retest_of,
                )
                for position, row in retests
                if row.retest_of not in numbers - {row.number}
            ),
            *(
                needs_event(
                    found.subject,
                    f"{found.name}: the initial result {found.value} was outside {found.wanted} and was retested.",
                    **found.facts,
                )
                for found in judged(context)
                if found.meets is False and found.row.number in repeated
            ),
        ),
        passed(TABLE, "No initial result that was retested was outside its limit.", retests=len(retests)),
    )


@rule(
    "R316",
    "111.75, 111.325(b)(2)",
    "Retests are as many as declared before, and made by a second analyst",
    version=2,
    cure="Have the retest made by an analyst who did not make the initial test, and name the number declared before.",
    by=("LAB",),
)
def retested_by_another(context: Context) -> Iterator[Finding]:
    rows = context.pack.laboratory.results
    first = {row.number: row.analyst for row in rows}
    retests = [(position, row) for position, row in enumerate(rows, start=1) if row.retest_of is not None]
    if not retests:
        yield not_applicable(TABLE, "No result was retested.")
        return
    made = Counter(row.retest_of for _, row in retests)
    yield from problems_or(
        (
            failed(
                at(TABLE, position),
                f"Retest {row.number} {problem}.",
                result=row.number,
                retest_of=row.retest_of,
                analyst=row.analyst,
                declared=row.retests_declared,
                made=made[row.retest_of],
            )
            for position, row in retests
            if (problem := _unsound(row, first.get(row.retest_of or ""), made[row.retest_of]))
        ),
        passed(TABLE, "Every retest was declared before and made by a second analyst.", retests=len(retests)),
    )


def _unsound(row: TestResult, first: str | None, made: int) -> str:
    if row.analyst is None or row.analyst == first:
        return f"does not show a second analyst ({row.analyst or 'nobody named'})"
    if row.retests_declared is None:
        return "does not say how many retests were declared before"
    if made > row.retests_declared:
        return f"is one of {made}; {row.retests_declared} were declared before"
    return ""
