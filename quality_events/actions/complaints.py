"""A complaint is written down by whoever received it; the first receipt by either company counts (111.553)."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from evidence.actions.files import Incoming, enter, put
from kernel import events
from kernel.history import acting
from kernel.scope import Actor
from lots.models import Lot
from lots.rules import check_may
from masters.models import Product
from parties.models import Partnership
from quality_events.actions.adverse import restart_first_report
from quality_events.actions.complaint_telling import ask, tell
from quality_events.actions.forwarding import judge_forwarding
from quality_events.events import ComplaintMoved
from quality_events.models import Complaint, ComplaintLot
from quality_events.queries.complaints import next_complaint_number
from quality_events.rules.complaints import check_complaint, check_earlier_receipt, check_receipts
from quality_events.seriousness import first_receipt


@dataclass(frozen=True, slots=True)
class Told:
    """What the complaint says (111.570(b)(2)(ii)); `stated_lot` as it was told, empty when unknown."""

    nature: str
    channel: str
    reporter: str
    words: str
    reporter_reference: str = ""
    stated_lot: str = ""
    usage: str = ""
    dose: str = ""


def receive_complaint(
    *,
    product_id: UUID,
    lot_ids: Sequence[UUID],
    told: Told,
    sponsor_received_at: datetime | None,
    cmo_received_at: datetime | None,
    by: Actor,
    reason: str,
    at: datetime,
) -> Complaint:
    """Write a complaint down; `lot_ids` may be empty (unknown). Both companies are told, and asked to screen it."""
    with transaction.atomic(), acting(by=by, reason=reason or "complaint received", at=at):
        product = Product.objects.get(pk=product_id)
        partnership = Partnership.objects.select_for_update(no_key=True).get(pk=product.partnership_id)
        check_may(by, "quality_events.report", partnership, "record a complaint")
        chosen = set(lot_ids)
        lots = list(Lot.objects.filter(pk__in=chosen).order_by("pk"))
        check_complaint(words=told.words, lots=lots, product_id=product.pk, chosen=len(chosen))
        receipts = (sponsor_received_at, cmo_received_at)
        check_receipts(receipts, at)
        complaint = Complaint.objects.create(
            partnership=partnership,
            sponsor_id=partnership.sponsor_id,
            number=next_complaint_number(partnership.pk),
            product=product,
            sponsor_received_at=sponsor_received_at,
            cmo_received_at=cmo_received_at,
            first_received_at=first_receipt(receipts),
            entered_at=at,
            entered_by_id=by.person_id,
            **{name: text.strip() for name, text in asdict(told).items()},
        )
        ComplaintLot.objects.bulk_create(
            ComplaintLot(
                partnership=partnership, sponsor_id=partnership.sponsor_id, complaint=complaint, lot=lot, is_named=True
            )
            for lot in lots
        )
        judge_forwarding(complaint, by=by, at=at)
        ask(complaint, "screen", by=by, at=at)
        tell(complaint, "received", "received, to be screened", by=by, at=at)
        events.publish(ComplaintMoved(complaint.pk, complaint.partnership_id, "receive", by, at))
        return complaint


def record_receipt(*, complaint_id: UUID, received_at: datetime, by: Actor, reason: str, at: datetime) -> Complaint:
    """The own company had it too, or earlier than written down; a running clock begins at the earlier moment."""
    with transaction.atomic(), acting(by=by, reason=reason or "receipt", at=at):
        complaint = Complaint.objects.locked([complaint_id]).get()
        check_may(by, "quality_events.report", complaint, "record a receipt")
        field = f"{by.side(complaint)}_received_at"
        check_earlier_receipt(getattr(complaint, field), received_at, at)
        setattr(complaint, field, received_at)
        before = complaint.first_received_at
        complaint.first_received_at = first_receipt((complaint.sponsor_received_at, complaint.cmo_received_at))
        complaint.save()
        if complaint.first_received_at < before:
            restart_first_report(complaint, by=by, at=at)
        if field == "cmo_received_at":
            judge_forwarding(complaint, by=by, at=at)
        return complaint


def attach_label(*, complaint_id: UUID, file: Incoming, by: Actor, reason: str, at: datetime) -> Complaint:
    """The copy of the label, kept in the evidence store; a serious event cannot be reported without it."""
    with transaction.atomic(), acting(by=by, reason=reason or f"label copy {file.name}", at=at):
        complaint = Complaint.objects.locked([complaint_id]).get()
        check_may(by, "quality_events.report", complaint, "attach the label")
        complaint.label = enter(complaint, [file], by, at)[file.name]
        put([file])
        complaint.save()
        return complaint
