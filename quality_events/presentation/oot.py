"""What the event's page shows of a result out of trend."""

from typing import Any

from django.urls import reverse

from evidence.pack.rules.quantities import shown as amount
from kernel.errors import Refused
from kernel.scope import Actor
from kernel.states import Transition, check_move
from quality_events.forms.oot import EvaluationForm
from quality_events.models import OotTrack, QualityEvent
from quality_events.queries.oot import oot_content, oot_of
from quality_events.rules.oot import check_conclusion
from quality_events.states import INVESTIGABLE, OOT, OotState
from records.queries import shown_all, signatures_of


def oot_context(event: QualityEvent, actor: Actor) -> dict[str, Any]:
    """For templates/quality_events/oot.html; nothing where no result of the event is out of trend."""
    track = oot_of(event)
    if track is None:
        return {}
    context: dict[str, Any] = {
        "oot": track,
        "oot_limits": limits_of(track),
        "oot_signatures": shown_all(signatures_of(track.pk), oot_content(track)),
    }
    is_open = event.state in INVESTIGABLE and track.state == OotState.EVALUATING
    if is_open and actor.may("quality_events.investigate", event):
        given = {"evaluation": track.evaluation, "proof_id": str(track.proof_id or "")}
        context["oot_form"] = EvaluationForm(initial=given, documents=event.documents.all(), auto_id="oot_%s")
        context["oot_buttons"] = [_button(track, step, actor) for step in OOT.transitions]
    return context


def limits_of(track: OotTrack) -> str:
    """“124.7 to 128.9 mg”."""
    return f"{amount(track.limits.low)} to {amount(track.limits.high)} {track.limits.unit_label}".strip()


def _button(track: OotTrack, step: Transition, actor: Actor) -> dict[str, str]:
    refusal = ""
    try:
        check_move(track, step.verb, by=actor, reason="asked for the page", signed=True)
        check_conclusion(step.verb, track.evaluation, has_proof=track.proof_id is not None)
    except Refused as refused:
        refusal = refused.sentence
    url = reverse("quality_events:oot_sign", args=[track.event_id, step.verb])
    return {"label": step.label, "url": url, "refusal": refusal}


def oot_rows(event: QualityEvent) -> list[tuple[str, str]]:
    """The result as a signature under the event binds it, in words."""
    track = oot_of(event)
    if track is None:
        return []
    value = f"{track.value} {track.unit_label}".strip()
    words = f"{track.limits.test_name}: {value}, limits {limits_of(track)} ({track.get_state_display().lower()})"
    return [("Result out of trend", words)]
