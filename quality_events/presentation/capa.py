"""What the pages of corrective actions show."""

from typing import Any

from django.urls import reverse

from clocks.queries import proof_of
from kernel.errors import Refused
from kernel.scope import Actor
from kernel.states import Transition, check_move
from masters.models import Product
from quality_events.change_source import changes_named
from quality_events.forms.capa import (
    CapaActionForm,
    CapaReasonForm,
    DoneForm,
    ExtensionForm,
    LongerForm,
    PlanCapaForm,
    ProposeCapaForm,
)
from quality_events.models import Capa, CapaAction, QualityEvent
from quality_events.queries.capa import living_actions, trained_on
from quality_events.queries.investigation import possible_informants
from quality_events.rules.capa import extension_permission
from quality_events.states import CAPA, CapaState
from records.queries import shown, signatures_of

WITHOUT_SIGNATURE = ("start",)
_INITIAL = (
    "plan", "owner_id", "product_id", "kind", "root_cause", "found_at", "exposure_lots", "window_days", "at_most",
)  # fmt: skip


def plan_forms(capa: Capa, actor: Actor, data: Any = None) -> tuple[PlanCapaForm, CapaActionForm]:
    """The plan as it stands, and a further action; bound to `data` where one was sent."""
    people = possible_informants(actor.company_id)
    products = Product.objects.filter(partnership_id=capa.partnership_id).order_by("name")
    initial = {name: getattr(capa, name) for name in _INITIAL}
    return (
        PlanCapaForm(data, people=people, products=products, initial=initial),
        CapaActionForm(data, people=people, auto_id="action_%s"),
    )


def capa_context(capa: Capa, actor: Actor) -> dict[str, Any]:
    """Everything that templates/quality_events/capa.html shows."""
    may_work, may_decide = actor.may("quality_events.investigate", capa), actor.may("quality_events.decide", capa)
    may_plan = may_work and capa.state == CapaState.PROPOSED
    plan, action = plan_forms(capa, actor) if may_plan else (None, None)
    watched = capa.state == CapaState.PENDING
    return {
        "capa": capa,
        "plan_form": plan,
        "action_form": action,
        "done_form": DoneForm() if may_work and capa.state == CapaState.IMPLEMENTING else None,
        "extension_form": ExtensionForm() if _may_extend(capa, actor) else None,
        "longer_form": LongerForm(auto_id="longer_%s") if watched and may_decide and not capa.extra_days else None,
        "may_recompute": watched and (may_work or may_decide),
        "reason_form": CapaReasonForm(),
        "reasoned": [t for t in CAPA.available(capa, actor) if t.reason_needed and not t.meaning],
        "buttons": [_button(capa, t, actor) for t in _offered(capa, actor)],
        "actions": shown_actions(capa),
        "events": list(capa.capa_events.select_related("event").order_by("event__number")),
        "signatures": [shown(signature) for signature in signatures_of(capa.pk)],
        "timeline": _timeline(capa),
        "told": proof_of(("capa", capa.pk)),
    }


def shown_actions(capa: Capa) -> list[CapaAction]:
    """The plan's actions, each with its change request (`change`) and who is trained (`trained`); three queries."""
    found: list[Any] = list(living_actions(capa))
    changes = changes_named(capa.partnership_id, [action.change_number for action in found])
    trained: dict[str, list[str]] = {}
    for procedure, initials in trained_on(capa.partnership_id, [action.procedure for action in found]):
        trained.setdefault(procedure, []).append(initials)
    for action in found:
        action.change, action.trained = changes.get(action.change_number), trained.get(action.procedure, [])
    return found


def _may_extend(capa: Capa, actor: Actor) -> bool:
    is_worked_on = capa.state in (CapaState.APPROVED, CapaState.IMPLEMENTING)
    return is_worked_on and actor.may(extension_permission(capa), capa)


def _offered(capa: Capa, actor: Actor) -> list[Transition]:
    """The steps of this side; where the sponsor approves, the CMO's own approval is not offered."""
    steps = [t for t in CAPA.transitions if capa.state in t.sources and actor.may(t.permission, capa)]
    return [
        step
        for step in steps
        if (step.meaning or step.verb in WITHOUT_SIGNATURE)
        and not (capa.needs_sponsor and step.verb.endswith("_by_cmo"))
    ]


def _button(capa: Capa, step: Transition, actor: Actor) -> dict[str, Any]:
    refusal = ""
    try:
        check_move(capa, step.verb, by=actor, reason="asked for the page", signed=True)
    except Refused as refused:
        refusal = refused.sentence
    if step.meaning:
        url = reverse("quality_events:capa_sign", args=[capa.pk, step.verb])
    else:
        url = reverse("quality_events:capa_move", args=[capa.pk, step.verb])
    return {"label": step.label, "url": url, "refusal": refusal, "post": not step.meaning}


def _timeline(capa: Capa) -> list[dict[str, Any]]:
    rows = capa.history.select_related("history_user").order_by("history_date", "history_id")
    found, before = [], ""
    for row in rows:
        label = row.get_state_display()
        if label != before:
            reason = row.history_change_reason
            found.append({"at": row.history_date, "by": str(row.history_user or ""), "title": label, "reason": reason})
        before = label
    return found


def capas_of_event(event: QualityEvent, actor: Actor) -> dict[str, Any]:
    """The part of an event's page that is about its corrective actions."""
    may = actor.may("quality_events.investigate", event) or actor.may("quality_events.decide", event)
    return {
        "capas": [row.capa for row in event.capa_events.select_related("capa").order_by("capa__number")],
        "capa_form": ProposeCapaForm(initial={"source": "event"}, auto_id="capa_%s") if may else None,
    }
