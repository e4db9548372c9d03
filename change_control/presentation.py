"""What the change's page shows: whose turn, buttons with their refusals, signatures, what happened."""

from datetime import date
from typing import Any

from django.urls import reverse

from agreements.terms import Terms
from change_control import queries
from change_control.content import change_content, content_of
from change_control.models import ChangeRequest, ImpactLine
from change_control.rules import check_approver, check_covered
from change_control.states import ASSESSED, CHANGE, DECIDED_FROM, GRANTED, ChangeState
from change_control.steps import STEPS
from kernel.errors import Refused
from kernel.scope import Actor
from kernel.states import Transition, check_move
from masters.queries import content_of_version, version_of
from masters.redline import Line, compared
from records.queries import shown_all, signatures_of

_TURNS = {"sponsor": "the sponsor", "cmo": "the CMO", "both": "the CMO, and those who sign lines off"}


def change_context(change: ChangeRequest, actor: Actor, today: date) -> dict[str, Any]:
    """Everything that templates/change_control/change.html shows; a constant number of queries."""
    side, terms = actor.side(change), queries.terms_for(change.product, today)
    steps = [t for t in CHANGE.transitions if change.state in t.sources and t.verb in _ORDER]
    return {
        "change": change,
        "turn": _TURNS.get(CHANGE.turn[change.state], ""),
        "buttons": [_button(change, step, actor, terms, today) for step in steps if side == _side_of(step)],
        "may_revise": change.state == ChangeState.DRAFT and actor.may("change_control.propose", change),
        "may_answer": change.state in ASSESSED and actor.may("change_control.propose", change),
        "to_sign": lines_to_sign(change, actor),
        "lines": list(change.lines.all()),
        "differences": differences(change),
        "kind_words": change.get_kind_display() if change.kind else "",
        "running": queries.decided_lots(change),
        "may_decide_lots": change.state in GRANTED and actor.may("change_control.assess", change),
        "linked": queries.linked_to(change) if side == "cmo" else [],
        "may_set_conditions": change.state in DECIDED_FROM and actor.may("change_control.assess", change),
        "signatures": shown_all(signatures_of(change.pk), change_content(change)),
        "timeline": queries.timeline(change),
    }


def lines_to_sign(change: ChangeRequest, actor: Actor) -> list[ImpactLine]:
    """Answered lines that wait for a role of his and that he did not answer."""
    if change.state not in (*ASSESSED, ChangeState.SPONSOR_REVIEW):
        return []
    if not actor.may("change_control.sign_off", change):
        return []
    return [
        line
        for line in change.lines.all()
        if line.answered_at
        and not line.signed_off_at
        and line.answered_by_id != actor.person_id
        and set(line.signer_roles) & set(actor.roles)
    ]


def differences(change: ChangeRequest) -> list[Line]:
    """What the new version says otherwise, line by line; nothing where no text changes."""
    if not (change.kind and change.based_on):
        return []
    _, old = version_of(change.based_on)
    return [line for line in compared(content_of_version(old), content_of(change)) if line.change != "same"]


def _side_of(step: Transition) -> str:
    return "sponsor" if step.permission in ("change_control.approve", "change_control.assess") else "cmo"


def _button(change: ChangeRequest, step: Transition, actor: Actor, terms: Terms | None, today: date) -> dict[str, Any]:
    refusal, known = "", STEPS.get(step.verb)
    try:
        check_move(change, step.verb, by=actor, reason="asked later", signed=True)
        if step.permission == "change_control.approve":
            check_covered(change, terms, today)
            check_approver(change, terms, actor)
    except Refused as refused:
        refusal = refused.sentence
    return {
        "label": step.label,
        "url": reverse(f"change_control:{step.verb}", args=[change.pk]),
        "post": known is not None and not known.asks,
        "tone": "primary" if step.verb == "approve" or (known and known.is_main) else "",
        "refusal": refusal,
    }


_ORDER = ("approve", "reject", "declare_emergency", *STEPS)
