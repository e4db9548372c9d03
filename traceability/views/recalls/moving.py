"""Steps without a signature: at once, or with a form."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from kernel.clock import now
from parties.refusals import refusable, status_after
from traceability.actions import recalls as actions
from traceability.forms import recalls as typed
from traceability.models import Recall
from traceability.queries import recalls as queries

AT_ONCE: dict[str, Callable[..., Recall]] = {
    "lock": actions.lock_scope,
    "rehearse": actions.lock_scope,
    "notify": actions.send_notices,
    "list_contacts": actions.send_notices,
    "sample": actions.draw_sample,
}


@dataclass(frozen=True, slots=True)
class Step:
    """A step with a form: its words, and what the action is given of what was typed."""

    label: str
    form: type[forms.Form]
    action: Callable[..., Any]
    given: Callable[[Any], dict[str, Any]]


def _cleaned(form: forms.Form) -> dict[str, Any]:
    return dict(form.cleaned_data)


def _answers(form: Any) -> dict[str, Any]:
    return {"answers": form.answers()}


STEPS = {
    "evaluate": Step(
        "Evaluate the hazard", typed.EvaluationForm, actions.evaluate,
        lambda form: {"answers": form.answers(), "proposal": form.proposal()},
    ),
    "reconsider": Step("Evaluate again", typed.BackForm, actions.reconsider, _cleaned),
    "plan": Step("Set the strategy", typed.StrategyForm, actions.plan, _answers),
    "authority": Step("Record the report to FDA", typed.AuthorityForm, actions.report_to_authority, _answers),
    "part": Step(
        "Answer our part", typed.PartForm, actions.answer_part,
        lambda form: {"located": form.located(), "remark": form.cleaned_data["remark"]},
    ),
    "status": Step("Make a status report", typed.StatusForm, actions.report_status, _cleaned),
    "ending": Step("State the ending", typed.EndingForm, actions.state_ending, _cleaned),
    "correct": Step("Propose a correction", typed.CorrectionForm, actions.propose_correction, _cleaned),
}  # fmt: skip


@require_POST
def recall_move(request: HttpRequest, recall_id: UUID, step: str) -> HttpResponse:
    recall = queries.recall(recall_id)
    if step not in AT_ONCE:
        raise Http404
    with refusable(request, None, recall):
        AT_ONCE[step](recall_id=recall.pk, by=request.actor, reason="", at=now())  # type: ignore[attr-defined]  # ours
    messages.success(request, f"{recall}: done.")
    return redirect("traceability:recall", recall.pk)


def recall_step(request: HttpRequest, recall_id: UUID, step: str) -> HttpResponse:
    recall = queries.recall(recall_id)
    if step not in STEPS:
        raise Http404
    chosen = STEPS[step]
    form = _form(request, chosen, recall)
    if form.is_valid():
        with refusable(request, form, recall):
            given = {"reason": "", **chosen.given(form)}
            chosen.action(recall_id=recall.pk, by=request.actor, at=now(), **given)  # type: ignore[attr-defined]  # ours
            messages.success(request, f"{recall}: done.")
            return redirect("traceability:recall", recall.pk)
    page = {"form": form, "recall": recall, "label": chosen.label}
    return render(request, "traceability/recall_step.html", page, status=status_after(request))


def _form(request: HttpRequest, chosen: Step, recall: Recall) -> forms.Form:
    data = request.POST if request.method == "POST" else None
    if chosen.form is typed.PartForm:
        lots = recall.lots.order_by("lot__number").values_list("lot__number", "lot__unit")
        return typed.PartForm(data, numbers=list(lots))
    return chosen.form(data)
