"""R604–R606: where the released quantity is, and what is on record of it (21 CFR 111.475, 1.345)."""

from collections.abc import Iterator
from decimal import Decimal

from evidence.pack.rules.context import Context
from evidence.pack.rules.engine import Finding, rule
from evidence.pack.rules.findings import failed, listed, not_applicable, not_judged, passed
from evidence.pack.rules.quantities import shown

SUBJECT = "distribution"
_PLACES = ("shipped", "on_hand", "sampled", "destroyed", "returned")


@rule(
    "R604",
    "111.475(b)(2), 111.470",
    "What was released is shipped, on hand, sampled, destroyed or returned",
    severity="B",
    version=2,
    stage="distribution",
    cure="Count the stock, and report an event for what cannot be found.",
    by=("SSC", "3PL"),
)
def released_is_accounted_for(context: Context) -> Iterator[Finding]:
    decision = context.disposition
    if decision is None or decision.decision != "release":
        yield not_applicable(SUBJECT, "Nothing of this lot has been released.")
        return
    amounts: dict[str, Decimal | None] = {name: getattr(decision, name) for name in _PLACES}
    facts = {"released": decision.quantity, "unit": decision.unit, **amounts}
    absent = [f"the quantity {name.replace('_', ' ')}" for name, amount in amounts.items() if amount is None]
    if absent:
        yield not_judged(SUBJECT, listed(absent), **facts)
        return
    if decision.shipped < 0:  # net of what came back: such a lot would balance for a wrong reason
        back = f"{shown(decision.returned or 0, decision.unit)} came back, {shown(-decision.shipped, decision.unit)}"
        yield failed(SUBJECT, f"{back} more than was shipped.", **facts)
        return
    total = sum((amount for amount in amounts.values() if amount is not None), Decimal(0))
    text = f"{shown(decision.quantity, decision.unit)} released, {shown(total, decision.unit)} accounted for"
    yield (passed if total == decision.quantity else failed)(SUBJECT, f"{text}.", **facts)


@rule(
    "R605",
    "111.475(b)(2), 111.127(h)",
    "No feed shows a shipment that was not authorized",
    severity="W",
    stage="distribution",
    cure="Report a critical event, and find out where the goods are. Without a feed this is not judged.",
    by=("SQH", "SSC"),
)
def no_unauthorized_shipment(context: Context) -> Iterator[Finding]:
    found = context.unauthorized_shipments
    if found is None:
        yield not_judged(SUBJECT, "a warehouse or carrier feed")
    elif found:
        yield failed(SUBJECT, f"Shipped without authorization: {listed(sorted(found))}.", shipments=sorted(found))
    else:
        yield passed(SUBJECT, "Every shipment in the feeds was authorized.", shipments=[])


@rule(
    "R606",
    "111.475(b)(2), 21 CFR 1.345",
    "The shipment leaves a distribution record",
    stage="shipment",
    cure="Add what the distribution record needs: the shipment's number, the consignee with its address, the carrier.",
    by=("SSC", "3PL"),
)
def distribution_recorded(context: Context) -> Iterator[Finding]:
    shipment = context.shipment
    if shipment is None:
        yield failed(SUBJECT, "There is no shipment to judge.")
        return
    named = (
        (shipment.number, "the shipment's number"), (shipment.consignee, "the consignee"),
        (shipment.address, "the consignee's address"), (shipment.unit, "the unit"),
    )  # fmt: skip
    absent = [name for value, name in named if not value.strip()]
    facts = {"shipment": shipment.number, "consignee": shipment.consignee, "address": shipment.address,
             "carrier": shipment.carrier, "shipped_at": shipment.shipped_at, "quantity": shipment.quantity}  # fmt: skip
    if absent:
        yield failed(SUBJECT, f"The distribution record lacks {listed(absent)}.", **facts)
    else:
        yield passed(SUBJECT, f"Shipment {shipment.number} to {shipment.consignee} is on record.", **facts)
