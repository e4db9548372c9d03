"""R204, R209, R210: approved suppliers, and certificates that can still be relied on (21 CFR 111.75(a)(2)(ii))."""

from collections.abc import Iterator
from datetime import date

from evidence.pack.format import ComponentLot
from evidence.pack.rules.component_lots import consumed, first_weighings
from evidence.pack.rules.context import Context
from evidence.pack.rules.engine import Finding, rule
from evidence.pack.rules.findings import (
    at,
    counted,
    failed,
    not_applicable,
    not_judged,
    passed,
    problems_or,
    read,
)
from evidence.pack.rules.identity_tests import dietary_lots, firm
from evidence.pack.values import Kind
from masters.standing import SupplierValue

TABLE = "materials.component_lots"
_INGREDIENTS = ("dietary ingredient", "other component")
_ALIKE = 3
"""As many lots with the same figures are a signal of copied certificates (domain §B2)."""

Used = list[tuple[int, ComponentLot, date | None]]


def ingredients_used(context: Context) -> Used:
    """(position, component lot, day of first use) of the ingredients that went in; packaging is not among them."""
    record = context.baseline.master_record
    kinds = {component.code: component.kind for component in record.components} if record else {}
    zone, first, used = context.pack.header.zone, first_weighings(context), consumed(context)
    return [
        (position, row, first[row.number].astimezone(zone).date() if row.number in first else row.received_on)
        for position, row in enumerate(context.pack.materials.component_lots, start=1)
        if row.number in used and (row.material or kinds.get(row.component)) in _INGREDIENTS
    ]


def approval_of(context: Context, row: ComponentLot) -> SupplierValue | None:
    """The approval of this supplier, and of the manufacturer's site where the approval names one."""
    for approval in context.baseline.standing.suppliers:
        if approval.component != row.component or firm(approval.supplier) != firm(row.supplier or ""):
            continue
        if not approval.site or firm(approval.site) == firm(row.manufacturer_site or ""):
            return approval
    return None


def _none_used(context: Context) -> Finding:
    return not_applicable(TABLE, "The pack lists no ingredient lot that was used (R201).")


@rule(
    "R204",
    "111.75(a)(2)(ii), 111.95(b)(2)",
    "Supplier and site are approved for the component on the day of its use",
    severity="B",
    cure="Have the supplier and its site approved for the component, or reject the component lot.",
    by=("CQA", "SRM"),
)
def suppliers_approved(context: Context) -> Iterator[Finding]:
    rows = ingredients_used(context)
    if not rows:
        yield _none_used(context)
        return
    yield from problems_or(
        (finding for position, row, day in rows if (finding := _not_approved(context, at(TABLE, position), row, day))),
        passed(
            TABLE,
            f"{counted(len(rows), 'ingredient lot')}, each from a supplier and site approved for it.",
            **read([row for _, row, _ in rows], "number", "component", "supplier", "manufacturer_site"),
        ),
    )


def _not_approved(context: Context, subject: str, row: ComponentLot, day: date | None) -> Finding | None:
    approval = approval_of(context, row)
    facts = {"lot": row.number, "component": row.component, "supplier": row.supplier,
             "site": row.manufacturer_site, "used_on": day}  # fmt: skip
    if approval is None:
        known = {found.component for found in context.baseline.standing.suppliers}
        if row.component not in known:
            return not_judged(subject, f"which suppliers are approved for {row.component}", **facts)
        where = f" at {row.manufacturer_site}" if row.manufacturer_site else ""
        return failed(subject, f"{row.supplier or 'No supplier'}{where} is not approved for {row.component}.", **facts)
    if day is None:
        return failed(subject, f"When {row.number} was first used is missing.", **facts)
    begins, ends = approval.approved_from, approval.approved_until
    if (begins is not None and day < begins) or (ends is not None and day > ends):
        return failed(subject, f"{row.supplier} was not approved for {row.component} on {day}.", **facts,
                      approved_from=begins, approved_until=ends)  # fmt: skip
    return None


def relying_on_certificate(context: Context) -> Used:
    """Other components used: those that a certificate may stand for (111.75(a)(2)(ii)); never a dietary ingredient."""
    dietary = set(dietary_lots(context))
    return [entry for entry in ingredients_used(context) if entry[1].number not in dietary]


@rule(
    "R209",
    "111.75(a)(2)(ii)(D)",
    "Supplier certificates were confirmed again in time",
    severity="B",
    cure="Confirm the supplier's certificate by own tests again, and record until when it may be relied on.",
    by=("CQC",),
)
def certificates_reconfirmed(context: Context) -> Iterator[Finding]:
    rows = relying_on_certificate(context)
    if not rows:
        yield not_applicable(TABLE, "No component rests on a supplier's certificate.")
        return
    problems = []
    for position, row, day in rows:
        approval, subject = approval_of(context, row), at(TABLE, position)
        due = approval.reconfirm_by if approval else None
        if due is None:
            problems.append(
                not_judged(subject, f"until when the certificates of {row.supplier or 'the supplier'} for "
                           f"{row.component} may be relied on", lot=row.number)
            )  # fmt: skip
        elif day is None or day > due:
            problems.append(
                failed(subject, f"The certificates of {row.supplier} for {row.component} were to be confirmed by "
                       f"{due}; {row.number} was used on {day}.", lot=row.number, used_on=day, reconfirm_by=due)
            )  # fmt: skip
    yield from problems_or(
        problems,
        passed(
            TABLE,
            f"{counted(len(rows), 'component lot')}: the supplier's certificates were confirmed in time.",
            **read([row for _, row, _ in rows], "number", "component", "supplier"),
        ),
    )


@rule(
    "R210",
    "111.75(a)(2)(ii)(B), 111.95(b)(2)",
    "Certificates of different lots differ",
    severity="W",
    cure="Ask the supplier for the raw data of the lots, and confirm the certificate by an own test.",
    by=("CQC", "SQA"),
)
def certificates_differ(context: Context) -> Iterator[Finding]:
    own = measured_values(context)
    rows = [(position, row) for position, row, _ in ingredients_used(context) if own.get(row.number)]
    if not rows:
        yield not_applicable("materials.certificate_results", "No certificate states a measured value.")
        return
    problems = []
    for position, row in rows:
        alike = sorted(
            {
                earlier.lot
                for earlier in context.earlier.certificates
                if earlier.component == row.component and firm(earlier.supplier) == firm(row.supplier or "")
                and earlier.lot != row.number and dict(earlier.values) == own[row.number]
            }
        )  # fmt: skip
        if len(alike) + 1 >= _ALIKE:
            problems.append(
                failed(at(TABLE, position), f"The certificate of {row.number} has the same figures as those of "
                       f"{counted(len(alike), 'earlier lot')}: {', '.join(alike[:5])}.", lot=row.number,
                       earlier=alike, values=own[row.number])
            )  # fmt: skip
    yield from problems_or(
        problems,
        passed(TABLE, f"{counted(len(rows), 'certificate')}: none repeats the figures of {_ALIKE - 1} earlier lots.",
               values={row.number: own[row.number] for _, row in rows}),
    )  # fmt: skip


def measured_values(context: Context) -> dict[str, dict[str, str]]:
    """Component lot → attribute → figure of its certificate; words such as “complies” always repeat."""
    found: dict[str, dict[str, str]] = {}
    for row in context.pack.materials.certificate_results:
        if row.value is not None and row.value.kind is Kind.NUMBER:
            found.setdefault(row.component_lot, {})[row.attribute] = row.value.canonical_text
    return found
