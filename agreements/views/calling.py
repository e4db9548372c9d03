"""Calling upon a clause, answering, settling."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from agreements import actions, queries
from agreements.calls import CALLS
from agreements.content import call_content
from agreements.forms import AnswerForm, AskAgainForm, CallForm, ConsentForm, ReasonForm
from agreements.models import ClauseCall
from agreements.presentation.calls import call_context, offered
from kernel.clock import now
from kernel.keyset import BadCursorError, page_of
from parties.proving import prove
from parties.refusals import refusable, status_after
from records.content import content_hash


@login_required
@require_safe
def calls(request: HttpRequest, agreement_id: UUID) -> HttpResponse:
    """Everything asked and told under one agreement."""
    agreement, rows = queries.agreement(agreement_id), queries.calls_of(agreement_id)
    try:
        page = page_of(rows, order=queries.CALL_ORDER, after=request.GET.get("after", ""))
    except BadCursorError:
        page = page_of(rows, order=queries.CALL_ORDER)
    may_call = bool(offered(agreement, request.actor, now().date()))  # type: ignore[attr-defined]  # ours
    shown = {"agreement": agreement, "page": page, "may_call": may_call}
    return render(request, "agreements/calls.html", shown)


@login_required
def new_call(request: HttpRequest, agreement_id: UUID) -> HttpResponse:
    agreement = queries.agreement(agreement_id)
    by = request.actor  # type: ignore[attr-defined]  # ours
    data = request.POST if request.method == "POST" else None
    form = CallForm(data, offered=offered(agreement, by, now().date()))
    if form.is_valid():
        with refusable(request, form, agreement):
            call = actions.call_upon(agreement_id=agreement.pk, **form.cleaned_data, by=by, reason="", at=now())
            messages.success(request, f"Call {call.number}: the other side is told.")
            return redirect("agreements:call", call.pk)
    return render(
        request, "agreements/new_call.html", {"agreement": agreement, "form": form}, status=status_after(request)
    )


@login_required
@require_safe
def call(request: HttpRequest, call_id: UUID) -> HttpResponse:
    found = queries.call_of(call_id)
    return render(request, "agreements/call.html", call_context(found, request.actor))  # type: ignore[attr-defined]  # ours


@login_required
def answer(request: HttpRequest, call_id: UUID) -> HttpResponse:
    """An answer, or a signed consent where the clause needs one."""
    found = queries.call_of(call_id)
    needs_consent = CALLS[found.kind].needs_consent
    form = (ConsentForm if needs_consent else AnswerForm)(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusable(request, form, found):
            given = _consent(request, form.cleaned_data) if needs_consent else {"text": form.cleaned_data["text"]}
            actions.answer_call(call_id=found.pk, **given, by=request.actor, reason="", at=now())  # type: ignore[attr-defined]  # ours
            messages.success(request, f"Call {found.number} is answered.")
            return redirect("agreements:call", found.pk)
    page = call_context(found, request.actor) | {"form": form, "digest": content_hash(call_content(found))}  # type: ignore[attr-defined]  # ours
    page |= {"needs_consent": needs_consent}
    return render(request, "agreements/answer.html", page, status=status_after(request))


def _consent(request: HttpRequest, given: dict[str, Any]) -> dict[str, Any]:
    consent = actions.Consent(given["consent"] == "yes", prove(request, given), given["content_hash"])
    return {"text": given["reason"], "consent": consent}


@login_required
@require_POST
def settle(request: HttpRequest, call_id: UUID) -> HttpResponse:
    found = queries.call_of(call_id)
    with refusable(request, None, found):
        actions.settle_call(call_id=found.pk, by=request.actor, reason="", at=now())  # type: ignore[attr-defined]  # ours
    messages.success(request, f"Call {found.number} is settled.")
    return redirect("agreements:call", found.pk)


@login_required
def ask_again(request: HttpRequest, call_id: UUID) -> HttpResponse:
    return _with_words(request, call_id, AskAgainForm, actions.ask_call_again, "Ask again")


@login_required
def withdraw_call(request: HttpRequest, call_id: UUID) -> HttpResponse:
    return _with_words(request, call_id, ReasonForm, actions.withdraw_call, "Withdraw")


def _with_words(
    request: HttpRequest, call_id: UUID, form_class: Any, action: Callable[..., ClauseCall], label: str
) -> HttpResponse:
    found = queries.call_of(call_id)
    form = form_class(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusable(request, form, found):
            action(call_id=found.pk, by=request.actor, reason=form.cleaned_data["reason"], at=now())  # type: ignore[attr-defined]  # ours
            return redirect("agreements:call", found.pk)
    page = {"form": form, "call": found, "label": label}
    return render(request, "agreements/call_words.html", page, status=status_after(request))


@login_required
@require_POST
def acknowledge(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """“I have read it and am trained on it.”"""
    version = queries.version(version_id)
    with refusable(request, None, version):
        actions.acknowledge(version_id=version.pk, by=request.actor, reason="", at=now())  # type: ignore[attr-defined]  # ours
    messages.success(request, f"You have acknowledged {version}.")
    return redirect("agreements:agreement", version.agreement_id)
