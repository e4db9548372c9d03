"""Product comes back: into quarantine, reviewed, decided by quality control (21 CFR 111.503-111.535)."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from evidence.actions.files import Incoming, enter, put
from kernel import events
from kernel.history import acting
from kernel.scope import Actor
from kernel.states import check_move, move
from lots.models import Lot
from lots.rules import check_may
from masters.models import Product
from parties.identity import ProofOfIdentity
from parties.models import Partnership
from quality_events.actions.report import report_event
from quality_events.actions.return_telling import ask, stop_asking, tell
from quality_events.classes import start
from quality_events.events import ReturnMoved
from quality_events.models import ReturnedProduct
from quality_events.queries.returns import next_return_number, return_content, returned_before
from quality_events.rules import returns as rules
from quality_events.states import EventKind, Missed
from records.actions.signatures import sign
from records.queries import delegators_of
from records.states import Meaning


@dataclass(frozen=True, slots=True)
class CameBack:
    """What is known at receipt; `quantity` in the product's packaged unit, `why` a `ReturnReason`."""

    quantity: Decimal
    returned_by: str
    why: str
    condition: str
    place: str
    words: str = ""


def receive_return(
    *,
    product_id: UUID,
    lot_id: UUID | None,
    came_back: CameBack,
    received_at: datetime,
    by: Actor,
    reason: str,
    at: datetime,
) -> ReturnedProduct:
    """Into quarantine at the company of `by`; both companies are told, and asked to review it."""
    with transaction.atomic(), acting(by=by, reason=reason or "product came back", at=at):
        product = Product.objects.get(pk=product_id)
        partnership = Partnership.objects.select_for_update(no_key=True).get(pk=product.partnership_id)
        check_may(by, "quality_events.report", partnership, "record returned product")
        lot = Lot.objects.get(pk=lot_id) if lot_id else None
        rules.check_lot(lot, product.pk)
        rules.check_received(
            quantity=came_back.quantity,
            texts={
                "who returned it": came_back.returned_by,
                "in what condition it is": came_back.condition,
                "where it stands in quarantine": came_back.place,
            },
            received_at=received_at,
            at=at,
        )
        rules.check_not_more_than_made(came_back.quantity, lot, returned_before(lot_id))
        returned = ReturnedProduct.objects.create(
            partnership=partnership,
            sponsor_id=partnership.sponsor_id,
            number=next_return_number(partnership.pk),
            product=product,
            lot=lot,
            unit=product.unit,
            holder_id=by.company_id,
            received_at=received_at,
            entered_at=at,
            entered_by_id=by.person_id,
            **{name: value.strip() if isinstance(value, str) else value for name, value in asdict(came_back).items()},
        )
        ask(returned, "review", by=by, at=at)
        tell(returned, "received", "came back, in quarantine", by=by, at=at)
        events.publish(ReturnMoved(returned.pk, returned.partnership_id, "receive", by, at))
        return returned


def record_return_review(
    *, return_id: UUID, review: str, implicates_others: bool, by: Actor, reason: str, at: datetime
) -> ReturnedProduct:
    """The material review: what was examined, and whether the reason may concern other batches."""
    with transaction.atomic(), acting(by=by, reason=reason or "material review", at=at):
        returned = ReturnedProduct.objects.locked([return_id]).get()
        check_may(by, "quality_events.screen", returned, "review returned product")
        rules.check_open_for_review(returned)
        returned.review, returned.implicates_others = review.strip(), implicates_others
        returned.reviewed_by_id = by.person_id
        rules.check_review(returned)
        returned.save()
        return returned


def sign_return_review(
    *, return_id: UUID, proof: ProofOfIdentity, shown_hash: str, by: Actor, reason: str, at: datetime
) -> ReturnedProduct:
    """The review goes to quality control, signed by who wrote it."""
    with transaction.atomic(), acting(by=by, reason=reason or "reviewed", at=at):
        returned = ReturnedProduct.objects.locked([return_id]).get()
        rules.check_review(returned)
        rules.check_own_review(returned, by)
        _signed(returned, "review", proof, shown_hash, by=by, reason=reason, at=at)
        ask(returned, "decide", by=by, at=at)
        return returned


def send_back_return(*, return_id: UUID, by: Actor, reason: str, at: datetime) -> ReturnedProduct:
    """Quality control sees it otherwise: it is reviewed again."""
    with transaction.atomic(), acting(by=by, reason=reason or "sent back", at=at):
        returned = ReturnedProduct.objects.locked([return_id]).get()
        move(returned, "send_back", by=by, reason=reason)
        events.publish(ReturnMoved(returned.pk, returned.partnership_id, "send_back", by, at))
        ask(returned, "review", by=by, at=at)
        return returned


