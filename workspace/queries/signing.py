"""Signatures about a lot and what was shipped of it."""

from collections.abc import Iterable
from decimal import Decimal
from uuid import UUID

from django.db.models import Sum

from parties.states import Role
from records.models import Signature
from records.queries import printed_name_of
from traceability.models import Shipment
from traceability.wording import paid_words
from workspace.dossier_data import ShipmentFact, SignatureFact
from workspace.queries.lot import trimmed


def signature_facts(subject_ids: Iterable[UUID]) -> tuple[SignatureFact, ...]:
    """Every signature on these records, oldest first; one query."""
    found = Signature.objects.filter(subject_id__in=list(subject_ids)).select_related("organisation", "delegator")
    return tuple(
        SignatureFact(
            printed_name=printed_name_of(signature),
            organisation=signature.organisation.name,
            role=Role(signature.role).label,
            meaning=signature.get_meaning_display(),
            signed_at=signature.signed_at,
            subject=signature.subject_label,
            proof=signature.get_proof_display(),
            content_hash=signature.content_hash,
            reason=signature.reason,
        )
        for signature in found.order_by("signed_at", "id")
    )


def shipment_facts(lot_id: UUID) -> tuple[ShipmentFact, ...]:
    """Every shipment of the lot, oldest first; one query."""
    shipments = Shipment.objects.filter(lot_id=lot_id).select_related("consignee", "shipped_by")
    return tuple(
        ShipmentFact(
            reference=shipment.reference,
            shipped_at=shipment.shipped_at,
            quantity=trimmed(shipment.quantity) or shipment.quantity,
            unit=shipment.unit,
            ship_from=shipment.ship_from,
            consignee=shipment.consignee.name,
            address=shipment.consignee.address,
            contact=shipment.consignee.contact,
            carrier=shipment.carrier,
            shipped_by=shipment.shipped_by.name,
            paid=paid_words(shipment.gate, shipment.unit),
        )
        for shipment in shipments.order_by("shipped_at", "id")
    )


def shipped_quantity(lot_id: UUID) -> Decimal:
    """How much has left, in the lot's unit."""
    total: Decimal | None = Shipment.objects.filter(lot_id=lot_id).aggregate(total=Sum("quantity"))["total"]
    return total if total is not None else Decimal(0)
