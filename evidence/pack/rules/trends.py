"""R318: a result within its limit but unlike the earlier lots' (domain §B3, §D; ADR 0013)."""

from collections.abc import Iterator

from evidence.pack.rules.conformity_of_product import final_results
from evidence.pack.rules.context import Context, LockedLimits
from evidence.pack.rules.engine import Finding, rule
from evidence.pack.rules.findings import counted, needs_event, not_applicable, passed, problems_or
from evidence.pack.rules.quantities import shown, stated_in
from evidence.pack.rules.results import TABLE, Judged
from evidence.pack.values import Kind


@rule(
    "R318",
    "111.75(c), 111.140(b)(3)",
    "Results lie within the limits that were locked from earlier lots",
    severity="W",
    cure="Evaluate the result as out of trend: normal, an error of the laboratory, or a shift of the process.",
    by=("CQC", "SQA"),
    version=2,
)
def results_in_trend(context: Context) -> Iterator[Finding]:
    rows = [entry for test, entries in final_results(context).items() if test in context.limits for entry in entries]
    if not rows:
        yield not_applicable(TABLE, "No limits of a trend are locked for these tests.", tests=len(context.limits))
        return
    yield from problems_or(
        (finding for entry in rows if (finding := _unlike(entry, context.limits[entry.row.test]))),
        passed(
            TABLE,
            f"{counted(len(rows), 'result')}, each within the limits locked from earlier lots.",
            results=[[entry.row.number, entry.row.test, entry.value] for entry in rows],
            limits={test: limits.version for test, limits in sorted(context.limits.items())},
        ),
    )


def _unlike(entry: Judged, limits: LockedLimits) -> Finding | None:
    value = entry.row.value
    if value is None or value.kind is not Kind.NUMBER or value.low is None or entry.meets is False:
        return None  # words and censored values have no trend; what misses its limit is R305's
    amount = stated_in(value.low, entry.row.unit, limits.unit or entry.row.unit)
    if amount is None or limits.low <= amount <= limits.high:
        return None
    span = f"{shown(limits.low)} to {shown(limits.high)}"
    return needs_event(
        entry.subject,
        f"{entry.name}: {entry.value} lies outside {span}, locked on {limits.locked_on} from {limits.points} results.",
        **entry.facts,
        limits=limits.version,
        trend_low=limits.low,
        trend_high=limits.high,
    )
