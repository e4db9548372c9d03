"""Corrective actions: the list, one with its plan and figures, each step of it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from evidence.actions.files import examine
from kernel.clock import now
from kernel.keyset import BadCursorError, page_of
from parties.refusals import refusable
from quality_events import actions
from quality_events.forms.capa import (
    CapaFilterForm,
    CapaReasonForm,
    DoneForm,
    LongerForm,
    ProposeCapaForm,
    ProposeNewCapaForm,
)
from quality_events.forms.problems import first_problem
from quality_events.models import Capa, CapaAction, QualityEvent
from quality_events.presentation.capa import capa_context, plan_forms
from quality_events.queries.capa import capas, event_ids_of, proposable
from quality_events.rules import capa as rules
from quality_events.states import UNFINISHED, CapaSource, CapaState
from quality_events.views.lists import event_tabs

ORDER = ("-proposed_at", "-id")


@require_GET
def capa_list(request: HttpRequest) -> HttpResponse:
    form = CapaFilterForm(request.GET)
    wanted = form.cleaned_data["state"] if form.is_valid() else ""
    found = capas()
    if wanted:
        found = found.filter(state__in=UNFINISHED if wanted == "open" else [CapaState(wanted)])
    try:
        page = page_of(found, order=ORDER, after=request.GET.get("after", ""), before=request.GET.get("before", ""))
    except BadCursorError:
        page = page_of(found, order=ORDER)
    shown = {"filters": form, "page": page, "capas": page.rows, "tabs": event_tabs("capas")}
    shown["may_propose"] = bool(proposable(request.actor))  # type: ignore[attr-defined]  # ours
    return render(request, "quality_events/capas.html", shown)


@require_GET
def capa_page(request: HttpRequest, capa_id: UUID) -> HttpResponse:
    return render(request, "quality_events/capa.html", capa_context(_capa(capa_id), request.actor))  # type: ignore[attr-defined]


@require_POST
def propose_capa(request: HttpRequest, event_id: UUID) -> HttpResponse:
    """From the page of the event that it answers."""
    event = get_object_or_404(QualityEvent, pk=event_id)
    form = ProposeCapaForm(request.POST)
    if not form.is_valid():
        return _wrong(request, form, "quality_events:event", event.pk)
    with refusable(request, None, event):
        found = actions.propose_capa(
            partnership_id=event.partnership_id, event_ids=[event.pk], **form.cleaned_data,
            by=request.actor, reason="", at=now(),  # type: ignore[attr-defined]  # ours
        )  # fmt: skip
        messages.success(request, f"{found.number} is proposed.")
        return redirect("quality_events:capa", found.pk)
    return redirect("quality_events:event", event.pk)


def propose_new_capa(request: HttpRequest) -> HttpResponse:
    """From the list: an audit's finding, a trend, or several events (domain §C4)."""
    by = request.actor  # type: ignore[attr-defined]  # ours
    partners = proposable(by)
    form = ProposeNewCapaForm(request.POST or None, partnerships=partners, initial={"source": CapaSource.AUDIT_FINDING})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        numbers = given.pop("events")
        event_ids = event_ids_of(given["partnership_id"], numbers)
        with refusable(request, form, next(row for row in partners if row.pk == given["partnership_id"])):
            rules.check_events_known(numbers, len(event_ids))
            found = actions.propose_capa(event_ids=event_ids, **given, by=by, reason="", at=now())
            messages.success(request, f"{found.number} is proposed.")
            return redirect("quality_events:capa", found.pk)
    return render(request, "quality_events/capa_propose.html", {"form": form}, status=409 if form.errors else 200)


@require_POST
def plan_capa(request: HttpRequest, capa_id: UUID) -> HttpResponse:
    form, _ = plan_forms(_capa(capa_id), request.actor, request.POST)  # type: ignore[attr-defined]  # ours
    return _done(request, capa_id, form, lambda given: actions.plan_capa(capa_id=capa_id, reason="", **given))


@require_POST
def add_action(request: HttpRequest, capa_id: UUID) -> HttpResponse:
    _, form = plan_forms(_capa(capa_id), request.actor, request.POST)  # type: ignore[attr-defined]  # ours
    return _done(request, capa_id, form, lambda given: actions.add_capa_action(capa_id=capa_id, reason="", **given))


@require_POST
def drop_action(request: HttpRequest, action_id: UUID) -> HttpResponse:
    return _on_action(request, action_id, CapaReasonForm(request.POST), actions.drop_capa_action)


@require_POST
def do_action(request: HttpRequest, action_id: UUID) -> HttpResponse:
    def doing(*, file: Any, **given: Any) -> object:
        taken = examine(file.name, file) if file else None
        return actions.do_capa_action(file=taken, reason="", **given)

    return _on_action(request, action_id, DoneForm(request.POST, request.FILES), doing)


@require_POST
def lengthen(request: HttpRequest, capa_id: UUID) -> HttpResponse:
    form = LongerForm(request.POST)
    return _done(request, capa_id, form, lambda given: actions.lengthen_watch(capa_id=capa_id, **given))


@require_POST
def recompute(request: HttpRequest, capa_id: UUID) -> HttpResponse:
    form = CapaReasonForm(request.POST)
    return _done(request, capa_id, form, lambda given: actions.recompute_capa(capa_id=capa_id, **given))


_MOVES: dict[str, Callable[..., Capa]] = {
    "start": actions.start_capa,
    "give_back": actions.return_capa,
    "redo": actions.redo_capa,
    "cancel": actions.cancel_capa,
}


@require_POST
def move_capa(request: HttpRequest, capa_id: UUID, verb: str) -> HttpResponse:
    """The steps that need no signature."""
    action = _MOVES.get(verb)
    if action is None:
        return redirect("quality_events:capa", _capa(capa_id).pk)
    return _done(request, capa_id, CapaReasonForm(request.POST), lambda given: action(capa_id=capa_id, **given))


def _on_action(request: HttpRequest, action_id: UUID, form: Form, action: Callable[..., object]) -> HttpResponse:
    found = get_object_or_404(CapaAction, pk=action_id)
    return _done(request, found.capa_id, form, lambda given: action(action_id=found.pk, **given))


def _done(request: HttpRequest, capa_id: UUID, form: Form, doing: Callable[[dict[str, Any]], object]) -> HttpResponse:
    capa = _capa(capa_id)
    if not form.is_valid():
        return _wrong(request, form, "quality_events:capa", capa.pk)
    with refusable(request, None, capa):
        doing({**form.cleaned_data, "by": request.actor, "at": now()})  # type: ignore[attr-defined]  # ours
        messages.success(request, f"{capa.number}: written down.")
    return redirect("quality_events:capa", capa.pk)


def _wrong(request: HttpRequest, form: Form, page: str, key: UUID) -> HttpResponse:
    messages.error(request, first_problem(form))
    return redirect(page, key)


def _capa(capa_id: UUID) -> Capa:
    found = Capa.objects.select_related("owner", "product", "proposed_by", "partnership__sponsor", "partnership__cmo")
    return get_object_or_404(found, pk=capa_id)
