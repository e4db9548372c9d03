"""Scopes that were kept: keeping one, and what has changed since."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from kernel.clock import now
from lots.models import ComponentLot
from parties.refusals import refusable
from traceability import actions
from traceability.forms import ScopeForm
from traceability.models import ScopeRun
from traceability.queries.runs import since


@require_POST
def keep_scope(request: HttpRequest) -> HttpResponse:
    """Ask once more, and keep question and answer."""
    form = ScopeForm(request.POST)
    if not form.is_valid():
        return redirect("traceability:scope")
    with refusable(request, None, None):
        try:
            run = actions.run_scope(
                question=form.question(),
                known_at=form.cleaned_data["known_at"],
                by=request.actor,  # type: ignore[attr-defined]  # ours
                reason="",
                at=now(),
            )
        except ComponentLot.DoesNotExist:
            raise Http404 from None
    return redirect("traceability:scope_run", run.pk)


@require_safe
def scope_run(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """What it answered, and what the same question answers differently now."""
    run = get_object_or_404(ScopeRun.objects.select_related("asked_by"), pk=run_id)
    changed, is_whole = since(run)
    page = {"run": run, "changed": changed, "is_whole": is_whole, "rows": list(run.answer["rows"].values())}
    return render(request, "traceability/scope_run.html", page)


@require_safe
def scope_runs(request: HttpRequest) -> HttpResponse:
    """The newest of the company's own."""
    runs = ScopeRun.objects.select_related("asked_by").defer("answer").order_by("-asked_at", "-id")[:100]
    return render(request, "traceability/scope_runs.html", {"runs": runs})
