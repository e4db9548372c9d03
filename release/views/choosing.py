"""First step: choose what is decided. What is not lawful is not there; what must wait says for what."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from parties.refusals import remember
from release.views.cases import Case, case_of


@require_safe
def choose(request: HttpRequest, lot_id: UUID, stage: str) -> HttpResponse:
    """The form of the choice; it leads to the page that is signed."""
    case = case_of(request, lot_id, stage)
    check_anything_open(request, case)
    given = request.GET if "decision" in request.GET and "quantity" in request.GET else None
    initial = case.form(given)
    wanted = request.GET.get("decision", "")
    if given is None and wanted:
        initial.initial["decision"] = wanted
    return render(request, "release/choose.html", {"case": case, "form": initial, "stage_word": stage, "lot": case.lot})


def check_anything_open(request: HttpRequest, case: Case) -> None:
    """Where nothing can be decided now the page is the refusal itself, recorded."""
    if case.offered:
        return
    refusal = next(iter(case.refusals.values()), None)
    if refusal is not None:
        remember(request, refusal, case.lot)
        raise refusal
