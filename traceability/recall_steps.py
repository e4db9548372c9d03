"""What the recall's page offers to this person; one that must wait says why, in the rule's own sentence."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from kernel.errors import Refused
from kernel.scope import Actor
from kernel.states import check_move
from traceability.models import Recall
from traceability.rules import recalls as rules
from traceability.states import RECALL, PaperKind, RecallState

SIGNED = ("propose", "decide", "decline", "terminate")
AT_ONCE = ("lock", "rehearse", "notify", "list_contacts")
_WORK, _PART = "traceability.recall", "traceability.recall_part"
TURNS = {"sponsor": "the sponsor", "cmo": "the contract manufacturer", "both": "both companies"}


@dataclass(frozen=True, slots=True)
class Button:
    label: str
    url: str
    post: bool = False
    tone: str = ""
    refusal: str = ""


def buttons(recall: Recall, kept: Mapping[str, Any], actor: Actor) -> list[Button]:
    """Steps of the table first, then what is written beside it."""
    found = [_move(recall, step.verb, step.label, actor) for step in RECALL.transitions if recall.state in step.sources
             if _fits(recall, step.verb) and actor.side(recall) == "sponsor"]  # fmt: skip
    return [*found, *_beside(recall, kept, actor)]


def _fits(recall: Recall, verb: str) -> bool:
    try:
        rules.check_fits_kind(recall, verb)
    except Refused:
        return False
    return True


def _move(recall: Recall, verb: str, label: str, actor: Actor) -> Button:
    refusal = ""
    try:
        check_move(recall, verb, by=actor, reason="asked later", signed=True)
    except Refused as refused:
        refusal = refused.sentence
    route = "sign_recall" if verb in SIGNED else "recall_move" if verb in AT_ONCE else "recall_step"
    tone = "" if verb in ("reconsider", "decline") else "primary"
    return Button(label, reverse(f"traceability:{route}", args=[recall.pk, verb]), verb in AT_ONCE, tone, refusal)


def _beside(recall: Recall, kept: Mapping[str, Any], actor: Actor) -> list[Button]:
    def step(verb: str, label: str, *, post: bool = False) -> Button:
        return Button(
            label, reverse(f"traceability:{'recall_move' if post else 'recall_step'}", args=[recall.pk, verb]), post
        )

    found = []
    is_locked, is_running = recall.locked_at is not None, recall.state == RecallState.NOTIFIED
    if actor.may(_WORK, recall) and not recall.is_exercise:
        if is_locked and PaperKind.AUTHORITY not in kept:
            found.append(step("authority", "Record the report to FDA"))
        if is_running and PaperKind.SAMPLE not in kept:
            found.append(step("sample", "Draw the checks", post=True))
        if is_running:
            found += [step("status", "Status report"), step("ending", "State the ending")]
    if actor.may(_PART, recall) and is_locked and recall.terminated_at is None:
        found.append(step("part", "Answer our part"))
    if is_locked and recall.capa_id is None and actor.may("quality_events.decide", recall):
        found.append(step("correct", "Propose a correction"))
    return found
