"""What the event's page shows: lots, timeline, buttons with their refusals, signatures."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse

from clocks.models import Clock
from clocks.queries import proof_of
from clocks.states import ClockState
from clocks.wording import late_words
from kernel.errors import Refused
from kernel.scope import Actor
from kernel.states import Transition, check_move
from parties.zones import reading_zone
from quality_events.actions.notification import NOTIFY_CLOCK
from quality_events.actions.turns import DECISION_CLOCK
from quality_events.content import signed_content
from quality_events.forms import AddLotsForm, ClassForm, LetGoForm, ScopeForm
from quality_events.models import EventLot, QualityEvent
from quality_events.presentation.capa import capas_of_event
from quality_events.presentation.differences import difference_context
from quality_events.presentation.investigation import investigation_context, investigation_rows
from quality_events.presentation.labels import label_context
from quality_events.presentation.oos import oos_context, oos_rows
from quality_events.presentation.oot import oot_context, oot_rows
from quality_events.presentation.timeline import steps_of, timeline_of
from quality_events.queries import waiting_for_consent
from quality_events.queries.board import clocks_of
from quality_events.states import EVENT, INVESTIGABLE
from records.queries import shown_all, signatures_of

SIGNED_VERBS = ("propose", "approve", "refuse", "close", "close_by_cmo")


def event_context(request: HttpRequest, event: QualityEvent, form: Any, question: Any) -> dict[str, Any]:
    """Everything that templates/quality_events/event.html shows; a constant number of queries."""
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by the scope middleware
    clock = Clock.objects.filter(rule=DECISION_CLOCK, subject_id=event.pk).order_by("-started_at").first()
    told = proof_of(*told_about(event))
    verbs, hit = {t.verb for t in EVENT.available(event, actor)}, list(lots_hit(event))
    return {
        "event": event,
        "form": form,
        "question": question,
        "lots": [row for row in hit if row.relation == "direct"],
        "derived": [row for row in hit if row.relation == "derived"],
        "containment": _containment(event),
        **difference_context(event, actor),
        **_scope_context(event, actor),
        **_class_context(event, actor),
        "clock": clock,
        "notification": _notification(event),
        "clocks": clocks_of(event),
        "told": told,
        "signatures": shown_all(signatures_of(event.pk), signed_content(event)),
        "steps": steps_of(event),
        "timeline": timeline_of(event, hit, told),
        **investigation_context(event, actor),
        **capas_of_event(event, actor),
        **label_context(event, actor),
        **oot_context(event, actor),
        **oos_context(event, actor, reading_zone(request, hit[0].lot.site.time_zone)),
        "may_question": "question" in verbs,
        "may_cancel": "cancel" in verbs,
        "may_reopen": bool(verbs & {"reopen", "reopen_by_cmo"}),
        "actions": _buttons(event, actor),
        "parts": _parts(event),
    }


def _notification(event: QualityEvent) -> dict[str, Any] | None:
    """Whether the sponsor was told in time, and by which clause; None where no hours were agreed."""
    clock = Clock.objects.filter(rule=NOTIFY_CLOCK, subject_id=event.pk).first()
    if clock is None:
        return None
    is_late = clock.state == ClockState.MET_LATE
    return {"words": late_words(clock), "is_late": is_late, "clause": clock.clause, "clock": clock}


def told_about(event: QualityEvent) -> list[tuple[str, UUID]]:
    """What notices about the event may name: itself, and its clocks."""
    clocks = Clock.objects.filter(subject_id=event.pk).values_list("pk", flat=True)
    return [("event", event.pk), *(("clock", key) for key in clocks)]


def lots_hit(event: QualityEvent) -> QuerySet[EventLot]:
    """The event's lots by number, with their products."""
    found = event.event_lots.select_related("lot__product", "lot__site", "decided_by", "consented_by")
    return found.order_by("lot__number")


