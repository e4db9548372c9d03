"""R207, R208, R211: what shows that a component meets its specification (21 CFR 111.70(b), 111.75(a)(2))."""

from collections.abc import Iterator

from evidence.pack.conformity import meets
from evidence.pack.format import CertificateResult, ComponentLot
from evidence.pack.rules.context import Context
from evidence.pack.rules.engine import Finding, rule
from evidence.pack.rules.findings import (
    at,
    counted,
    failed,
    listed,
    needs_event,
    not_applicable,
    not_judged,
    passed,
    problems_or,
    read,
)
from evidence.pack.rules.suppliers import approval_of, ingredients_used, relying_on_certificate

TABLE = "materials.certificate_results"
LOTS = "materials.component_lots"
IDENTITY = "IDENTITY"
"""The attribute that an identity test shows."""
Certificates = dict[str, list[CertificateResult]]


def _by_lot(context: Context) -> Certificates:
    found: Certificates = {}
    for row in context.pack.materials.certificate_results:
        found.setdefault(row.component_lot, []).append(row)
    return found


def _own_tests(context: Context) -> dict[str, set[str]]:
    """Component lot → attributes that the manufacturer tested itself, conforming."""
    found: dict[str, set[str]] = {}
    for test in context.pack.materials.identity_tests:
        if test.result and test.limit and meets(test.result, test.limit):
            found.setdefault(test.component_lot, set()).add(IDENTITY)
    for row in context.pack.laboratory.results:
        is_whole = row.stage == "component" and row.value and row.limit
        if row.sample_lot and is_whole and meets(row.value, row.limit, unit=row.unit, loq=row.loq):  # type: ignore[arg-type]
            found.setdefault(row.sample_lot, set()).add(row.test)
    return found


@rule(
    "R207",
    "111.75(a)(2)",
    "Every other component rests on an own test or on a certificate with its five conditions",
    cure="Test the component, or complete what lets the supplier's certificate stand for the test.",
    by=("CQC",),
)
def components_confirmed(context: Context) -> Iterator[Finding]:
    rows, own, certificates = relying_on_certificate(context), _own_tests(context), _by_lot(context)
    if not rows:
        yield not_applicable(LOTS, "No component other than dietary ingredients was used.")
        return
    yield from problems_or(
        (
            failed(
                at(LOTS, position),
                f"{row.number} was not tested, and its certificate cannot stand for it: {listed(absent)} missing.",
                lot=row.number,
                missing=absent,
            )
            for position, row, _ in rows
            if row.number not in own and (absent := _conditions_missing(context, row, certificates.get(row.number, [])))
        ),
        passed(
            LOTS,
            f"{counted(len(rows), 'component lot')}, each tested or covered by a certificate with its conditions.",
            **read([row for _, row, _ in rows], "number", "component", "supplier", "status", "status_by"),
            tested=sorted(own),
        ),
    )


def _conditions_missing(context: Context, row: ComponentLot, certificate: list[CertificateResult]) -> list[str]:
    """Of the conditions (A) to (E) of 111.75(a)(2)(ii); whether (D) is overdue says R209."""
    approval = approval_of(context, row)
    conditions = (
        (approval is not None and approval.confirmed_on is not None, "(A) the supplier's confirmed results"),
        (bool(certificate), "(B) the certificate's results"),
        (approval is not None and bool(approval.document), "(C) the documented qualification"),
        (approval is not None and approval.reconfirm_by is not None, "(D) the periodic confirmation"),
        (row.status == "approved" and row.status_by is not None, "(E) quality control's approval"),
    )
    return [name for holds, name in conditions if not holds]


@rule(
    "R208",
    "111.75(a)(2)(ii)(B)",
    "Certificates state method, limit and actual result of every attribute, and each result conforms",
    cure="Ask the supplier for a certificate with method, limit and actual result of every attribute.",
    by=("CQC",),
)
def certificates_complete(context: Context) -> Iterator[Finding]:
    rows, certificates = context.pack.materials.certificate_results, _by_lot(context)
    named = [lot.number for lot in context.pack.materials.component_lots if lot.certificate]
    if not rows and not named:
        yield not_applicable(TABLE, "No component lot has a certificate.")
        return
    yield from problems_or(
        (
            *(
                failed(
                    f"{TABLE}/{number}", f"The certificate of {number} is named, but none of its results.", lot=number
                )
                for number in dict.fromkeys(named)
                if number not in certificates
            ),
            *(
                finding
                for position, row in enumerate(rows, start=1)
                if (finding := _incomplete(at(TABLE, position), row))
            ),
        ),
        passed(
            TABLE,
            f"{counted(len(rows), 'result')} of certificates, each with method and limit.",
            **read(rows, "component_lot", "attribute", "method", "limit", "value", "unit"),
        ),
    )


def _incomplete(subject: str, row: CertificateResult) -> Finding | None:
    named = ((row.method, "the method"), (row.limit, "the limit"), (row.value, "the actual result"))
    absent = [name for value, name in named if value is None]
    value, limit = row.value.text if row.value else None, row.limit.text if row.limit else None
    facts = {"lot": row.component_lot, "attribute": row.attribute, "unit": row.unit, "value": value, "limit": limit}
    name = f"{row.attribute} on the certificate of {row.component_lot}"
    if row.limit is None or row.value is None or absent:
        return failed(subject, f"{name} lacks {listed(absent)}.", **facts)
    if meets(row.value, row.limit, unit=row.unit) is False:
        return needs_event(subject, f"{name}: {row.value.text} is outside {row.limit.text}.", **facts)
    return None


@rule(
    "R211",
    "111.70(b), 111.75(a)",
    "Every attribute of a component's specification has a result",
    cure="Submit the missing result, or the approved basis for leaving the attribute out of the specification.",
    by=("CQC",),
)
def attributes_shown(context: Context) -> Iterator[Finding]:
    rows, own, certificates = ingredients_used(context), _own_tests(context), _by_lot(context)
    if not rows:
        yield not_applicable(LOTS, "The pack lists no ingredient lot that was used (R201).")
        return
    problems = []
    for position, row, _ in rows:
        wanted = context.baseline.standing.attributes_of(row.component)
        if wanted is None:
            problems.append(not_judged(at(LOTS, position), f"the specification of {row.component}", lot=row.number))
            continue
        shown = {found.attribute for found in certificates.get(row.number, ()) if found.value is not None}
        missing = [attribute for attribute in wanted if attribute not in shown | own.get(row.number, set())]
        if missing:
            problems.append(
                failed(at(LOTS, position), f"{row.number} has no result for {listed(missing)} of {row.component}.",
                       lot=row.number, missing=missing)
            )  # fmt: skip
    yield from problems_or(
        problems,
        passed(
            LOTS,
            f"{counted(len(rows), 'ingredient lot')}: every attribute of its specification has a result.",
            **read([row for _, row, _ in rows], "number", "component"),
            certificates=read(context.pack.materials.certificate_results, "component_lot", "attribute", "value"),
            tested={number: sorted(tests) for number, tests in sorted(own.items())},
        ),
    )
