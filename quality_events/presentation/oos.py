"""What the event's page shows of an out-of-specification result."""

from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse

from kernel.errors import Refused
from kernel.scope import Actor
from kernel.states import Transition, check_move
from quality_events.forms.oos import DeclareForm, ExamineForm, InitialForm, MeasuredForm, ReviewForm
from quality_events.models import OosTrack, QualityEvent
from quality_events.queries.oos import oos_content, tests_of, track_of
from quality_events.rules.oos import check_conclusion
from quality_events.states import INVESTIGABLE, OOS, EventKind, OosState
from records.queries import shown_all, signatures_of


def oos_context(event: QualityEvent, actor: Actor, zone: ZoneInfo) -> dict[str, Any]:
    """For templates/quality_events/oos.html; nothing where the event is of another kind."""
    if event.kind != EventKind.OOS:
        return {}
    track = track_of(event)
    is_open = event.state in INVESTIGABLE
    if not (is_open and actor.may("quality_events.investigate", event)):
        return {"oos_shown": True, **_shown(track)}
    return {"oos_shown": True, **_shown(track), **_forms(event, track, zone), "oos_buttons": _buttons(track, actor)}


def _shown(track: OosTrack | None) -> dict[str, Any]:
    if track is None:
        return {"track": None}
    signatures = shown_all(signatures_of(track.pk), oos_content(track))
    return {"track": track, "oos_results": list(track.results.all()), "oos_signatures": signatures}


def _forms(event: QualityEvent, track: OosTrack | None, zone: ZoneInfo) -> dict[str, Any]:
    if track is None:
        return {"initial_form": InitialForm(tests=tests_of(event), zone=zone, auto_id="initial_%s")}
    if track.state == OosState.INITIAL:
        return {"examine_form": ExamineForm(documents=event.documents.all(), auto_id="examine_%s")}
    if track.state == OosState.LABORATORY:
        return {"declare_form": DeclareForm(auto_id="declare_%s")}
    if track.state == OosState.PRODUCTION:
        review = ReviewForm(initial={"review": track.production_review}, auto_id="review_%s")
        is_full = track.results.count() > (track.retests_declared or 0)
        return {"review_form": review, "retest_form": None if is_full else _retest(track, zone)}
    return {}


def _retest(track: OosTrack, zone: ZoneInfo) -> MeasuredForm:
    return MeasuredForm(initial={"analyst": track.second_analyst}, zone=zone, auto_id="retest_%s")


def _buttons(track: OosTrack | None, actor: Actor) -> list[dict[str, str]]:
    """The conclusions that the state knows, each with what stands against it."""
    if track is None:
        return []
    return [_button(track, t, actor) for t in OOS.transitions if t.meaning and track.state in t.sources]


def _button(track: OosTrack, step: Transition, actor: Actor) -> dict[str, str]:
    refusal = ""
    try:
        check_move(track, step.verb, by=actor, reason="asked for the page", signed=True)
        check_conclusion(
            step.verb,
            is_error=track.is_laboratory_error,
            has_proof=track.proof_id is not None,
            declared=track.retests_declared,
            retests=[row.is_met for row in track.results.all() if row.position],
            review=track.production_review,
        )
    except Refused as refused:
        refusal = refused.sentence
    url = reverse("quality_events:oos_sign", args=[track.event_id, step.verb])
    return {"label": step.label, "url": url, "refusal": refusal}


def oos_rows(event: QualityEvent) -> list[tuple[str, str]]:
    """The result as a signature under the event binds it, in words."""
    track = track_of(event)
    if track is None:
        return []
    values = ", ".join(f"{row.value} {track.unit_label}".strip() for row in track.results.all())
    return [("Out-of-specification result", f"{track.test_name}: {values} ({track.get_state_display().lower()})")]
