"""Waiving a rule that blocks: first what is to be waived, then the signature over exactly that; and taking it back."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from evidence.actions.waivers import WaiverDraft, check_waiver, revoke_waiver, waive_rule
from evidence.content import waiver_content
from evidence.forms import ReasonForm, SignWaiverForm, WaiverForm
from evidence.models import RuleVerdict
from evidence.presentation.verdicts import shown
from evidence.queries import verdicts_of
from evidence.views.fetching import one_pack
from evidence.waivers import standing_waivers
from kernel.clock import now
from parties.proving import prove
from parties.refusals import refusable, status_after
from records.content import content_hash
from records.states import Meaning


@login_required
def waive(request: HttpRequest, verdict_id: int) -> HttpResponse:
    """What is typed comes by GET and is shown as it will be signed; the signature comes by POST."""
    found = get_object_or_404(RuleVerdict, pk=verdict_id)
    page = _page(one_pack(found.pack_id), found)
    form = WaiverForm(request.GET or None, initial={"scope": "lot"})
    signing = SignWaiverForm(request.POST) if request.method == "POST" else None
    if signing is not None and signing.is_valid():
        with refusable(request, signing, page["pack"]):
            _sign(request, found, signing.cleaned_data)
            messages.success(request, f"{found.rule} is waived.")
            return redirect("evidence:pack", found.pack_id)
    if signing is not None or form.is_valid():
        given = {name: (request.POST or request.GET).get(name, "") for name in ("scope", "valid_until", "why")}
        page |= _to_sign(request, found, page["lot"], given, form)
    page |= {"form": form, "signing": signing or page.get("signing")}
    return render(request, "evidence/waive.html", page, status=status_after(request))


def _page(pack: Any, found: RuleVerdict) -> dict[str, Any]:
    return {"pack": pack, "lot": pack.lot, "item": shown(verdicts_of(pack).get(pk=found.pk))}


def _to_sign(
    request: HttpRequest, found: RuleVerdict, lot: Any, given: dict[str, Any], form: WaiverForm
) -> dict[str, Any]:
    """The content as it will be signed; a refusal stands on the form before anybody signs."""
    typed = WaiverForm(given)
    if not typed.is_valid():
        return {}
    draft, by = _draft(typed.cleaned_data), request.actor  # type: ignore[attr-defined]  # ours
    with refusable(request, form, found):
        content = waiver_content(found, lot, check_waiver(found, lot, draft, by=by, at=now()), draft)
        return {
            "content": content,
            "digest": content_hash(content),
            "meaning": Meaning.WAIVED.label,
            "signing": SignWaiverForm(initial=given),
        }
    return {}


def _draft(given: dict[str, Any]) -> WaiverDraft:
    return WaiverDraft(given["scope"], given["valid_until"], given["why"])


def _sign(request: HttpRequest, found: RuleVerdict, given: dict[str, Any]) -> None:
    waive_rule(
        verdict_id=found.pk,
        draft=_draft(given),
        proof=prove(request, given),
        shown_hash=given["content_hash"],
        by=request.actor,  # type: ignore[attr-defined]  # ours
        reason=given["reason"],
        at=now(),
    )


@login_required
@require_safe
def waivers(request: HttpRequest) -> HttpResponse:
    """Every waiver that the scope shows, those that count first; of one product when it is given."""
    of = {"product_id": product} if (product := _product(request)) else {}
    return render(request, "evidence/waivers.html", {"waivers": standing_waivers(**of)[:200]})


def _product(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.GET.get("product", ""))
    except ValueError:
        return None


@login_required
def revoke(request: HttpRequest, waiver_id: UUID) -> HttpResponse:
    """The rule blocks again; the reason stays on record."""
    waiver = get_object_or_404(standing_waivers(), pk=waiver_id)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusable(request, form, waiver):
            by = request.actor  # type: ignore[attr-defined]  # ours
            revoke_waiver(waiver_id=waiver.pk, by=by, reason=form.cleaned_data["reason"], at=now())
            messages.success(request, f"The {waiver} is revoked: {waiver.rule} blocks again.")
            return redirect("evidence:waivers")
    return render(
        request, "evidence/revoke_waiver.html", {"waiver": waiver, "form": form}, status=status_after(request)
    )
