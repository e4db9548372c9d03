"""The evidence passport's pages: the CMO's own list, and what a sponsor was shown."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from evidence.actions.files import examine
from evidence.downloads import stored
from kernel.clock import now
from parties.refusals import refusable, status_after
from performance import actions, queries
from performance.forms import DocumentForm, RenewalForm, WhyForm
from performance.models import PassportDocument, PassportShare
from performance.rules import check_passport
from records.actions import note_access


@login_required
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    by, today = request.actor, now().date()  # type: ignore[attr-defined]  # ours
    check_passport(by)
    shown = queries.own_passport(by.company_id, today)
    page = {"shown": shown, "looks": queries.looks_at_passport(shown), "today": today}
    return render(request, "performance/passport.html", page)


@login_required
def add(request: HttpRequest) -> HttpResponse:
    check_passport(request.actor)  # type: ignore[attr-defined]  # ours

    def act(data: dict[str, Any], by: Any) -> str:
        file = data.pop("file")
        actions.add_document(file=examine(file.name, file), **data, by=by, at=now())
        return f"“{data['title']}” is in the passport; nobody sees it before you show it."

    return _form(request, DocumentForm, act, title="Add a document", button="Add it")


@login_required
def replace(request: HttpRequest, document_id: UUID) -> HttpResponse:
    document = _own(request, document_id)

    def act(data: dict[str, Any], by: Any) -> str:
        file = data.pop("file")
        actions.replace_document(document_id=document.pk, file=examine(file.name, file), **data, by=by, at=now())
        return f"“{document.title}” was renewed for everybody who sees it."

    return _form(request, RenewalForm, act, title=f"Renew {document.title}", button="Renew it")


@login_required
def end(request: HttpRequest, document_id: UUID) -> HttpResponse:
    document = _own(request, document_id)

    def act(data: dict[str, Any], by: Any) -> str:
        actions.end_document(document_id=document.pk, **data, by=by, at=now())
        return f"“{document.title}” was taken out."

    return _form(
        request, WhyForm, act, title=f"Take {document.title} out", button="Take it out", danger=True,
        note="No sponsor can open it any more.",
    )  # fmt: skip


@login_required
@require_POST
def share(request: HttpRequest, document_id: UUID, partnership_id: UUID) -> HttpResponse:
    document, by = _own(request, document_id), request.actor  # type: ignore[attr-defined]  # ours
    with refusable(request):
        actions.share_document(document_id=document.pk, partnership_id=partnership_id, by=by, reason="", at=now())
    return redirect("performance:passport")


@login_required
def unshare(request: HttpRequest, share_id: UUID) -> HttpResponse:
    row = get_object_or_404(PassportShare.objects.select_related("document"), pk=share_id, ended_at=None)
    check_passport(request.actor)  # type: ignore[attr-defined]  # ours

    def act(data: dict[str, Any], by: Any) -> str:
        actions.end_share(share_id=row.pk, **data, by=by, at=now())
        return f"“{row.document.title}” is no longer shown there."

    return _form(request, WhyForm, act, title=f"Stop showing {row.document.title}", button="Stop showing it")


@login_required
@require_safe
def own(request: HttpRequest, document_id: UUID) -> HttpResponseBase:
    """The own document: noted for the own company, unchanged."""
    document, by = _own(request, document_id), request.actor  # type: ignore[attr-defined]  # ours
    note_access(by=by, what=f"{document.name} downloaded", subject=document, at=now())
    return stored(request, document)


@login_required
@require_safe
def shared(request: HttpRequest, share_id: UUID) -> HttpResponseBase:
    """What the partner shows: noted for both, unchanged."""
    row = get_object_or_404(PassportShare.objects.select_related("document"), pk=share_id, ended_at=None)
    by = request.actor  # type: ignore[attr-defined]  # ours
    note_access(by=by, what=f"{row.document.name} downloaded", subject=row, at=now())
    return stored(request, row.document)


def _own(request: HttpRequest, document_id: UUID) -> PassportDocument:
    """The row before the role: a stranger's document is not there, for whoever asks."""
    by = request.actor  # type: ignore[attr-defined]  # ours
    document = get_object_or_404(queries.own_document(by.organisation_id), pk=document_id)
    check_passport(by)
    return document


def _form(
    request: HttpRequest,
    kind: type[forms.Form],
    act: Callable[[dict[str, Any], Any], str],
    **page: Any,
) -> HttpResponse:
    form = kind(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        with refusable(request, form):
            messages.success(request, act(form.cleaned_data, request.actor))  # type: ignore[attr-defined]  # ours
            return redirect("performance:passport")
    return render(request, "performance/document_form.html", {"form": form, **page}, status=status_after(request))
