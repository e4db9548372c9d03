"""Deciding about what a release left over: how much there is, the choice, and its signature, on one page."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from kernel.clock import now
from lots.models import Lot
from lots.quantities import quantity_words
from parties.proving import prove
from parties.refusals import refusable, remember, status_after
from records.content import content_hash
from release.actions import Signing, decide_rest
from release.actions.decisions import MEANINGS
from release.balance import balance, rest_of
from release.content import decision_content
from release.forms import DecisionSigningForm, RestForm
from release.judging import release_verdicts
from release.models import Disposition
from release.queries import live_pack_of, panel_of, performers
from release.rules import rest_refusals
from release.states import Decision
from release.views.cases import STAGES, Case


def rest(request: HttpRequest, lot_id: UUID, stage: str) -> HttpResponse:
    """`?decision=…&quantity=…` shows what is signed; a POST there signs it."""
    case = _case(request, lot_id, stage)
    chosen = RestForm(
        request.GET if "decision" in request.GET else None,
        offered=case.offered,
        most=rest_of(case.panel.facts, case.stage),
        unit=case.lot.unit,
    )
    form = DecisionSigningForm(request.POST if request.method == "POST" else None)
    page = {"case": case, "lot": case.lot, "stage_word": stage, "chosen": chosen, "form": form}
    page["balance"] = balance(case.panel.facts, needs_sponsor=case.panel.verdict.route.needs_sponsor)
    page["rest"] = rest_of(case.panel.facts, case.stage)
    if chosen.is_valid():
        if form.is_valid():
            with refusable(request, form, case.lot):
                row = _sign(request, case, chosen, form)
                messages.success(request, f"{row}: {quantity_words(row.quantity, case.lot.unit)}.")
                return redirect(f"{case.lot.get_absolute_url()}shipments/")
        page |= _shown(request, case, chosen)
    return render(request, "release/rest.html", page, status=status_after(request))


def _case(request: HttpRequest, lot_id: UUID, word: str) -> Case:
    """As for a first decision; where nothing can be decided the page is the refusal itself, recorded."""
    stage = STAGES.get(word)
    if stage is None:
        raise Http404
    lot = get_object_or_404(Lot.objects.select_related("product", "sponsor", "cmo"), pk=lot_id)
    panel = panel_of(lot.pk, now())
    answers = rest_refusals(
        stage=stage,
        lot=lot,
        facts=panel.facts,
        by=request.actor,  # type: ignore[attr-defined]  # ours
        performer_ids=performers(stage, lot, panel.facts),
        verdicts=release_verdicts(lot, live_pack_of(lot)) if panel.facts.pack else (),
    )
    refused = [refusal for refusal in answers.values() if refusal is not None]
    if len(refused) == len(answers):
        remember(request, refused[-1], lot)
        raise refused[-1]
    return Case(lot, stage, panel, answers)


def _content(case: Case, chosen: RestForm) -> dict[str, object]:
    part = sum(decision.stage == case.stage for decision in case.panel.facts.decisions)
    given = chosen.cleaned_data
    return decision_content(
        case.lot, case.pack(), stage=case.stage, decision=given["decision"], quantity=given["quantity"], part=part
    )


def _sign(request: HttpRequest, case: Case, chosen: RestForm, form: DecisionSigningForm) -> Disposition:
    signing = Signing(
        decision=chosen.cleaned_data["decision"],
        quantity=chosen.cleaned_data["quantity"],
        proof=prove(request, form.cleaned_data),
        shown_hash=form.cleaned_data["content_hash"],
    )
    return decide_rest(
        lot_id=case.lot.pk, stage=case.stage, signing=signing,
        by=request.actor,  # type: ignore[attr-defined]  # ours
        reason=form.cleaned_data["reason"], at=now(),
    )  # fmt: skip


def _shown(request: HttpRequest, case: Case, chosen: RestForm) -> dict[str, object]:
    decision = Decision(chosen.cleaned_data["decision"])
    quantity = quantity_words(chosen.cleaned_data["quantity"], case.lot.unit)
    return {
        "digest": content_hash(_content(case, chosen)),
        "meaning": MEANINGS[decision].label,
        "sentence": f"{case.stage.label}: {decision.label.lower()} {quantity} more of lot {case.lot.number}.",
    }
