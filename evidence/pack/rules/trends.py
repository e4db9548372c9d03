"""R318: a result within its limit but unlike the earlier lots' (domain §B3, §D)."""

from collections.abc import Iterator
from decimal import Decimal, localcontext

from evidence.pack.rules.conformity_of_product import final_results
from evidence.pack.rules.context import Context
from evidence.pack.rules.engine import Finding, rule
from evidence.pack.rules.findings import counted, failed, not_applicable, passed, problems_or
from evidence.pack.rules.quantities import code_of, shown, stated_in
from evidence.pack.rules.results import TABLE, Judged
from evidence.pack.values import Kind

Limits = tuple[Decimal, Decimal]


def limits_of(earlier: tuple[Decimal, ...]) -> Limits:
    """Mean minus and plus three standard deviations of at least two earlier results, in their unit."""
    with localcontext(prec=40):
        mean = sum(earlier, Decimal(0)) / len(earlier)
        spread = (sum(((value - mean) ** 2 for value in earlier), Decimal(0)) / (len(earlier) - 1)).sqrt()
        return mean - 3 * spread, mean + 3 * spread


@rule(
    "R318",
    "111.75(c), 111.140(b)(3)",
    "Results are like those of earlier lots",
    severity="W",
    cure="Look for what was different with this lot, and report a trend where it repeats.",
    by=("CQC", "SQA"),
)
def results_in_trend(context: Context) -> Iterator[Finding]:
    specification, least = context.baseline.specification, context.tolerances.trend_points
    units = {test.code: code_of(test.unit) for test in specification.tests} if specification else {}
    known = {test: values for test, values in context.earlier.results.items() if len(values) >= max(least, 2)}
    rows = [entry for test, entries in final_results(context).items() if test in known for entry in entries]
    if not rows:
        yield not_applicable(TABLE, f"No test has {least} earlier results to compare with.", tests=len(known))
        return
    yield from problems_or(
        (finding for entry in rows if (finding := _unlike(entry, known[entry.row.test], units.get(entry.row.test)))),
        passed(
            TABLE,
            f"{counted(len(rows), 'result')}, each like those of earlier lots.",
            results=[[entry.row.number, entry.row.test, entry.value] for entry in rows],
            earlier={test: len(values) for test, values in sorted(known.items())},
        ),
    )


def _unlike(entry: Judged, earlier: tuple[Decimal, ...], unit: str | None) -> Finding | None:
    value = entry.row.value
    if value is None or value.kind is not Kind.NUMBER or value.low is None or entry.meets is False:
        return None  # words and censored values have no trend; what misses its limit is R305's
    amount = stated_in(value.low, entry.row.unit, unit or entry.row.unit)
    low, high = limits_of(earlier)
    if amount is None or low <= amount <= high:
        return None
    span = f"{shown(low.quantize(Decimal('1e-6')))} to {shown(high.quantize(Decimal('1e-6')))}"
    return failed(
        entry.subject,
        f"{entry.name}: {entry.value} lies outside {span}, where {len(earlier)} earlier lots lie.",
        **entry.facts,
        earlier=len(earlier),
        trend_low=low,
        trend_high=high,
    )
