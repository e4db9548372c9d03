"""R115, R311, R314: the product meets its specification, calculated from results (21 CFR 111.70, 111.73, 111.75)."""

from collections.abc import Iterator

from evidence.pack.rules.context import Context
from evidence.pack.rules.engine import Finding, rule
from evidence.pack.rules.findings import counted, failed, listed, not_applicable, passed, problems_or
from evidence.pack.rules.results import Judged, judged

TABLE = "laboratory.results"
_BASIC = ("identity", "strength", "contaminant")
REQUIRED = {"low": _BASIC, "standard": (*_BASIC, "microbiology"), "high": (*_BASIC, "microbiology", "adulterant")}
"""Risk tier of the product → categories of tests that its lots must show (domain §B3)."""
_PRODUCT = ("finished", "packaged")


def final_results(context: Context) -> dict[str, list[Judged]]:
    """Test → its results of the product that no later result repeats."""
    found: dict[str, list[Judged]] = {}
    rows = judged(context)
    repeated = {entry.row.retest_of for entry in rows}
    for entry in rows:
        if (entry.row.stage or "finished") in _PRODUCT and entry.row.number not in repeated:
            found.setdefault(entry.row.test, []).append(entry)
    return found


def exempt_tests(context: Context) -> set[str]:
    """Tests that the draw left out on a documented basis (R304)."""
    return {row.test for row in context.pack.laboratory.selected_tests if not row.is_selected and row.basis}


@rule(
    "R115",
    "111.260(i), 111.75(c)-(d)",
    "The finished product meets its specification, calculated from the results",
    cure="Submit the missing result; a tick on a form does not show that the product meets its specification.",
    by=("CQC", "LAB"),
)
def product_conforms(context: Context) -> Iterator[Finding]:
    specification = context.baseline.specification
    if specification is None:
        yield failed(TABLE, "No approved specification was in force for this lot.")
        return
    if context.pack.laboratory.sampling.is_drawn is False:
        yield not_applicable(TABLE, "The draw did not select this lot; R303 counts the lots not tested.")
        return
    results, exempt = final_results(context), exempt_tests(context)
    wanted = [test for test in specification.tests if test.stage in _PRODUCT and test.code not in exempt]
    missed = [test.code for test in wanted if any(entry.meets is False for entry in results.get(test.code, ()))]
    undecided = [
        test
        for test in wanted
        if test.code not in missed and not any(entry.meets for entry in results.get(test.code, ()))
    ]
    problems = [
        failed(f"{TABLE}/{test.code}", f"No result shows that {test.name} meets {test.limit}.", test=test.code)
        for test in undecided
    ]
    facts = {"specification": specification.number, "tests": [test.code for test in wanted], "exempt": sorted(exempt)}
    if missed:
        yield not_applicable(
            TABLE, f"{listed(missed)} missed the specification: R305 asks for the event that decides.", missed=missed
        )
        yield from problems
        return
    yield from problems_or(
        problems, passed(TABLE, f"{counted(len(wanted), 'test')} of {specification.number}: each is met.", **facts)
    )


@rule(
    "R311",
    "111.73, 111.75(b)",
    "In-process specifications were tested at every control point",
    cure="Submit the in-process result or reading from the executed batch record.",
    by=("COP", "CQC"),
)
def in_process_tested(context: Context) -> Iterator[Finding]:
    specification, record = context.baseline.specification, context.baseline.master_record
    tests = [test for test in specification.tests if test.stage == "in-process"] if specification else []
    points = [point.name for point in record.control_points] if record else []
    if not tests and not points:
        yield not_applicable(TABLE, "Neither specification nor master record has an in-process control point.")
        return
    done = {entry.row.test for entry in judged(context) if entry.row.stage == "in-process" and entry.meets is not None}
    read = {row.control_point for row in context.pack.batch_record.readings if row.value is not None}
    yield from problems_or(
        (
            *(
                failed(
                    f"{TABLE}/{test.code}", f"In-process test {test.name} has no result to decide by.", test=test.code
                )
                for test in tests
                if test.code not in done
            ),
            *(
                failed(f"batch_record.readings/{name}", f"Control point {name} has no result.", control_point=name)
                for name in points
                if name not in read
            ),
        ),
        passed(
            TABLE,
            f"{counted(len(tests) + len(points), 'in-process control')} with a result.",
            tests=[test.code for test in tests],
            control_points=points,
        ),
    )


@rule(
    "R314",
    "111.70(b),(e), 111.75(c)",
    "Every category of test that the product's risk asks for is present",
    cure="Submit a result of the missing category, or have the specification cover it.",
    by=("CQC", "SQA"),
)
def categories_present(context: Context) -> Iterator[Finding]:
    specification, tier = context.baseline.specification, context.baseline.product.risk_tier
    if specification is None:
        yield failed(TABLE, "No approved specification was in force for this lot.")
        return
    if context.pack.laboratory.sampling.is_drawn is False:
        yield not_applicable(TABLE, "The draw did not select this lot; R303 counts the lots not tested.")
        return
    shown = set(final_results(context)) | exempt_tests(context)
    present = {test.category for test in specification.tests if test.code in shown}
    wanted = REQUIRED.get(tier, REQUIRED["high"])
    yield from problems_or(
        (
            failed(
                f"{TABLE}/{category}", f"No {category} test is shown; risk tier “{tier}” asks for one.",
                category=category, risk_tier=tier,
            )
            for category in wanted
            if category not in present
        ),
        passed(TABLE, f"Risk tier “{tier}”: {listed(wanted)} tests are shown.", risk_tier=tier, categories=wanted),
    )  # fmt: skip
