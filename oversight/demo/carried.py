"""What a carrier says it carried: a pallet on its permit, one that nobody permitted; and a permit that lives today."""

from datetime import datetime, timedelta
from decimal import Decimal

from kernel.scope import Actor
from lots.models import LotGate
from oversight.demo.baseline import ALDER, CLERKS, CONSIGNEES, KEYSTONE
from oversight.demo.stage import Scene, Stage
from release.models import ShipPermit
from traceability.actions import permit_shipment, record_feed
from traceability.matching import StatedLine
from traceability.models import FeedLine, Shipment

CLERK = CLERKS[KEYSTONE]
FEED = "Wasatch Freight ASN"


def carried(stage: Stage, today: datetime) -> list[Scene]:
    """A feed of yesterday, and a permit an hour old whose pallet sheet can be printed."""

    def hand_in(by: Actor, at: datetime) -> list[FeedLine]:
        pair = stage.made[f"pair/{ALDER}/{KEYSTONE}"]
        gone = Shipment.objects.filter(partnership=pair, lot__state="shipped").select_related("lot", "consignee")
        shipment = gone.order_by("-shipped_at", "id")[0]
        permitted = StatedLine(
            "88121", shipment.lot.number, shipment.quantity, shipment.shipped_at, shipment.reference,
            shipment.lot.product.code, consignee=shipment.consignee.name,
        )  # fmt: skip
        stray = StatedLine(
            "88122", shipment.lot.number, Decimal(48), shipment.shipped_at,
            f"{shipment.reference}-B", shipment.lot.product.code,
        )  # fmt: skip
        return record_feed(partnership_id=pair.pk, feed=FEED, lines=[permitted, stray], by=by, reason="", at=at)

    def permit(by: Actor, at: datetime) -> ShipPermit:
        pair = stage.made[f"pair/{ALDER}/{KEYSTONE}"]
        gates = LotGate.objects.filter(partnership=pair, ok=True, open_qty__gte=120)
        gate = gates.order_by("-lot__packed_on", "lot_id")[0]
        consignee = stage.made[f"consignee/{ALDER}/{KEYSTONE}/{CONSIGNEES[0][0]}"]
        return permit_shipment(
            lot_id=gate.lot_id, consignee_id=consignee.pk, quantity=Decimal(120), by=by, reason="Pallet 7, dock 4",
            at=at,
        )  # fmt: skip

    return [
        Scene(today - timedelta(hours=20), "feed: hand in", lambda: stage.act(CLERK, hand_in)),
        Scene(today - timedelta(minutes=50), "permit: issue", lambda: stage.act(CLERK, permit)),
    ]
