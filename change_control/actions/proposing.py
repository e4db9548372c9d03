"""The CMO writes a change request and hands it in; the agreement says whether the sponsor decides (domain §C5)."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from change_control import rules
from change_control.actions.locking import locked
from change_control.actions.telling import ask_to_decide, ask_to_implement, tell_sponsor
from change_control.models import ChangeRequest
from change_control.queries import clause_of, next_number, terms_for
from kernel.history import acting
from kernel.scope import Actor
from kernel.states import move
from masters.models import Product
from parties.models import Partnership
from parties.rules import check_may


@dataclass(frozen=True, slots=True)
class ChangeDraft:
    """What a change request says; `trigger` is one of the agreement's change triggers."""

    title: str
    trigger: str
    description: str
    justification: str
    impact: str
    effective_on: date


def propose(*, product_id: UUID, content: ChangeDraft, by: Actor, reason: str, at: datetime) -> ChangeRequest:
    """Write a draft, numbered CR-n in its partnership."""
    fields = asdict(content)
    with transaction.atomic(), acting(by=by, reason=reason.strip() or "change proposed", at=at):
        product = Product.objects.get(pk=product_id)
        partnership = Partnership.objects.locked([product.partnership_id]).get()
        check_may(by, "change_control.propose", partnership, "propose a change")
        rules.check_whole(fields)
        return ChangeRequest.objects.create(
            partnership=partnership,
            sponsor_id=partnership.sponsor_id,
            number=next_number(partnership.pk),
            product=product,
            proposed_by_id=by.person_id,
            proposed_at=at,
            **fields,
        )


def revise(*, change_id: UUID, content: ChangeDraft, by: Actor, reason: str, at: datetime) -> ChangeRequest:
    """Rewrite a draft."""
    fields = asdict(content)
    with transaction.atomic(), acting(by=by, reason=reason.strip() or "change revised", at=at):
        change = locked(change_id)
        check_may(by, "change_control.propose", change, "revise a change")
        rules.check_draft(change)
        rules.check_whole(fields)
        for name, value in fields.items():
            setattr(change, name, value)
        change.save()
        return change


def submit(*, change_id: UUID, by: Actor, reason: str, at: datetime) -> ChangeRequest:
    """Hand it in: to the sponsor for approval, or as a notice where the clause says that this is enough."""
    with transaction.atomic(), acting(by=by, reason=reason.strip() or "submitted", at=at):
        change = locked(change_id)
        terms = terms_for(change.product, at.date())
        needs_approval = terms is None or terms.approves_change(change.trigger)
        change.clause = clause_of(terms)
        move(change, "submit" if needs_approval else "notify", by=by, reason=reason, save=False)
        rules.check_lead(change.effective_on, terms, at.date())
        change.save()
        if needs_approval:
            ask_to_decide(change, by=by, at=at)
        else:
            ask_to_implement(change, by=by, at=at)
        tell_sponsor(change, by=by, at=at)
        return change
