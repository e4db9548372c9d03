"""The CMO writes a change request and hands it in; the agreement says whether the sponsor decides (domain §C5)."""

from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from change_control import rules
from change_control.actions.assessing import begin_assessment
from change_control.actions.locking import locked
from change_control.actions.telling import ask_to_implement, stop_asking, tell_sponsor
from change_control.classification import Classified, classify
from change_control.models import ChangeRequest
from change_control.queries import breach_of, lots_of, next_number, said_by, terms_for, version_now
from change_control.states import ChangePath, ChangeWay
from kernel.history import acting
from kernel.scope import Actor
from kernel.states import check_move, move
from masters.actions.succession import check_content
from masters.models import MasterKind, Product
from masters.written import written
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
    kind: str = ""
    """Which version of the product it changes (`masters.models.MasterKind`); empty: none."""
    content: Any = None
    """What the new version says: a value of its kind."""
    run_out: str = ""
    run_out_lots: int | None = None
    first_lot_id: UUID | None = None
    """A planned lot of the product, with which the change begins; None: by the day alone."""

    def fields(self) -> dict[str, Any]:
        """By the request's columns; the content stays a value."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


def propose(
    *, product_id: UUID, content: ChangeDraft, by: Actor, reason: str, at: datetime, event_id: UUID | None = None
) -> ChangeRequest:
    """Write a draft, numbered CR-n in its partnership; with the change breach that it answers it is retrospective."""
    with transaction.atomic(), acting(by=by, reason=reason.strip() or "change proposed", at=at):
        product = Product.objects.get(pk=product_id)
        partnership = Partnership.objects.locked([product.partnership_id]).get()
        check_may(by, "change_control.propose", partnership, "propose a change")
        columns = _columns(content, product)
        return ChangeRequest.objects.create(
            partnership=partnership,
            sponsor_id=partnership.sponsor_id,
            number=next_number(partnership.pk),
            product=product,
            proposed_by_id=by.person_id,
            proposed_at=at,
            path=ChangePath.RETROSPECTIVE if event_id else ChangePath.NORMAL,
            event=breach_of(event_id, product.pk) if event_id else None,
            **columns,
        )


def revise(*, change_id: UUID, content: ChangeDraft, by: Actor, reason: str, at: datetime) -> ChangeRequest:
    """Rewrite a draft."""
    with transaction.atomic(), acting(by=by, reason=reason.strip() or "change revised", at=at):
        change = locked(change_id)
        check_may(by, "change_control.propose", change, "revise a change")
        rules.check_draft(change)
        for name, value in _columns(content, change.product).items():
            setattr(change, name, value)
        change.save()
        return change


def _columns(content: ChangeDraft, product: Product) -> dict[str, Any]:
    """What is stored: the proposed version in the form in which it is signed, with the version it was written against.

    Raises Refused for a draft that is not whole, or whose version would not stand.
    """
    columns = content.fields()
    rules.check_whole(columns)
    if content.first_lot_id:
        rules.check_first_lot(lots_of(product.pk, [content.first_lot_id]))
    if not content.kind:
        return columns | {"content": None, "based_on": None}
    kind = MasterKind(content.kind)
    now = version_now(product.pk, kind)
    rules.check_changes_something(kind, said_by(now), written(content.content))
    check_content(kind, product, content.content, content.effective_on)
    return columns | {"content": written(content.content), "based_on": now.pk if now else None}


def submit(*, change_id: UUID, by: Actor, reason: str, at: datetime) -> ChangeRequest:
    """Hand it in: it is classified by rule at once, then told to the sponsor or assessed for its approval."""
    with transaction.atomic(), acting(by=by, reason=reason.strip() or "submitted", at=at):
        change = locked(change_id)
        found = _found(change, at)
        move(change, "submit", by=by, reason=reason, save=False)
        rules.check_lead(change, found, at.date())
        change.save()
        return _go_on(change, found, by=by, at=at)


def classify_submitted(*, change_id: UUID, by: Actor, reason: str, at: datetime) -> ChangeRequest:
    """A request that was handed in before requests were classified goes on by the rule of today."""
    with transaction.atomic(), acting(by=by, reason=reason.strip() or "classified", at=at):
        change = locked(change_id)
        check_move(change, "classify", by=by, reason=reason)
        stop_asking(change, by=by, at=at)
        return _go_on(change, _found(change, at), by=by, at=at)


def _found(change: ChangeRequest, at: datetime) -> Classified:
    terms = terms_for(change.product, at.date())
    return classify(change.trigger, change.get_trigger_display(), terms, makes_version=bool(change.kind))


def _go_on(change: ChangeRequest, found: Classified, *, by: Actor, at: datetime) -> ChangeRequest:
    """The way, the reason and the clause are written down; the sentence is the step's own reason."""
    late = " It was told late." if found.is_told_late(change.effective_on, at.date()) else ""
    change.way, change.because, change.clause = found.way, found.because + late, found.clause
    change.qualification_lots, change.asked_on = found.qualification_lots, change.effective_on
    with acting(by=by, reason=change.because, at=at):
        move(change, "classify", by=by)
    if found.way == ChangeWay.NOTIFY:
        move(change, "notify", by=by)
        ask_to_implement(change, by=by, at=at)
        tell_sponsor(change, by=by, at=at)
    else:
        move(change, "assess", by=by)
        begin_assessment(change, by=by, at=at)
    return change
