"""Auditors' requests: asked in the room, answered by the company that was asked, read by both."""

from datetime import datetime, time
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import get_current_timezone
from django.views.decorators.http import require_POST, require_safe

from evidence.actions.files import examine
from kernel.clock import now
from parties.models import AuditorGrant
from parties.refusals import refusable, status_after
from parties.views.pages import FormPage, form_page
from workspace import actions
from workspace.actions.audit_requests import Answer
from workspace.forms import AnswerForm, AskForm, DeclineForm
from workspace.queries.requests import requests_seen


def ask(request: HttpRequest, grant_id: UUID) -> HttpResponse:
    """The auditor asks for a document or a record by a day."""
    by = request.actor  # type: ignore[attr-defined]  # ours
    grant = get_object_or_404(AuditorGrant, pk=grant_id, person_id=by.person_id)
    page = FormPage(
        title="Ask for a document or record",
        button="Ask",
        done=reverse("workspace:room"),
        act=lambda data: actions.ask(grant_id=grant.pk, **_asked(data), by=by, reason="", at=now()),
        note="It stands in their inbox with its deadline; both companies can read it.",
        row=grant,
    )
    return form_page(request, AskForm(request.POST or None), page)


def _asked(data: dict[str, Any]) -> dict[str, Any]:
    """The end of a day, in the person's zone."""
    due_at = datetime.combine(data["due_on"], time(23, 59), tzinfo=get_current_timezone())
    return {"side": data["side"], "words": data["words"], "due_at": due_at}


def audit_request(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """One request, and for the company that was asked the form to answer it."""
    by = request.actor  # type: ignore[attr-defined]  # ours
    row = get_object_or_404(requests_seen(), pk=request_id)
    form = AnswerForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if request.method == "POST" and form.is_valid():
        with refusable(request, form, row):
            file = form.cleaned_data["file"]
            given = Answer(
                form.cleaned_data["words"], form.cleaned_data["record"], examine(file.name, file) if file else None
            )
            actions.answer(request_id=row.pk, given=given, by=by, reason="", at=now())
            messages.success(request, "The answer is with the auditor.")
            return redirect("workspace:audit_request", row.pk)
    may_answer = row.state == "open" and row.asked_of_id == by.organisation_id and by.may("records.export", row)
    page = {"row": row, "form": form, "may_answer": may_answer, "is_own": row.asked_by_id == by.person_id}
    return render(request, "workspace/room/request.html", page, status=status_after(request))


def decline(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Say why not."""
    by = request.actor  # type: ignore[attr-defined]  # ours
    row = get_object_or_404(requests_seen(), pk=request_id)
    page = FormPage(
        title="Say why not",
        button="Decline the request",
        done=reverse("workspace:audit_request", args=[row.pk]),
        act=lambda data: actions.decline(request_id=row.pk, **data, by=by, reason="", at=now()),
        note="The auditor reads it word for word.",
        row=row,
    )
    return form_page(request, DeclineForm(request.POST or None), page)


@require_POST
def withdraw(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """The auditor needs it no longer."""
    by = request.actor  # type: ignore[attr-defined]  # ours
    row = get_object_or_404(requests_seen(), pk=request_id)
    with refusable(request, None, row):
        actions.withdraw_request(request_id=row.pk, by=by, reason="", at=now())
    return redirect("workspace:audit_request", row.pk)


@require_safe
def audit_requests(request: HttpRequest) -> HttpResponse:
    """Every request that the scope shows."""
    return render(request, "workspace/room/requests.html", {"rows": list(requests_seen()[:200]), "at": now()})
