"""What the change's page shows: whose turn, buttons with their refusals, signatures, what happened."""

from datetime import date
from typing import Any

from django.urls import reverse

from agreements.terms import Terms
from change_control import queries
from change_control.content import change_content
from change_control.models import ChangeRequest
from change_control.rules import check_approver, check_covered
from change_control.states import CHANGE, ChangeState
from kernel.errors import Refused
from kernel.scope import Actor
from kernel.states import Transition, check_move
from records.queries import shown_all, signatures_of

_TURNS = {"sponsor": "the sponsor", "cmo": "the CMO"}
_ADDRESSES = {
    "submit": "change_control:submit",
    "approve": "change_control:approve",
    "reject": "change_control:reject",
    "object": "change_control:ask_for_approval",
    "make_effective": "change_control:make_effective",
    "withdraw": "change_control:withdraw",
}
_AT_ONCE = ("submit", "make_effective")


def change_context(change: ChangeRequest, actor: Actor, today: date) -> dict[str, Any]:
    """Everything that templates/change_control/change.html shows; a constant number of queries."""
    side, terms = actor.side(change), queries.terms_for(change.product, today)
    steps = [t for t in CHANGE.transitions if change.state in t.sources and t.verb in _ADDRESSES]
    return {
        "change": change,
        "turn": _TURNS.get(CHANGE.turn[change.state], ""),
        "buttons": [_button(change, step, actor, terms, today) for step in steps if side == _side_of(step)],
        "may_revise": change.state == ChangeState.DRAFT and actor.may("change_control.propose", change),
        "signatures": shown_all(signatures_of(change.pk), change_content(change)),
        "timeline": queries.timeline(change),
    }


def _side_of(step: Transition) -> str:
    return "sponsor" if step.permission == "change_control.approve" else "cmo"


def _button(change: ChangeRequest, step: Transition, actor: Actor, terms: Terms | None, today: date) -> dict[str, Any]:
    refusal = ""
    try:
        check_move(change, step.verb, by=actor, reason="asked later", signed=True)
        if step.permission == "change_control.approve":
            check_covered(change, terms, today)
            check_approver(change, terms, actor)
    except Refused as refused:
        refusal = refused.sentence
    return {
        "label": "Submit" if step.verb == "submit" else step.label,
        "url": reverse(_ADDRESSES[step.verb], args=[change.pk]),
        "post": step.verb in _AT_ONCE,
        "tone": "primary" if step.verb in ("submit", "approve", "make_effective") else "",
        "refusal": refusal,
    }
