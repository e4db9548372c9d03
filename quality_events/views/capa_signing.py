"""Signed steps of a corrective action."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from kernel.clock import now
from parties.proving import prove
from parties.refusals import refusable
from quality_events import actions
from quality_events.capa_content import capa_content, extension_content
from quality_events.forms.capa import CapaSigningForm, ExtensionForm
from quality_events.forms.problems import first_problem
from quality_events.models import Capa, CapaAction
from quality_events.presentation.capa import shown_actions
from quality_events.states import CAPA
from records.content import content_hash
from records.states import Meaning

_STEPS: dict[str, Callable[..., Capa]] = {
    "submit": actions.submit_capa,
    "approve": actions.approve_capa,
    "approve_by_cmo": actions.approve_capa,
    "complete": actions.complete_capa,
    "verify": actions.verify_capa,
    "verify_by_cmo": actions.verify_capa,
    **{verb: partial(actions.judge_capa, verb=verb) for verb in ("effective", "not_effective", "give_up")},
}


def extend_action(request: HttpRequest, action_id: UUID) -> HttpResponse:
    """A later day, asked for in the address; shown, and signed here and now."""
    action = get_object_or_404(CapaAction.objects.select_related("capa", "owner"), pk=action_id)
    asked = ExtensionForm(request.GET)
    if not asked.is_valid():
        messages.error(request, first_problem(asked))
        return redirect("quality_events:capa", action.capa_id)
    form, to_day = CapaSigningForm(request.POST or None), asked.cleaned_data["to_day"]
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        with refusable(request, form, action.capa):
            actions.extend_capa_action(
                action_id=action.pk, to_day=to_day, proof=prove(request, given), shown_hash=given["content_hash"],
                by=request.actor, reason=given["reason"], at=now(),  # type: ignore[attr-defined]  # ours
            )  # fmt: skip
            messages.success(request, f"{action.capa.number}: you signed the later day.")
            return redirect("quality_events:capa", action.capa_id)
    shown = {"capa": action.capa, "action": action, "to_day": to_day, "form": form, "meaning": Meaning.APPROVED.label}
    shown |= {"digest": content_hash(extension_content(action, to_day)), "before": list(action.extensions.all())}
    return render(request, "quality_events/capa_extend.html", shown, status=409 if form.errors else 200)


def sign_capa(request: HttpRequest, capa_id: UUID, verb: str) -> HttpResponse:
    """Shows the plan, its actions and figures; signed here and now."""
    capa = get_object_or_404(Capa.objects.select_related("owner", "product"), pk=capa_id)
    step = CAPA.find(capa.state, verb)
    if verb not in _STEPS or step is None:
        raise Http404
    form = CapaSigningForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        with refusable(request, form, capa):
            _STEPS[verb](
                capa_id=capa.pk, proof=prove(request, given), shown_hash=given["content_hash"],
                by=request.actor, reason=given["reason"], at=now(),  # type: ignore[attr-defined]  # ours
            )  # fmt: skip
            messages.success(request, f"{capa.number}: you signed “{step.label}”.")
            return redirect("quality_events:capa", capa.pk)
    shown = {"capa": capa, "actions": shown_actions(capa), "form": form, "step": step}
    shown |= {"digest": content_hash(capa_content(capa)), "meaning": Meaning(step.meaning).label}
    return render(request, "quality_events/capa_sign.html", shown, status=409 if form.errors else 200)
