"""R312, R313, R412: what the label declares holds for its shelf life (21 CFR 101.9(g), 101.36, 111.210(d))."""

from collections.abc import Iterator
from fractions import Fraction

from evidence.pack.rules.conformity_of_product import final_results
from evidence.pack.rules.context import Context
from evidence.pack.rules.engine import Finding, rule
from evidence.pack.rules.findings import counted, failed, needs_event, not_applicable, not_judged, passed, problems_or
from evidence.pack.rules.quantities import shown, stated_in
from evidence.pack.rules.results import Judged
from evidence.pack.values import Kind
from masters.baseline import LabelFactValue

FACTS = "packaging.facts"
RESULTS = "laboratory.results"
_LEAST = {"I": Fraction(1), "II": Fraction(4, 5)}
"""Class of the nutrient → least part of the declared amount that an analysis must find (101.9(g)(4))."""


def _declared(context: Context) -> tuple[LabelFactValue, ...]:
    label = context.baseline.label
    return label.facts if label else ()


@rule(
    "R312",
    "21 CFR 101.9(g)(3)-(4), 111.70(e)",
    "The product holds what its label declares",
    cure="Report an event for the amount below the label's claim; the lot cannot be sold under this label.",
    by=("SLB", "CQC"),
)
def claims_met(context: Context) -> Iterator[Finding]:
    claims = [fact for fact in _declared(context) if fact.amount is not None]
    if not claims:
        yield not_judged(RESULTS, "what the label declares")
        return
    if context.pack.laboratory.sampling.is_drawn is False:
        yield not_applicable(RESULTS, "The draw did not select this lot; R303 counts the lots not tested.")
        return
    results = final_results(context)
    for claim in claims:
        if not claim.test:
            yield not_judged(f"{RESULTS}/{claim.name}", f"which test shows the amount of {claim.name}")
        elif claim.test not in results:
            yield failed(f"{RESULTS}/{claim.test}", f"No result shows the amount of {claim.name}.", test=claim.test)
        for entry in results.get(claim.test, ()):
            yield _claimed(claim, entry)


def _claimed(claim: LabelFactValue, entry: Judged) -> Finding:
    least = _LEAST.get(claim.nutrient_class, _LEAST["I"]) * Fraction(claim.amount or 0)
    value, declared = entry.row.value, shown(claim.amount or 0, claim.unit)
    facts = {"name": claim.name, "declared": declared, "class": claim.nutrient_class, **entry.facts}
    if entry.meets is False:
        return not_applicable(entry.subject, f"{claim.name}: outside its specification already (R305).", **facts)
    if value is None or value.kind is not Kind.NUMBER or value.low is None:
        return failed(
            entry.subject, f"{claim.name}: {entry.value} states no amount to compare with {declared}.", **facts
        )
    found = stated_in(value.low, entry.row.unit, claim.unit)
    if found is None:
        return failed(entry.subject, f"{claim.name}: {entry.value} cannot be compared with {declared}.", **facts)
    if found < least:
        return needs_event(entry.subject, f"{claim.name}: {entry.value} is less than the label allows ({declared} "
                           f"declared, class {claim.nutrient_class}).", **facts)  # fmt: skip
    return passed(entry.subject, f"{claim.name}: {entry.value} covers the declared {declared}.", **facts)


@rule(
    "R313",
    "21 CFR 101.9(g)(4), 111.605(a)",
    "The shelf life rests on stability data or an overage",
    severity="B",
    cure="Record the study or the overage that supports the shelf life, and for how many months.",
    by=("SLB", "SQA"),
)
def shelf_life_supported(context: Context) -> Iterator[Finding]:
    label, months = context.baseline.label, context.baseline.product.shelf_life_months
    facts = {
        "shelf_life_months": months,
        "supported_months": label.shelf_life_supported_months if label else None,
        "basis": label.shelf_life_basis if label else None,
    }
    if label is None or not label.shelf_life_basis or label.shelf_life_supported_months is None:
        yield not_judged("header", f"what supports the shelf life of {months} months", **facts)
    elif label.shelf_life_supported_months < months:
        yield failed(
            "header",
            f"{label.shelf_life_basis} supports {label.shelf_life_supported_months} months; the label gives {months}.",
            **facts,
        )
    else:
        yield passed("header", f"{label.shelf_life_basis} supports the shelf life of {months} months.", **facts)


@rule(
    "R412",
    "111.210(d), 111.260(k)(2)",
    "The label's facts are those of the master record",
    cure="Correct the facts as read from the label; a lot with any other label is relabeled or rejected.",
    by=("SLB", "CQC"),
)
def facts_agree(context: Context) -> Iterator[Finding]:
    approved, printed = _declared(context), context.pack.packaging.facts
    if not approved:
        yield not_judged(FACTS, "what the label must declare")
        return
    if not printed:
        yield failed(FACTS, "The facts printed on the label are missing.")
        return
    found = {row.name.casefold(): row for row in printed}
    wanted = {fact.name.casefold() for fact in approved}
    problems = [
        failed(f"{FACTS}/{row.name}", f"The label declares {row.name}, which was not approved.", name=row.name)
        for row in printed
        if row.name.casefold() not in wanted
    ]
    for fact in approved:
        row, subject = found.get(fact.name.casefold()), f"{FACTS}/{fact.name}"
        if row is None:
            problems.append(failed(subject, f"The label does not declare {fact.name}.", name=fact.name))
        elif fact.amount is not None and (
            row.amount is None or stated_in(row.amount, row.unit, fact.unit) != Fraction(fact.amount)
        ):
            stated = "no amount" if row.amount is None else shown(row.amount, row.unit)
            problems.append(
                failed(subject, f"The label declares {stated} of {fact.name}; {shown(fact.amount, fact.unit)} is "
                       "approved.", name=fact.name, printed=stated, approved=fact.amount)
            )  # fmt: skip
    yield from problems_or(
        problems,
        passed(
            FACTS,
            f"{counted(len(approved), 'declared line')}, each as approved.",
            facts=[[fact.name, fact.amount, fact.unit] for fact in approved],
        ),
    )
