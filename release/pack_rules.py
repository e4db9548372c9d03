"""R601: nothing leaves before it was released (21 CFR 111.123(b), 111.127(h)). Pure, no Django."""

from collections.abc import Iterator

from evidence.pack.rules.context import Context
from evidence.pack.rules.engine import Finding, rule
from evidence.pack.rules.findings import failed, passed

SUBJECT = "shipment"


@rule(
    "R601",
    "111.123(b), 111.127(h)",
    "The lot was released before it was shipped",
    stage="shipment",
    cure="Decide about the lot first: nothing leaves without a signed release.",
    by=("SQH", "CQC"),
)
def released_before_shipping(context: Context) -> Iterator[Finding]:
    decision, shipment = context.disposition, context.shipment
    if shipment is None:
        yield failed(SUBJECT, "There is no shipment to judge.")
        return
    facts = {
        "shipment": shipment.number,
        "shipped_at": shipment.shipped_at,
        "decision": decision.decision if decision else None,
        "decided_at": decision.decided_at if decision else None,
    }
    if decision is None or decision.decision != "release":
        yield failed(SUBJECT, f"Shipment {shipment.number}: the lot has not been released.", **facts)
    elif shipment.shipped_at < decision.decided_at:
        yield failed(
            SUBJECT, f"Shipment {shipment.number} left before the release {decision.number} was signed.", **facts
        )
    else:
        yield passed(
            SUBJECT, f"Shipment {shipment.number} left after the release {decision.number} was signed.", **facts
        )
