"""R301–R304: the approved sampling plan, its draw, and what it selected (21 CFR 111.75(c),(d), 111.105(c), trap T3)."""

from collections.abc import Iterator

from evidence.pack.rules.context import Context
from evidence.pack.rules.engine import Finding, rule
from evidence.pack.rules.findings import counted, failed, listed, not_applicable, passed, problems_or

PLAN = "laboratory.sampling"
SELECTED = "laboratory.selected_tests"


@rule(
    "R301",
    "111.75(c), 111.105(c)",
    "The sampling plan is approved and in force",
    cure="Name the approved sampling plan, its version, approval and first day in force.",
)
def plan_in_force(context: Context) -> Iterator[Finding]:
    stated, approved = context.pack.laboratory.sampling, context.baseline.sampling_plan
    made_on = context.made_on or context.pack.header.made_on
    if approved is None or approved.version is None:
        yield failed(PLAN, "No approved sampling plan was in force for this lot.", stated=stated.plan_number)
        return
    wanted = f"{approved.number} version {approved.version}"
    plan = f"{stated.plan_number} version {stated.plan_version}" if stated.plan_number else None
    facts = {"stated": plan, "approved": wanted, "effective_on": stated.plan_effective_on, "made_on": made_on}
    named = (
        (stated.approved_by, "who approved it"),
        (stated.approved_on, "when it was approved"),
        (stated.plan_effective_on, "its first day in force"),
    )
    absent = [name for value, name in named if value is None]
    if plan != wanted:
        yield failed(PLAN, f"The lot was sampled under {plan or 'no named plan'}; {wanted} was in force.", **facts)
    elif absent:
        yield failed(PLAN, f"The sampling plan lacks {listed(absent)}.", **facts)
    elif stated.plan_effective_on and made_on and stated.plan_effective_on > made_on:
        yield failed(PLAN, f"{wanted} came into force on {stated.plan_effective_on}, after {made_on}.", **facts)
    else:
        yield passed(PLAN, f"{wanted} was approved and in force.", **facts)


@rule(
    "R302",
    "111.75(c)",
    "Every test that the draw selected has a result",
    cure="Submit the missing result, or the draw of the sampling plan.",
    by=("LAB", "CQC"),
)
def selected_tests_done(context: Context) -> Iterator[Finding]:
    laboratory = context.pack.laboratory
    if laboratory.sampling.is_drawn is None:
        yield failed(PLAN, "Whether the draw selected this lot is missing.")
        return
    if not laboratory.sampling.is_drawn:
        yield not_applicable(SELECTED, "The draw did not select this lot; R303 counts the lots not tested.")
        return
    selected = [row.test for row in laboratory.selected_tests if row.is_selected]
    done = {row.test for row in laboratory.results if row.value is not None and row.stage in ("finished", "packaged")}
    yield from problems_or(
        (
            failed(f"{SELECTED}/{test}", f"Test {test} was selected by the draw but has no result.", test=test)
            for test in dict.fromkeys(selected)
            if test not in done
        ),
        passed(SELECTED, f"All {counted(len(selected), 'selected test')} have a result.", tests=selected)
        if selected
        else failed(SELECTED, "The lot was drawn, but no test is marked as selected."),
    )


@rule(
    "R303",
    "111.75(c)",
    "No more lots in a row go untested than the plan allows",
    severity="B",
    cure="Test this lot: the plan allows no further lot without tests.",
    by=("CQC",),
)
def untested_lots(context: Context) -> Iterator[Finding]:
    stated, approved = context.pack.laboratory.sampling, context.baseline.sampling_plan
    most = approved.untested_maximum if approved else 0
    if stated.is_drawn is not False:
        yield not_applicable(PLAN, "The draw selected this lot for testing.", is_drawn=stated.is_drawn)
        return
    facts = {"untested_before": stated.untested_lots, "untested_maximum": most}
    if stated.untested_lots is None:
        yield failed(PLAN, "How many lots before this one went untested is missing.", **facts)
        return
    count = stated.untested_lots + 1
    text = f"With this lot {counted(count, 'lot')} in a row went untested; the plan allows {most}"
    yield (passed if count <= most else failed)(PLAN, f"{text}.", **facts)


@rule(
    "R304",
    "111.75(d), 111.105(d)",
    "A test left out has its documented basis",
    cure="Submit the approved basis for leaving the test out, or its result.",
    by=("CQC",),
)
def exemptions_have_basis(context: Context) -> Iterator[Finding]:
    laboratory, plan = context.pack.laboratory, context.baseline.sampling_plan
    if laboratory.sampling.is_drawn is False:
        yield not_applicable(SELECTED, "The draw did not select this lot.")
        return
    rows = {row.test: row for row in laboratory.selected_tests}
    wanted = plan.tests if plan else ()
    yield from problems_or(
        (
            failed(
                f"{SELECTED}/{test}",
                f"Test {test} of the sampling plan "
                + ("is not in the draw." if test not in rows else "was left out without a documented basis."),
                test=test,
            )
            for test in dict.fromkeys((*wanted, *rows))
            if test not in rows or (not rows[test].is_selected and rows[test].basis is None)
        ),
        passed(
            SELECTED, f"All {counted(len(wanted), 'test')} of the plan are selected or exempt with basis.", tests=wanted
        ),
    )
