"""Heads: where the trees stand, each company's closed days with the other's signature, and one seal in full."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from kernel.clock import now
from parties.administration import held
from parties.refusals import refusable, status_after
from records.actions import register_key
from records.queries.seals import body_of
from records.rules import check_may_keep_keys
from workspace.forms import CompanyKeyForm
from workspace.queries import heads as queries


@require_safe
def heads(request: HttpRequest) -> HttpResponse:
    """For both companies and for auditors, each what is in sight."""
    by = request.actor  # type: ignore[attr-defined]  # ours
    page = {
        "standings": queries.standings(),
        "days": [queries.as_day(head, by) for head in queries.days()[: queries.MOST_SHOWN]],
        "key": queries.own_key(by),
        "may_register": "parties.keys" in held(by),
    }
    return render(request, "workspace/heads/heads.html", page)


@require_safe
def seal(request: HttpRequest, number: int) -> HttpResponse:
    """What was signed, the signature, and the heads under it that the reader may see."""
    found = queries.seal_with_heads(number)
    if found is None:
        raise Http404
    one, under = found
    return render(
        request, "workspace/heads/seal.html", {"seal": one, "text": body_of(one).text.decode(), "heads": under}
    )


def register(request: HttpRequest) -> HttpResponse:
    """The company keeps its countersigning key itself from now on."""
    by = request.actor  # type: ignore[attr-defined]  # ours
    check_may_keep_keys(by)
    form = CompanyKeyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusable(request, form):
            register_key(**form.cleaned_data, by=by, at=now())
            messages.success(request, "The key is registered. Days that are still open wait for its signature.")
            return redirect("workspace:heads")
    return render(request, "workspace/heads/key.html", {"form": form}, status=status_after(request))
