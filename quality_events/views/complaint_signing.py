"""The signed steps of a complaint, and the submission of a report to the FDA."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from evidence.actions.files import examine
from kernel.clock import now
from parties.proving import prove
from parties.refusals import refusable
from parties.zones import reading_zone
from quality_events.actions.adverse import submit_report
from quality_events.actions.reviewing import close_complaint, investigate_complaint, set_complaint_aside, sign_review
from quality_events.actions.screening import sign_screen
from quality_events.complaint_content import complaint_content
from quality_events.forms.complaints import SubmissionForm
from quality_events.forms.events import EventSigningForm
from quality_events.forms.problems import first_problem
from quality_events.models import AdverseReport, Complaint
from quality_events.presentation.complaints import complaint_rows
from quality_events.states import COMPLAINT
from records.content import content_hash
from records.states import Meaning

_STEPS = {
    "screen": sign_screen,
    "review": sign_review,
    "investigate": investigate_complaint,
    "set_aside": set_complaint_aside,
    "close": close_complaint,
}


def sign_complaint(request: HttpRequest, complaint_id: UUID, verb: str) -> HttpResponse:
    """Shows exactly what is signed; the password is given here and now."""
    complaint = get_object_or_404(Complaint.objects.select_related("product", "label", "event"), pk=complaint_id)
    step = COMPLAINT.find(complaint.state, verb)
    if verb not in _STEPS or (step is None and request.method == "GET"):
        raise Http404
    form = EventSigningForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusable(request, form, complaint):
            _sign(request, complaint, verb, form.cleaned_data)
            messages.success(request, f"{complaint.number}: you signed “{step.label if step else verb}”.")
            return redirect("quality_events:complaint", complaint.pk)
    meaning = Meaning(step.meaning).label if step else ""
    shown = {"complaint": complaint, "form": form, "step": step, "meaning": meaning, "rows": complaint_rows(complaint)}
    shown["digest"] = content_hash(complaint_content(complaint))
    return render(request, "quality_events/sign_complaint.html", shown, status=409 if form.errors else 200)


def _sign(request: HttpRequest, complaint: Complaint, verb: str, given: dict[str, Any]) -> None:
    _STEPS[verb](
        complaint_id=complaint.pk,
        proof=prove(request, given),
        shown_hash=given["content_hash"],
        by=request.actor,  # type: ignore[attr-defined]  # ours
        reason=given["reason"],
        at=now(),
    )


@require_POST
def submit(request: HttpRequest, adverse_report_id: UUID) -> HttpResponse:
    """That the report went out, with its copy; refused on a page of its own."""
    report = get_object_or_404(AdverseReport, pk=adverse_report_id)
    form = SubmissionForm(request.POST, request.FILES, zone=reading_zone(request))
    if not form.is_valid():
        messages.error(request, first_problem(form))
        return redirect("quality_events:complaint", report.complaint_id)
    given = form.cleaned_data
    with refusable(request, None, report):
        file = examine(given["file"].name, given["file"]) if given["file"] else None
        submit_report(
            report_id=report.pk, submitted_at=given["submitted_at"], reference=given["reference"], file=file,
            by=request.actor, reason="", at=now(),  # type: ignore[attr-defined]  # ours
        )  # fmt: skip
        messages.success(request, f"{report} is recorded as submitted.")
    return redirect("quality_events:complaint", report.complaint_id)
