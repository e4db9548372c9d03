"""The sponsor signs that it accepts a pack; of a product of high risk the head of quality countersigns."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from evidence import rules
from evidence.actions.accepting import accept_pack, countersign_pack
from evidence.content import acceptance_content, countersignature_content
from evidence.models import Pack
from evidence.presentation.packs import signatories
from evidence.presentation.standing import cards
from evidence.queries import is_high_risk, open_questions, review_signature, rule_counts, undecided
from evidence.views.fetching import one_pack
from evidence.waivers import waived_by
from kernel.clock import now
from parties.proving import prove
from parties.refusals import refusable, status_after
from records.content import content_hash
from records.forms import SigningForm
from records.states import Meaning


@dataclass(frozen=True, slots=True)
class Signing:
    """The words of one of the two signatures, what is signed, and what the signature does."""

    title: str
    action: str
    done: str
    meaning: str
    content: dict[str, Any]
    act: Callable[..., Pack]


@login_required
def accept(request: HttpRequest, pack_id: UUID) -> HttpResponse:
    """Refused at once while an exception is undecided or a question is open."""
    pack = one_pack(pack_id)
    if request.method != "POST":
        rules.check_acceptable(
            pack, request.actor, undecided=undecided(pack), open_questions=open_questions(pack).count(),  # type: ignore[attr-defined]  # ours
            waived_by=waived_by(pack.pk),
        )  # fmt: skip
    is_first = is_high_risk(pack.lot)
    done = "reviewed; the head of quality countersigns it" if is_first else "accepted"
    meaning = str((Meaning.REVIEWED if is_first else Meaning.APPROVED).label)
    signing = Signing("Accept", "Accept the pack", done, meaning, acceptance_content(pack, pack.lot), accept_pack)
    return _signed(request, pack, signing)


@login_required
def countersign(request: HttpRequest, pack_id: UUID) -> HttpResponse:
    """Refused at once for the person who signed the review."""
    pack = one_pack(pack_id)
    review = review_signature(pack)
    if request.method != "POST":
        rules.check_may_countersign(pack, request.actor, review)  # type: ignore[attr-defined]  # ours
    content = countersignature_content(pack, pack.lot, review)
    meaning = str(Meaning.APPROVED.label)
    signing = Signing("Countersign", "Countersign", "countersigned and accepted", meaning, content, countersign_pack)
    return _signed(request, pack, signing)


def _signed(request: HttpRequest, pack: Pack, signing: Signing) -> HttpResponse:
    form = SigningForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusable(request, form, pack):
            given = form.cleaned_data
            signing.act(
                pack_id=pack.pk, proof=prove(request, given), shown_hash=given["content_hash"],
                by=request.actor, reason=given["reason"], at=now(),  # type: ignore[attr-defined]  # ours
            )  # fmt: skip
            messages.success(request, f"Version {pack.version} of lot {pack.lot.number} is {signing.done}.")
            return redirect("evidence:builder", pack.lot_id)
    page = _words(request, pack, signing) | {"form": form}
    return render(request, "evidence/accept.html", page, status=status_after(request))


def _words(request: HttpRequest, pack: Pack, signing: Signing) -> dict[str, Any]:
    """What is signed, what it rests on, and who signs besides."""
    return {
        "pack": pack,
        "lot": pack.lot,
        "signing": signing,
        "content": signing.content,
        "digest": content_hash(signing.content),
        "signatories": signatories(pack) if is_high_risk(pack.lot) else [],
        "cards": cards(rule_counts(pack), ()),
    }
