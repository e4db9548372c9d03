"""R205: the manufacturer's own identity test of every dietary-ingredient lot used (21 CFR 111.75(a)(1)(i), trap T4)."""

from collections.abc import Iterator
from datetime import date, datetime

from evidence.pack.conformity import meets
from evidence.pack.format import ComponentLot, IdentityTest
from evidence.pack.rules.component_lots import consumed, first_weighings
from evidence.pack.rules.context import Context
from evidence.pack.rules.engine import Finding, rule
from evidence.pack.rules.findings import failed, listed, not_applicable, passed

TABLE = "materials.identity_tests"
_DIETARY = "dietary ingredient"
_LEGAL_FORMS = frozenset(
    {"co", "company", "corp", "corporation", "gmbh", "inc", "incorporated", "limited", "llc", "ltd"}
)


def dietary_lots(context: Context) -> list[str]:
    """Component lots used whose material is a dietary ingredient: by the pack, or by the master record."""
    record = context.baseline.master_record
    codes = {component.code for component in record.components if component.kind == _DIETARY} if record else set()
    stated = {row.number for row in context.pack.materials.component_lots if row.material == _DIETARY}
    by_code = {row.component_lot for row in context.pack.materials.consumption if row.component in codes}
    return sorted(consumed(context) & (stated | by_code))


@rule(
    "R205",
    "111.75(a)(1)(i)",
    "Every dietary-ingredient lot passed an identity test before use, not the supplier's",
    cure="Submit the manufacturer's own identity test from before the first weighing; without one the lot is rejected.",
    by=("CQC",),
)
def identity_tested(context: Context) -> Iterator[Finding]:
    lots = dietary_lots(context)
    if not lots:
        yield not_applicable(TABLE, "No dietary-ingredient lot was used.")
    first = first_weighings(context)
    for number in lots:
        yield _tested(context, number, first.get(number))


def _tested(context: Context, number: str, first: datetime | None) -> Finding:
    subject = f"{TABLE}/{number}"
    own = [row for row in context.pack.materials.identity_tests if row.component_lot == number]
    if not own:
        return failed(subject, f"Dietary-ingredient lot {number} has no identity test.", lot=number)
    if first is None:
        return failed(subject, f"When {number} was first weighed is missing.", lot=number)
    weighed = first.astimezone(context.pack.header.zone).date()
    lot = next((row for row in context.pack.materials.component_lots if row.number == number), None)
    wrong = next((row for row in own if _conforms(row) is False), None)
    if wrong is not None:
        return failed(
            subject, f"An identity test of {number} does not conform: {_value(wrong)}.", **_facts(wrong, weighed)
        )
    problems = [_problem(row, lot, weighed) for row in own]
    if "" in problems:
        good = own[problems.index("")]
        return passed(
            subject,
            f"{number} was identified by {good.laboratory} on {good.tested_on}, before its first weighing "
            f"on {weighed}: {_value(good)}.",
            **_facts(good, weighed),
        )
    return failed(subject, f"The identity test of {number} {problems[0]}.", **_facts(own[0], weighed))


def _conforms(row: IdentityTest) -> bool | None:
    return None if row.result is None or row.limit is None else meets(row.result, row.limit)


def _problem(row: IdentityTest, lot: ComponentLot | None, weighed: date) -> str:
    named = (
        (row.method, "the method"), (row.laboratory, "the laboratory"), (row.result, "the result"),
        (row.limit, "the limit"), (row.tested_on, "the date of the test"), (row.analyst, "the analyst"),
    )  # fmt: skip
    absent = [name for value, name in named if value is None]
    if absent:
        return f"lacks {listed(absent)}"
    if _conforms(row) is None:
        return f"cannot be decided: {_value(row)}"
    if row.tested_on is not None and row.tested_on > weighed:
        return f"is of {row.tested_on}, after the first weighing on {weighed}"
    suppliers = {firm(name) for name in (lot.supplier, lot.manufacturer) if name} if lot else set()
    if row.laboratory is not None and firm(row.laboratory) in suppliers:
        return f"was made by the supplier, {row.laboratory}"
    return ""


def firm(name: str) -> str:
    """A firm's name without case, punctuation and legal form: “Balchem Corp.” and “BALCHEM” are one firm."""
    words = "".join(sign if sign.isalnum() else " " for sign in name.casefold()).split()
    return " ".join(word for word in words if word not in _LEGAL_FORMS) or name.casefold()


def _value(row: IdentityTest) -> str:
    return f"{row.result.text if row.result else 'no result'} against {row.limit.text if row.limit else 'no limit'}"


def _facts(row: IdentityTest, weighed: date) -> dict[str, object]:
    return {
        "lot": row.component_lot,
        "method": row.method,
        "laboratory": row.laboratory,
        "result": row.result.text if row.result else None,
        "limit": row.limit.text if row.limit else None,
        "tested_on": row.tested_on,
        "first_weighed_on": weighed,
    }
