"""What an account said at the phone, and the check of one that was drawn."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from kernel.clock import now
from parties.refusals import refusable, status_after
from traceability.actions import recalls as actions
from traceability.forms.recalls import CalledForm, CheckForm
from traceability.queries import recalls as queries


def answer_account(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    form = CalledForm(request.POST if request.method == "POST" else None)
    return _entered(request, notice_id, form, actions.answer, "Enter the answer")


def check_account(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    form = CheckForm(request.POST if request.method == "POST" else None)
    return _entered(request, notice_id, form, actions.check_account, "Enter the check")


def _entered(request: HttpRequest, notice_id: UUID, form: Any, action: Any, label: str) -> HttpResponse:
    notice = queries.notice(notice_id)
    if form.is_valid():
        with refusable(request, form, notice):
            by = request.actor  # type: ignore[attr-defined]  # ours
            action(notice_id=notice.pk, by=by, reason="", at=now(), **form.cleaned_data)
            messages.success(request, f"{notice.name}: entered.")
            return redirect("traceability:recall", notice.recall_id)
    page = {"form": form, "recall": notice.recall, "label": label, "account": notice}
    return render(request, "traceability/recall_step.html", page, status=status_after(request))
