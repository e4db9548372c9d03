"""Steps with a signature: propose, decide, decline, terminate."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from kernel.clock import now
from parties.proving import prove
from parties.refusals import refusable, status_after
from records.content import content_hash
from records.states import Meaning
from traceability.actions import recalls as actions
from traceability.forms.recalls import RecallSigningForm
from traceability.models import Recall
from traceability.queries import recalls as queries
from traceability.states import RECALL

_SIGNED = {
    "propose": actions.propose,
    "decide": actions.decide,
    "decline": actions.decline,
    "terminate": actions.terminate,
}


def sign_recall(request: HttpRequest, recall_id: UUID, step: str) -> HttpResponse:
    recall = queries.recall(recall_id)
    if step not in _SIGNED:
        raise Http404
    form = RecallSigningForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusable(request, form, recall):
            _SIGNED[step](
                recall_id=recall.pk,
                proof=prove(request, form.cleaned_data),
                shown_hash=form.cleaned_data["content_hash"],
                by=request.actor,  # type: ignore[attr-defined]  # ours
                reason=form.cleaned_data["reason"],
                at=now(),
            )
            messages.success(request, f"{recall}: signed.")
            return redirect("traceability:recall", recall.pk)
    page = _shown(recall, step, form)
    return render(request, "traceability/sign_recall.html", page, status=status_after(request))


def _shown(recall: Recall, verb: str, form: RecallSigningForm) -> dict[str, Any]:
    step = next(step for step in RECALL.transitions if step.verb == verb)
    return {
        "form": form,
        "recall": recall,
        "step": step,
        "papers": queries.paper_lines(queries.papers(recall.pk)),
        "statuses": recall.statuses.order_by("number"),
        "digest": content_hash(queries.signed_content(recall, verb)),
        "meaning": Meaning(step.meaning).label,
    }
