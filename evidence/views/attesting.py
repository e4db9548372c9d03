"""CMO quality signs that the pack is complete: what is signed stands on the page, the proof is given there."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from evidence import rules
from evidence.actions.review import attest_pack
from evidence.content import pack_content
from evidence.forms import AttestForm
from evidence.models import Pack
from evidence.presentation.standing import cards
from evidence.queries import rule_counts
from evidence.views.fetching import one_pack
from kernel.clock import now
from parties.proving import prove
from parties.refusals import refusable, status_after
from records.content import content_hash
from records.states import Meaning


@login_required
def attest(request: HttpRequest, pack_id: UUID) -> HttpResponse:
    """Refused at once for the person who submitted, and while a gap is open."""
    pack = one_pack(pack_id)
    form = AttestForm(request.POST if request.method == "POST" else None)
    if request.method != "POST":
        rules.check_may_attest(pack, request.actor)  # type: ignore[attr-defined]  # ours
    elif form.is_valid():
        with refusable(request, form, pack):
            _attest(request, pack, form.cleaned_data)
            messages.success(request, f"Version {pack.version} of lot {pack.lot.number} is attested.")
            return redirect("evidence:builder", pack.lot_id)
    return render(request, "evidence/attest.html", _words(request, pack, form), status=status_after(request))


def _attest(request: HttpRequest, pack: Pack, given: dict[str, Any]) -> None:
    attest_pack(
        pack_id=pack.pk,
        proof=prove(request, given),
        shown_hash=given["content_hash"],
        by=request.actor,  # type: ignore[attr-defined]  # ours
        reason=given["reason"],
        at=now(),
    )


def _words(request: HttpRequest, pack: Pack, form: AttestForm) -> dict[str, Any]:
    """What is signed, and what it rests on."""
    content = pack_content(pack, pack.lot)
    return {
        "pack": pack,
        "lot": pack.lot,
        "form": form,
        "content": content,
        "digest": content_hash(content),
        "meaning": Meaning.ATTESTED.label,
        "cards": cards(rule_counts(pack), ()),
    }
