"""From a scope to a recall, and the surprise."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from kernel.clock import now
from parties.queries import partnerships
from parties.refusals import refusable, status_after
from traceability.actions.recalls import call_surprise, open_recalls
from traceability.forms import ScopeForm
from traceability.forms.recalls import OpenRecallForm, SurpriseForm


def open_recall(request: HttpRequest) -> HttpResponse:
    """The scope's question stands in the address, so that the recall is asked what the page before showed."""
    asked = ScopeForm(request.GET)
    if not asked.is_valid():
        return redirect(f"/trace/scope/?{request.GET.urlencode()}")
    form = OpenRecallForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusable(request, form):
            by = request.actor  # type: ignore[attr-defined]  # ours
            opened = open_recalls(question=asked.question(), by=by, reason="", at=now(), **form.cleaned_data)
            messages.success(request, f"{', '.join(str(one) for one in opened)}: opened.")
            if len(opened) > 1:
                return redirect("traceability:recalls")
            return redirect("traceability:recall", opened[0].pk)
    page: dict[str, Any] = {"form": form, "query": request.GET.urlencode()}
    return render(request, "traceability/open_recall.html", page, status=status_after(request))


@require_POST
def surprise(request: HttpRequest) -> HttpResponse:
    form = SurpriseForm(request.POST, pairs=partnerships())
    if not form.is_valid():
        return redirect("traceability:recalls")
    with refusable(request, None):
        by = request.actor  # type: ignore[attr-defined]  # ours
        recall = call_surprise(partnership_id=form.cleaned_data["partnership"], by=by, reason="", at=now())
    messages.success(request, f"{recall}: the clock runs.")
    return redirect("traceability:recall", recall.pk)
