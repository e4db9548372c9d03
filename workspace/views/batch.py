"""Signing several records on one page: chosen first, then each with its meaning and hash, one proof for all."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from kernel.clock import now
from parties.proving import prove
from parties.refusals import refusable, status_after
from records.batch import MOST, shown_hash_of
from records.queries import to_sign
from workspace.actions.batch import sign_batch
from workspace.forms import BatchForm
from workspace.queries.batch import chosen_dues, dues


@require_safe
def batch(request: HttpRequest) -> HttpResponse:
    """What waits for my signature and can be signed together."""
    return render(request, "workspace/batch.html", {"dues": dues(request.actor), "most": MOST})  # type: ignore[attr-defined]


def sign_chosen(request: HttpRequest) -> HttpResponse:
    """Every record with its meaning and content hash; signed here and now, all or none."""
    by = request.actor  # type: ignore[attr-defined]  # ours
    keys = request.GET.getlist("record")[:MOST]
    form = BatchForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusable(request, form):
            proof = prove(request, form.cleaned_data)
            signed = sign_batch(keys=keys, proof=proof, by=by, reason=form.cleaned_data["reason"], at=now())
            messages.success(request, f"You signed {len(signed)} record{'s' if len(signed) != 1 else ''}.")
            return redirect("workspace:batch")
    found = [(due, shown_hash_of(due)) for due in chosen_dues(by, keys)]
    if not found and request.method != "POST":
        messages.error(request, "Choose what you want to sign.")
        return redirect("workspace:batch")
    items = [to_sign(due.row, digest, [due.meaning]) for due, digest in found]
    page = {"form": form, "rows": found, "items": items}
    return render(request, "workspace/batch_sign.html", page, status=status_after(request))
