"""The steps that a lot's page offers to this person; one that must wait says why, in the rule's own sentence."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from evidence.rules import TAKES_PACKS
from evidence.states import PackState
from kernel.errors import Refused
from kernel.scope import Actor
from lots.models import Lot
from lots.states import LOT, LotState
from release.balance import rest_of
from release.queries import Panel, performers
from release.rules import refusals
from release.states import Decision, Stage


@dataclass(frozen=True, slots=True)
class Button:
    """A link to the page of a step, or the sentence that says why the step must wait."""

    label: str
    url: str
    refusal: str = ""
    tone: str = ""
    drawing: str = ""


_STEPS = {"start": ("Start", "primary", "player-play"), "complete": ("Complete", "primary", "check")}
_GONE = (LotState.VOIDED, LotState.REJECTED, LotState.SHIPPED)
_MAY_SHIP_SOMETIME = (
    LotState.PACK_PENDING, LotState.CMO_APPROVED, LotState.SPONSOR_REVIEW, LotState.RELEASED, LotState.SHIPPED_PART,
)  # fmt: skip
_RELEASED = (LotState.RELEASED, LotState.SHIPPED_PART, LotState.SHIPPED)
_CMO_STAGES = ((Stage.BATCH, "batch", "Release batch"), (Stage.PACKAGED_LOT, "packaged-lot", "Release packaged lot"))
_REST = (
    (Stage.SPONSOR, "sponsor", "release.disposition"),
    (Stage.PACKAGED_LOT, "packaged-lot", "release.cmo_release"),
)


def buttons(lot: Lot, panel: Panel, by: Actor) -> list[Button]:
    """In the order of a lot's life; the state's own table says which moves exist."""
    verbs = {transition.verb for transition in LOT.available(lot, by)}
    return [
        *(_step(lot, verb) for verb in _STEPS if verb in verbs),
        *_pack(lot, panel, by),
        *_decisions(lot, panel, by),
        *_rest(lot, panel, by),
        *_shipping(lot, panel, by),
        *_others(lot, by, verbs),
    ]


def _step(lot: Lot, verb: str) -> Button:
    label, tone, drawing = _STEPS[verb]
    return Button(label, reverse(f"lots:{verb}", args=[lot.pk]), tone=tone, drawing=drawing)


def _pack(lot: Lot, panel: Panel, by: Actor) -> list[Button]:
    """What waits for this person about the living pack: the CMO's attestation, the sponsor's review."""
    pack = panel.facts.pack
    if pack is None:
        return []
    if pack.state == PackState.COMPLETE and by.may("evidence.attest", lot):
        url = reverse("evidence:attest", args=[pack.id])
        return [Button(f"Attest pack v{pack.version}", url, tone="primary", drawing="writing-sign")]
    if pack.state == PackState.IN_REVIEW and by.may("evidence.review", lot):
        url = reverse("evidence:review", args=[pack.id])
        return [Button(f"Review pack v{pack.version}", url, tone="primary", drawing="list-check")]
    if pack.state == PackState.TO_COUNTERSIGN and by.may("evidence.countersign", lot):
        url = reverse("evidence:countersign", args=[pack.id])
        return [Button(f"Countersign pack v{pack.version}", url, tone="primary", drawing="writing-sign")]
    return []


def _decisions(lot: Lot, panel: Panel, by: Actor) -> list[Button]:
    if by.may("release.cmo_release", lot) and lot.state in (LotState.COMPLETED, LotState.PACK_PENDING):
        stage, word, label = next(
            (stage for stage in _CMO_STAGES if panel.facts.decision(stage[0]) is None), _CMO_STAGES[-1]
        )
        return _decision(lot, panel, by, stage, word, label)
    asks_sponsor = panel.verdict.route.needs_sponsor or lot.state == LotState.SPONSOR_REVIEW
    in_question = (LotState.PACK_PENDING, LotState.CMO_APPROVED, LotState.SPONSOR_REVIEW)
    if by.may("release.disposition", lot) and asks_sponsor and lot.state in in_question:
        return _decision(lot, panel, by, Stage.SPONSOR, "sponsor", "Sign disposition")
    return []


def _rest(lot: Lot, panel: Panel, by: Actor) -> list[Button]:
    """A way to what a release of a part left over."""
    for stage, word, permission in _REST:
        left = rest_of(panel.facts, stage) if panel.facts.released(stage) else 0
        if left and lot.state in _RELEASED and by.may(permission, lot):
            url = reverse("release:rest", args=[lot.pk, word])
            return [Button("Decide about the rest", url, drawing="writing-sign")]
    return []


def _decision(lot: Lot, panel: Panel, by: Actor, stage: Stage, word: str, label: str) -> list[Button]:
    """A button for the release, and one for what else is open now."""
    url = reverse("release:choose", args=[lot.pk, word])
    answers = refusals(
        stage=stage, lot=lot, facts=panel.facts, by=by, performer_ids=performers(stage, lot, panel.facts)
    )
    others = [d for d, refusal in answers.items() if refusal is None and d != Decision.RELEASE]
    found = []
    if Decision.RELEASE in answers:
        refusal = answers[Decision.RELEASE]
        asked = f"{url}?{urlencode({'decision': Decision.RELEASE.value})}"
        found.append(Button(label, asked, worded(refusal), tone="primary", drawing="writing-sign"))
    if others:
        asked = f"{url}?{urlencode({'decision': others[-1].value})}"
        found.append(Button(" or ".join(d.label for d in others) + "…", asked, tone="danger", drawing="ban"))
    return found


def worded(refusal: Refused | None) -> str:
    """The sentence with its clause, as the form would show it."""
    if refusal is None:
        return ""
    cited = refusal.clause and refusal.clause not in refusal.sentence
    return f"{refusal.sentence} ({refusal.clause})" if cited else refusal.sentence


def _shipping(lot: Lot, panel: Panel, by: Actor) -> list[Button]:
    if lot.state not in _MAY_SHIP_SOMETIME or not by.may("traceability.ship", lot):
        return []
    url = reverse("traceability:ship", args=[lot.pk])
    return [Button("Ship", url, panel.why_shut[0], drawing="truck-delivery")]


def _others(lot: Lot, by: Actor, verbs: set[str]) -> list[Button]:
    """What is not the way forward: evidence, events, holds, taking back, voiding."""
    offers: list[tuple[bool, Any]] = [
        (
            by.may("evidence.submit", lot) and lot.state in TAKES_PACKS,
            Button("Hand over evidence", reverse("evidence:builder", args=[lot.pk]), drawing="upload"),
        ),
        (
            by.may("quality_events.report", lot) and lot.state not in _GONE,
            Button("Report an event", reverse("quality_events:report", args=[lot.pk]), drawing="alert-triangle"),
        ),
        (
            by.may("lots.hold", lot) and lot.state not in _GONE,
            Button("Hold", reverse("lots:hold", args=[lot.pk]), drawing="hand-stop"),
        ),
        (
            "revoke" in verbs,
            Button("Revoke release", reverse("release:revoke", args=[lot.pk]), tone="danger", drawing="arrow-back-up"),
        ),
        ("void" in verbs, Button("Void", reverse("lots:void", args=[lot.pk]), tone="danger", drawing="trash")),
    ]
    return [button for is_open, button in offers if is_open]
