"""An out-of-specification result on its event's page: recorded, examined, retested, concluded with a signature."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from kernel.clock import now
from parties.proving import prove
from parties.refusals import refusable
from parties.zones import reading_zone
from quality_events.actions.oos import (
    conclude_oos,
    declare_retests,
    examine_oos,
    record_oos,
    record_retest,
    review_production,
)
from quality_events.forms.oos import DeclareForm, ExamineForm, InitialForm, MeasuredForm, OosSigningForm, ReviewForm
from quality_events.models import OosTrack, QualityEvent
from quality_events.queries.oos import oos_content, tests_of
from quality_events.states import OOS
from quality_events.views.investigation import recorded
from records.content import content_hash
from records.states import Meaning


@require_POST
def initial(request: HttpRequest, event_id: UUID) -> HttpResponse:
    event = get_object_or_404(QualityEvent, pk=event_id)
    form = InitialForm(request.POST, tests=tests_of(event), zone=reading_zone(request, event_zone(event)))
    return recorded(request, event_id, form, record_oos, dict, "The initial result is recorded.")


@require_POST
def examine(request: HttpRequest, event_id: UUID) -> HttpResponse:
    event = get_object_or_404(QualityEvent, pk=event_id)
    form = ExamineForm(request.POST, documents=event.documents.all())
    return recorded(request, event_id, form, examine_oos, dict, "The laboratory investigation is recorded.")


@require_POST
def declare(request: HttpRequest, event_id: UUID) -> HttpResponse:
    return recorded(request, event_id, DeclareForm(request.POST), declare_retests, dict, "The retests are declared.")


@require_POST
def retest(request: HttpRequest, event_id: UUID) -> HttpResponse:
    event = get_object_or_404(QualityEvent, pk=event_id)
    form = MeasuredForm(request.POST, zone=reading_zone(request, event_zone(event)))
    return recorded(request, event_id, form, record_retest, dict, "The retest is recorded.")


@require_POST
def production(request: HttpRequest, event_id: UUID) -> HttpResponse:
    return recorded(request, event_id, ReviewForm(request.POST), review_production, dict, "The review is saved.")


def event_zone(event: QualityEvent) -> str:
    """The time zone of the site that made the first of its lots."""
    zone: str = event.event_lots.order_by("id").values_list("lot__site__time_zone", flat=True)[0]
    return zone


def sign_oos(request: HttpRequest, event_id: UUID, verb: str) -> HttpResponse:
    """Shows every single value that the conclusion rests on; signed here and now."""
    track = get_object_or_404(OosTrack.objects.select_related("event", "proof__file"), event_id=event_id)
    step = OOS.find(track.state, verb)
    if step is None or not step.meaning:
        raise Http404
    form = OosSigningForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        with refusable(request, form, track.event):
            conclude_oos(
                event_id=event_id, verb=verb, proof=prove(request, given), shown_hash=given["content_hash"],
                by=request.actor, reason=given["reason"], at=now(),  # type: ignore[attr-defined]  # ours
            )  # fmt: skip
            messages.success(request, f"{track.event.number}: you signed “{step.label}”.")
            return redirect("quality_events:event", event_id)
    shown = {"event": track.event, "track": track, "oos_results": list(track.results.all()), "form": form, "step": step}
    shown |= {"digest": content_hash(oos_content(track)), "meaning": Meaning(step.meaning).label}
    return render(request, "quality_events/oos_sign.html", shown, status=409 if form.errors else 200)