def _class_context(event: QualityEvent, actor: Actor) -> dict[str, Any]:
    is_open = event.state in INVESTIGABLE
    asked = event.class_changes.filter(is_granted=None).select_related("asked_by").first() if is_open else None
    rights = ("quality_events.investigate", "quality_events.decide")
    return {
        "asked": asked,
        "may_consent": actor.may("quality_events.consent", event),
        "may_classify": is_open and any(actor.may(right, event) for right in rights),
        "class_form": ClassForm(initial={"classification": event.classification}, auto_id="class_%s"),
    }


def _scope_context(event: QualityEvent, actor: Actor) -> dict[str, Any]:
    """What may be done about the lots: decided, let go, added."""
    is_open = event.state in INVESTIGABLE
    may_decide = actor.may("quality_events.decide", event)
    waiting = list(waiting_for_consent(event).select_related("lot").order_by("lot__number"))
    return {
        "scope_form": ScopeForm(lots=[], auto_id="scope_%s"),
        "waiting": waiting,
        "let_go_form": LetGoForm(lots=[], auto_id="go_%s") if waiting and may_decide else None,
        "add_lots_form": AddLotsForm(auto_id="more_%s")
        if is_open and (may_decide or actor.may("quality_events.investigate", event))
        else None,
    }


def _containment(event: QualityEvent) -> str:
    """Why other lots are held, in the clause's words."""
    return "held until the investigation has looked at them" if event.containment else ""


def signed_rows(event: QualityEvent) -> list[dict[str, str]]:
    """What `content.signed_content` binds, in the words of the event's page; empty parts are left out."""
    rows = [
        ("Number", event.number),
        ("Event", f"{event.get_classification_display()} {event.get_kind_display().lower()}"),
        ("In one line", event.title),
        *((part["label"], part["text"]) for part in _parts(event)),
        *oos_rows(event),
        *oot_rows(event),
        *investigation_rows(event),
        ("Specification", event.get_missed_display()),
        ("Disposition", event.get_disposition_display() if event.disposition else ""),
        ("Who closes it", "The sponsor approves and closes it" if event.needs_sponsor else "CMO quality closes it"),
        ("Clause", event.clause),
    ]
    return [{"label": label, "text": text} for label, text in rows if text]


def _buttons(event: QualityEvent, actor: Actor) -> list[dict[str, str]]:
    """The signed steps of this side that the state allows, disabled ones with their sentence."""
    side = actor.side(event)
    wanted = (
        ("approve", "refuse", "close") if side == "sponsor" else ("propose", "close_by_cmo") if side == "cmo" else ()
    )
    steps = [t for t in EVENT.transitions if t.verb in wanted and event.state in t.sources]
    return [_button(event, step, actor) for step in steps if not (step.verb == "close_by_cmo" and event.needs_sponsor)]


def _button(event: QualityEvent, step: Transition, actor: Actor) -> dict[str, str]:
    refusal = ""
    try:
        check_move(event, step.verb, by=actor, reason="asked for the page", signed=True)
    except Refused as refused:
        refusal = refused.sentence
    url = reverse("quality_events:sign", args=[event.pk, step.verb])
    tone = "" if step.verb == "refuse" else "primary"
    return {"label": step.label, "url": url, "refusal": refusal, "tone": tone}


def _parts(event: QualityEvent) -> list[dict[str, str]]:
    rows = [
        ("(i) Deviation", event.description),
        ("(ii) Cause", event.cause),
        ("(iii) Effect", event.effect),
        ("(iv) Correction and prevention", event.correction),
        ("(v) Material", event.material_action),
        ("(vi) Scientific reason", event.rationale),
        ("Other lots", event.other_lots),
        ("Root cause", event.get_root_cause_display() if event.root_cause else ""),
        ("Test or step", event.found_at),
        ("Why no corrective action", event.no_capa),
    ]
    return [{"label": label, "text": text} for label, text in rows]
