"""What the page of returned product shows: the record, the review, the decisions with what stands against them."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.urls import reverse

from clocks.queries import proof_of
from kernel.errors import Refused
from kernel.scope import Actor
from kernel.states import Transition, check_move
from quality_events.forms.events import QuestionForm
from quality_events.forms.returns import ConcernedForm, DestructionForm, ReturnReviewForm
from quality_events.models import ReturnedProduct
from quality_events.queries.returns import return_content
from quality_events.rules.returns import check_decision, check_own_review, check_review
from quality_events.states import RETURN, ReturnState
from records.queries import shown_all, signatures_of
from records.states import Meaning


def return_context(returned: ReturnedProduct, actor: Actor) -> dict[str, Any]:
    """Everything that templates/quality_events/return.html shows; a constant number of queries."""
    may_screen, state = actor.may("quality_events.screen", returned), returned.state
    steps = RETURN.available(returned, actor)
    signed = list(signatures_of(returned.pk))
    lenders = {s.delegator_id for s in signed if s.delegator_id and s.meaning == Meaning.REVIEWED}
    answered = {None: "", True: "yes", False: "no"}[returned.implicates_others]
    return {
        "returned": returned,
        "rows": return_rows(returned),
        "actions": [_button(returned, step, actor, lenders) for step in steps if step.meaning],
        "may_review": may_screen and state == ReturnState.QUARANTINED,
        "review_form": ReturnReviewForm(
            initial={"review": returned.review, "implicates_others": answered}, auto_id="review_%s"
        ),
        "may_investigate": may_screen and bool(returned.implicates_others) and returned.event_id is None,
        "concerned_form": ConcernedForm(auto_id="concerned_%s"),
        "may_send_back": "send_back" in {step.verb for step in steps},
        "question": QuestionForm(auto_id="back_%s"),
        "may_destroy": "record_destruction" in {step.verb for step in steps},
        "destruction_form": DestructionForm(auto_id="destruction_%s"),
        "signatures": shown_all(signed, return_content(returned)),
        "told": proof_of(("return", returned.pk)),
    }


def return_rows(returned: ReturnedProduct) -> list[dict[str, str]]:
    """The record in words, as its signatures bind it; empty parts are left out."""
    concerned = {None: "", True: "Yes", False: "No"}[returned.implicates_others]
    rows = [
        ("Product", f"{returned.product.name} ({returned.product.code})"),
        ("Lot", returned.lot.number if returned.lot else "unknown: it can only be destroyed"),
        ("Quantity", f"{returned.quantity.normalize():f} {returned.unit}"),
        ("Who returned it", returned.returned_by),
        ("Reason", returned.get_why_display()),
        ("What the sender says", returned.words),
        ("Condition", returned.condition),
        ("Quarantine", f"{returned.place}, at {returned.holder}"),
        ("Material review", returned.review),
        ("Other batches concerned", concerned),
    ]
    return [{"label": label, "text": text} for label, text in rows if text]


def _button(returned: ReturnedProduct, step: Transition, actor: Actor, lenders: Collection[UUID]) -> dict[str, str]:
    refusal = ""
    try:
        check_move(returned, step.verb, by=actor, reason="asked for the page", signed=True)
        if step.verb == "review":
            check_review(returned)
            check_own_review(returned, actor)
        else:
            check_decision(returned, step.verb, actor, lenders)
    except Refused as refused:
        refusal = refused.sentence
    url = reverse("quality_events:sign_return", args=[returned.pk, step.verb])
    return {"label": step.label, "url": url, "refusal": refusal}
