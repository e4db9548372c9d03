"""A permit for a consignee that a recall can reach: what release does not know, this app checks first (R603)."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from kernel.scope import Actor
from lots.models import Lot, LotGate
from release.actions import issue_permit
from release.models import ShipPermit
from release.rules import unknown_permit
from traceability import rules
from traceability.models import Consignee


def permit_shipment(
    *, lot_id: UUID, consignee_id: UUID, quantity: Decimal, by: Actor, reason: str, at: datetime
) -> ShipPermit:
    """Issue a permit for goods of one lot to one consignee of the same partnership; quantity in the lot's unit."""
    with transaction.atomic():
        lot, consignee = Lot.objects.get(pk=lot_id), Consignee.objects.get(pk=consignee_id)
        rules.check_consignee(consignee, lot)
        rules.check_within_rule(LotGate.objects.values_list("route", flat=True).get(lot_id=lot_id), consignee)
        return issue_permit(
            lot_id=lot_id, consignee_id=consignee.pk, consignee_name=consignee.name, quantity=quantity, by=by,
            reason=reason, at=at,
        )  # fmt: skip


def known_permit(permit_id: UUID) -> ShipPermit:
    """The permit with its lot, or the refusal that nothing leaves on an unknown one."""
    permit = ShipPermit.objects.filter(pk=permit_id).select_related("lot").first()
    if permit is None:
        raise unknown_permit()
    return permit
