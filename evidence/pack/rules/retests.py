"""R315, R316: an out-of-specification result stays, whatever a retest says (21 CFR 111.113(a)(1), 111.75)."""

from collections.abc import Iterator

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
    "A retest is made by a second analyst",
    cure="Have the retest made by an analyst who did not make the initial test.",
    by=("LAB",),
)
def retested_by_another(context: Context) -> Iterator[Finding]:
    rows = context.pack.laboratory.results
    first = {row.number: row.analyst for row in rows}
    retests = [(position, row) for position, row in enumerate(rows, start=1) if row.retest_of is not None]
    if not retests:
        yield not_applicable(TABLE, "No result was retested.")
        return
    yield from problems_or(
        (
            failed(
                at(TABLE, position),
                f"Retest {row.number} does not show a second analyst ({row.analyst or 'nobody named'}).",
                result=row.number,
                retest_of=row.retest_of,
                analyst=row.analyst,
            )
            for position, row in retests
            if row.analyst is None or row.analyst == first.get(row.retest_of or "")
        ),
        passed(TABLE, "Every retest was made by a second analyst.", retests=len(retests)),
    )
