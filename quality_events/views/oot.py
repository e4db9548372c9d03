"""A result out of trend on its event's page: evaluated, then concluded with a signature."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from kernel.clock import now
from parties.proving import prove
from parties.refusals import refusable
from quality_events.actions.oot import conclude_oot, evaluate_oot
from quality_events.forms.events import EventSigningForm
from quality_events.forms.oot import EvaluationForm
from quality_events.models import OotTrack
from quality_events.presentation.oot import limits_of
from quality_events.queries.oot import oot_content
from quality_events.states import OOT
from quality_events.views.investigation import recorded
from records.content import content_hash
from records.states import Meaning


@require_POST
def evaluate(request: HttpRequest, event_id: UUID) -> HttpResponse:
    track = get_object_or_404(OotTrack.objects.select_related("event"), event_id=event_id)
    form = EvaluationForm(request.POST, documents=track.event.documents.all())
    return recorded(request, event_id, form, evaluate_oot, dict, "The evaluation is saved.")


def sign_oot(request: HttpRequest, event_id: UUID, verb: str) -> HttpResponse:
    """Shows the result, its limits and the evaluation that the conclusion rests on; signed here and now."""
    track = get_object_or_404(OotTrack.objects.select_related("event", "limits", "proof__file"), event_id=event_id)
    step = OOT.find(track.state, verb)
    if step is None:
        raise Http404
    form = EventSigningForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        with refusable(request, form, track.event):
            conclude_oot(
                event_id=event_id, verb=verb, proof=prove(request, given), shown_hash=given["content_hash"],
                by=request.actor, reason=given["reason"], at=now(),  # type: ignore[attr-defined]  # ours
            )  # fmt: skip
            messages.success(request, f"{track.event.number}: you signed “{step.label}”.")
            return redirect("quality_events:event", event_id)
    page = {"event": track.event, "oot": track, "oot_limits": limits_of(track), "form": form, "step": step}
    page |= {"digest": content_hash(oot_content(track)), "meaning": Meaning(step.meaning).label}
    return render(request, "quality_events/oot_sign.html", page, status=409 if form.errors else 200)