def investigate_return(
    *, return_id: UUID, lot_ids: Sequence[UUID], by: Actor, reason: str, at: datetime
) -> ReturnedProduct:
    """The reason may concern other batches: an event opens on all of them (111.530)."""
    with transaction.atomic(), acting(by=by, reason=reason or "other batches concerned", at=at):
        returned = ReturnedProduct.objects.get(pk=return_id)
        check_may(by, "quality_events.screen", returned, "investigate returned product")
        rules.check_investigable(returned)
        chosen = sorted({*lot_ids, *([returned.lot_id] if returned.lot_id else [])})
        rules.check_lots_chosen(len(chosen))
        for lot in Lot.objects.filter(pk__in=chosen):
            rules.check_lot(lot, returned.product_id)
        event = report_event(
            lot_ids=chosen,
            kind=EventKind.RETURN,
            classification=start(EventKind.RETURN, Missed.NONE),
            title=f"{returned.number}: {returned.get_why_display()}, other batches may be concerned"[:200],
            description=f"{returned.words or returned.condition}\n\nReview: {returned.review}",
            missed=Missed.NONE,
            discovered_at=returned.received_at,
            is_from_intake=True,
            by=by,
            reason=reason,
            at=at,
        )
        returned = ReturnedProduct.objects.locked([return_id]).get()
        rules.check_investigable(returned)
        returned.event = event
        returned.save()
        return returned


def decide_return(
    *, return_id: UUID, verb: str, proof: ProofOfIdentity, shown_hash: str, by: Actor, reason: str, at: datetime
) -> ReturnedProduct:
    """Destroy, salvage or reprocess; and what was reprocessed is approved or rejected. Signed by another person."""
    with transaction.atomic(), acting(by=by, reason=reason or verb, at=at):
        returned = ReturnedProduct.objects.locked([return_id]).get()
        check_move(returned, verb, by=by, reason=reason, signed=True)
        rules.check_decision(returned, verb, by, delegators_of(returned.pk, Meaning.REVIEWED))
        returned.decided_at = at
        _signed(returned, verb, proof, shown_hash, by=by, reason=reason, at=at)
        stop_asking(returned, by=by, at=at)
        waits = {"destroy": "destruction", "reject": "destruction", "reprocess": "reprocessed"}.get(verb)
        if waits:
            ask(returned, waits, by=by, at=at)
        tell(returned, verb, returned.get_state_display().lower(), by=by, at=at)
        return returned


def record_return_destruction(
    *,
    return_id: UUID,
    destroyed_on: date,
    operator: str,
    witness: str,
    certificate: Incoming,
    by: Actor,
    reason: str,
    at: datetime,
) -> ReturnedProduct:
    """It is gone, before a witness, with its certificate."""
    with transaction.atomic(), acting(by=by, reason=reason or "destroyed", at=at):
        returned = ReturnedProduct.objects.locked([return_id]).get()
        rules.check_destruction(operator=operator, witness=witness, destroyed_on=destroyed_on, today=at.date())
        check_move(returned, "record_destruction", by=by, reason=reason)
        returned.certificate = enter(returned, [certificate], by, at)[certificate.name]
        put([certificate])
        returned.destroyed_on, returned.operator, returned.witness = destroyed_on, operator.strip(), witness.strip()
        move(returned, "record_destruction", by=by, reason=reason)
        events.publish(ReturnMoved(returned.pk, returned.partnership_id, "record_destruction", by, at))
        stop_asking(returned, by=by, at=at)
        return returned


def _signed(
    returned: ReturnedProduct, verb: str, proof: ProofOfIdentity, shown_hash: str, *, by: Actor, reason: str,
    at: datetime,
) -> None:  # fmt: skip
    transition = check_move(returned, verb, by=by, reason=reason, signed=True)
    sign(
        by=by,
        subject=returned,
        subject_kind="return",
        subject_label=f"{returned.number}, {returned.product.name}"[:200],
        content=return_content(returned),
        meaning=Meaning(transition.meaning),
        proof=proof,
        reason=reason,
        at=at,
        shown_hash=shown_hash,
        permission=transition.permission,
    )
    move(returned, verb, by=by, reason=reason, signed=True)
    events.publish(ReturnMoved(returned.pk, returned.partnership_id, verb, by, at))
