"""What the pages of calls show: what this side may call upon, what was said, whose move it is."""

from datetime import date
from typing import Any

from django.urls import reverse

from agreements import rules
from agreements.calls import CALLS, Calling, open_calls
from agreements.models import Agreement, ClauseCall
from agreements.queries import in_force, terms_of
from agreements.states import CALL
from clocks.queries.clocks import clocks_of
from kernel.errors import Refused
from kernel.scope import Actor
from kernel.states import check_move
from records.queries import shown, signatures_of

_ADDRESSES = {
    "answer": "agreements:answer",
    "ask_again": "agreements:ask_again",
    "settle": "agreements:settle",
    "withdraw": "agreements:withdraw_call",
}


def offered(agreement: Agreement, actor: Actor, today: date) -> list[Calling]:
    """What this person may call upon today."""
    if not actor.may("agreements.call", agreement):
        return []
    version = in_force(agreement.partnership_id, agreement.product_group, today)
    terms = terms_of(version.pk) if version else None
    return open_calls(terms, actor.side(agreement)) if terms else []


def call_context(call: ClauseCall, actor: Actor) -> dict[str, Any]:
    """Everything that templates/agreements/call.html shows; a constant number of queries."""
    calling = CALLS[call.kind]
    return {
        "call": call,
        "agreement": call.version.agreement,
        "calling": calling,
        "posts": call.posts.all(),
        "clocks": clocks_of(call.pk),
        "signatures": [shown(signature) for signature in signatures_of(call.pk)],
        "buttons": _buttons(call, calling, actor),
    }


def _buttons(call: ClauseCall, calling: Calling, actor: Actor) -> list[dict[str, Any]]:
    """What may be done now, by this side or not at all; a refusal is the button's own sentence."""
    if actor.side(call) is None:
        return []
    steps = [t for t in CALL.transitions if call.state in t.sources]
    buttons = []
    for step in steps:
        is_callers = step.verb != "answer"
        if is_callers != (call.called_by_id == actor.organisation_id):
            continue
        label = "Acknowledge" if step.verb == "answer" and calling.is_notice else step.label
        buttons.append(
            {
                "label": label,
                "url": reverse(_ADDRESSES[step.verb], args=[call.pk]),
                "post": step.verb == "settle",
                "tone": "primary" if step.verb in ("answer", "settle") else "",
                "refusal": _refusal(call, step.verb, actor),
            }
        )
    return buttons


def _refusal(call: ClauseCall, verb: str, actor: Actor) -> str:
    try:
        check_move(call, verb, by=actor, reason="asked later", signed=True)
        rules.check_whose_move(call, verb, actor)
    except Refused as refused:
        return refused.sentence
    return ""
