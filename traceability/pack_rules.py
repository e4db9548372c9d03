"""R602, R603: no more leaves than was released, to somebody who can be reached (21 CFR 111.475, 7.49)."""

from collections.abc import Iterator
from fractions import Fraction

from evidence.pack.rules.context import Context
from evidence.pack.rules.engine import Finding, rule
from evidence.pack.rules.findings import failed, listed, passed
from evidence.pack.rules.quantities import shown, stated_in

SUBJECT = "shipment"


@rule(
    "R602",
    "111.475(b)(2), 111.127(h)",
    "No more is shipped than was released and is not held",
    stage="shipment",
    cure="Ship no more than is left of the released quantity.",
    by=("SSC", "3PL"),
)
def no_more_than_released(context: Context) -> Iterator[Finding]:
    decision, shipment = context.disposition, context.shipment
    if shipment is None or decision is None or decision.decision != "release":
        yield failed(SUBJECT, "Nothing of this lot has been released, so nothing can be shipped.")
        return
    facts = {
        "shipment": shipment.number, "quantity": shipment.quantity, "unit": shipment.unit,
        "released": decision.quantity, "held": decision.held, "shipped_before": decision.shipped,
    }  # fmt: skip
    asked = stated_in(shipment.quantity, shipment.unit, decision.unit)
    if asked is None:
        yield failed(
            SUBJECT, f"{shown(shipment.quantity, shipment.unit)} cannot be compared with what was released.", **facts
        )
        return
    left = Fraction(decision.quantity) - Fraction(decision.held) - Fraction(decision.shipped)
    text = f"{shown(asked, decision.unit)} to ship, {shown(left, decision.unit)} left of the release"
    yield (passed if 0 < asked <= left else failed)(SUBJECT, f"{text}.", **facts)


@rule(
    "R603",
    "21 CFR 7.49, 111.475(b)(2)",
    "The consignee can be reached in a recall",
    stage="shipment",
    cure="Add the consignee's contact person and a phone or e-mail for a recall.",
    by=("SSC", "3PL"),
)
def consignee_reachable(context: Context) -> Iterator[Finding]:
    shipment = context.shipment
    if shipment is None:
        yield failed(SUBJECT, "There is no shipment to judge.")
        return
    absent = [
        name
        for value, name in (
            (shipment.consignee, "the consignee"),
            (shipment.contact, "a contact person"),
            (shipment.phone or shipment.email, "a phone or e-mail"),
        )
        if not value.strip()
    ]
    facts = {"shipment": shipment.number, "consignee": shipment.consignee, "missing": absent}
    if absent:
        yield failed(SUBJECT, f"Shipment {shipment.number} lacks {listed(absent)}.", **facts)
    else:
        yield passed(SUBJECT, f"{shipment.consignee} can be reached through {shipment.contact}.", **facts)
