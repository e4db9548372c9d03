"""Who may receive goods."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from kernel.clock import now
from kernel.errors import Forbidden
from parties.queries import partnerships
from parties.refusals import refusable, status_after
from traceability import actions
from traceability.forms import ConsigneeForm
from traceability.queries import consignees_of


@require_safe
def consignees(request: HttpRequest) -> HttpResponse:
    """Every direct account of the partnerships in scope."""
    by = request.actor  # type: ignore[attr-defined]  # ours
    pairs = list(partnerships())
    page = {
        "consignees": consignees_of([pair.pk for pair in pairs]),
        "may_add": any(by.may("traceability.consignee", pair) for pair in pairs),
    }
    return render(request, "traceability/consignees.html", page)


def add(request: HttpRequest) -> HttpResponse:
    """Enter a direct account."""
    by = request.actor  # type: ignore[attr-defined]  # ours
    pairs = [pair for pair in partnerships() if by.may("traceability.consignee", pair)]
    if not pairs:
        raise Forbidden("Your role does not allow you to enter a consignee.", "21 CFR 11.10(g)")
    form = ConsigneeForm(request.POST if request.method == "POST" else None, pairs=pairs)
    if form.is_valid():
        given = dict(form.cleaned_data)
        partnership_id = given.pop("partnership")
        with refusable(request, form):
            added = actions.add_consignee(partnership_id=partnership_id, by=by, reason="", at=now(), **given)
            messages.success(request, f"{added} can receive goods now.")
            return redirect("traceability:consignees")
    return render(request, "traceability/add_consignee.html", {"form": form}, status=status_after(request))
