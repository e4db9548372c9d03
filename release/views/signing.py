"""Second step: read exactly what is signed, then sign it with the password or a passkey."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from kernel.clock import now
from parties.proving import prove
from parties.refusals import refusable, status_after
from records.content import content_hash
from release.actions import Signing, decide_as_cmo, decide_as_sponsor
from release.actions.decisions import MEANINGS
from release.content import decision_content
from release.forms import DecisionForm, DecisionSigningForm
from release.states import Decision, Stage
from release.views.cases import Case, case_of
from release.views.choosing import check_anything_open
from release.views.summary import sentence, summary


def sign(request: HttpRequest, lot_id: UUID, stage: str) -> HttpResponse:
    """The summary of the decision in the address, and its signature."""
    case = case_of(request, lot_id, stage)
    check_anything_open(request, case)
    choice = case.form(request.GET)
    if not choice.is_valid():
        _check_chosen(request, case)
        return render(
            request,
            "release/choose.html",
            {"case": case, "form": choice, "stage_word": stage, "lot": case.lot},
            status=400,
        )
    form = DecisionSigningForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusable(request, form, case.lot):
            _decide(request, case, choice, form)
            messages.success(request, f"{case.stage.label}: signed for {case.lot}.")
            return redirect(case.lot)
    page = _shown(request, case, choice) | {"form": form, "stage_word": stage}
    return render(request, "release/sign.html", page, status=status_after(request))


def _check_chosen(request: HttpRequest, case: Case) -> None:
    """A decision that is lawful but must wait is refused in its own words, and recorded."""
    refusal = next((r for d, r in case.refusals.items() if d == request.GET.get("decision")), None)
    if refusal is not None:
        with refusable(request, None, case.lot):
            raise refusal


def _decide(request: HttpRequest, case: Case, choice: DecisionForm, form: DecisionSigningForm) -> None:
    signing = Signing(
        decision=choice.cleaned_data["decision"],
        quantity=choice.cleaned_data["quantity"],
        proof=prove(request, form.cleaned_data),
        shown_hash=form.cleaned_data["content_hash"],
    )
    common = {
        "lot_id": case.lot.pk,
        "signing": signing,
        "by": request.actor,  # type: ignore[attr-defined]  # ours
        "reason": form.cleaned_data["reason"],
        "at": now(),
    }
    if case.stage == Stage.SPONSOR:
        decide_as_sponsor(**common)
    else:
        decide_as_cmo(stage=case.stage, **common)


def _shown(request: HttpRequest, case: Case, choice: DecisionForm) -> dict[str, object]:
    decision, quantity = Decision(choice.cleaned_data["decision"]), choice.cleaned_data["quantity"]
    pack = case.pack()
    content = decision_content(case.lot, pack, stage=case.stage, decision=decision, quantity=quantity)
    return {
        "case": case,
        "lot": case.lot,
        "decision": decision,
        "digest": content_hash(content),
        "meaning": MEANINGS[decision].label,
        "sentence": sentence(case, decision, quantity),
        "summary": summary(case, decision, quantity, pack),
        "query": request.GET.urlencode(),
    }
