"""Corrective actions walked through the real actions."""

from datetime import date, datetime, timedelta
from typing import Any

from kernel import scope
from kernel.scope import Actor
from quality_events.actions import (
    add_capa_action,
    approve_capa,
    complete_capa,
    do_capa_action,
    extend_capa_action,
    plan_capa,
    propose_capa,
    start_capa,
    submit_capa,
    verify_capa,
)
from quality_events.capa_content import capa_content, extension_content
from quality_events.models import Capa, CapaAction, DueExtension, QualityEvent
from records.content import content_hash
from tests.factories.signing import proof
from tests.factories.walked import Shop
from tests.quality_events.reported import NOON

DUE = (NOON + timedelta(days=20)).date()
MEASURE = {"exposure_lots": 2, "window_days": 30, "at_most": 0}
SIGNATURE = {"kind": "deviation", "root_cause": "machine", "found_at": "Desiccant feeder"}


def does(by: Actor, action: Any, **given: Any) -> Any:
    with scope.opened(by):
        return action(by=by, **({"reason": "", "at": NOON} | given))


def signs(by: Actor, action: Any, capa: Capa, **given: Any) -> Any:
    """As a signing page sends it."""
    at: datetime = given.get("at", NOON)
    with scope.opened(by):
        shown = content_hash(capa_content(Capa.objects.get(pk=capa.pk)))
        proven = proof(by, at, capa, shown)
        return action(capa_id=capa.pk, by=by, proof=proven, shown_hash=shown, **({"reason": "", "at": NOON} | given))


def proposed(shop: Shop, event: QualityEvent, **given: Any) -> Capa:
    values = {"source": "event", "reference": "", "title": "Sensor height", "problem": "Set by eye after cleaning."}
    values |= {"partnership_id": event.partnership_id, "event_ids": [event.pk]}
    return does(shop.world.cmo_qa, propose_capa, **(values | given))


def planned(shop: Shop, capa: Capa, **given: Any) -> Capa:
    """With its measure, and one action of the clerk's."""
    by, product = shop.world.cmo_qa, shop.product
    values = {"plan": "Fix the height by a gauge.", "owner_id": by.person_id, "product_id": product.pk}
    found = does(by, plan_capa, capa_id=capa.pk, **(values | SIGNATURE | MEASURE | given))
    what = {"what": "Make a gauge", "owner_id": shop.world.clerk.person_id, "due_on": DUE}
    does(by, add_capa_action, capa_id=capa.pk, change_number="", training="Line 3 crew", **what)
    return found


def submitted(shop: Shop, capa: Capa) -> Capa:
    return signs(shop.world.cmo_qa, submit_capa, planned(shop, capa))


def approved(shop: Shop, capa: Capa) -> Capa:
    return signs(shop.world.reviewer, approve_capa, submitted(shop, capa))


def extended(shop: Shop, action: CapaAction, to_day: date, reason: str, by: Actor | None = None) -> DueExtension:
    """As the signing page sends it."""
    by = by or shop.world.reviewer
    with scope.opened(by):
        found = CapaAction.objects.select_related("capa").get(pk=action.pk)
        shown = content_hash(extension_content(found, to_day))
        given = proof(by, NOON, found, shown)
        return extend_capa_action(
            action_id=action.pk, to_day=to_day, proof=given, shown_hash=shown, by=by, reason=reason, at=NOON
        )


def implemented(shop: Shop, capa: Capa) -> Capa:
    """Approved, done and verified at noon: watched from then on."""
    by = shop.world.cmo_qa
    does(by, start_capa, capa_id=approved(shop, capa).pk)
    with scope.opened(by):
        action = capa.actions.get()
    does(by, do_capa_action, action_id=action.pk, shown_by="Gauge no. 7, photograph", file=None)
    signs(by, complete_capa, capa)
    return signs(shop.world.reviewer, verify_capa, capa)
