"""Events walked through the real actions."""

from datetime import datetime, timedelta
from typing import Any

from kernel import scope
from kernel.scope import Actor
from lots.models import Lot
from quality_events.actions import (
    approve_event,
    cancel_event,
    close_event,
    propose_disposition,
    record_investigation,
    record_whys,
    refuse_event,
    report_event,
)
from quality_events.content import signed_content
from quality_events.models import QualityEvent
from records.content import content_hash
from tests.factories.signing import proof
from tests.factories.walked import AT, Shop

NOON = AT + timedelta(days=2, hours=6)
PARTS = {
    "cause": "Sensor set too low after cleaning.",
    "effect": "None on the bottles released.",
    "correction": "Sensor height is on the set-up card.",
    "material_action": "14 bottles destroyed with witness.",
    "rationale": "Check weighing detects a missing canister.",
    "other_lots": "Two lots packed since were check-weighed.",
    "root_cause": "machine",
    "no_capa": "The set-up card is corrected; nothing else uses this sensor.",
}
WHYS = [
    ("The feeder ran empty for a minute.", "Line log 09:14"),
    ("Its low-level sensor stood 20 mm too low.", "Maintenance record M-88"),
]


def report(
    shop: Shop, lot: Lot, *, classification: str = "major", by: Actor | None = None, **given: Any
) -> QualityEvent:
    """A deviation that the CMO's clerk reports on the lot."""
    by = by or shop.world.clerk
    values = {"kind": "deviation", "title": "Desiccant missing", "description": "Found at the end of the run."}
    values |= {"missed": "none", "discovered_at": NOON - timedelta(hours=3), "reason": "", "at": NOON}
    with scope.opened(by):
        return report_event(lot_ids=[lot.pk], classification=classification, by=by, **(values | given))


def investigate(
    shop: Shop, event: QualityEvent, *, disposition: str = "accept", missed: str = "none", **parts: str
) -> QualityEvent:
    by = shop.world.cmo_qa
    with scope.opened(by):
        record_whys(event_id=event.pk, whys=WHYS, by=by, reason="", at=NOON)
        return record_investigation(
            event_id=event.pk, parts=PARTS | parts, missed=missed, disposition=disposition, by=by, reason="", at=NOON
        )


def signed(by: Actor, event: QualityEvent, at: datetime = NOON) -> dict[str, Any]:
    """What a signing page sends."""
    shown = content_hash(signed_content(QualityEvent.objects.get(pk=event.pk)))
    given = proof(by, at, event, shown)
    return {"event_id": event.pk, "proof": given, "shown_hash": shown, "by": by, "reason": "", "at": at}


def propose(shop: Shop, event: QualityEvent) -> QualityEvent:
    by = shop.world.cmo_qa
    with scope.opened(by):
        return propose_disposition(**signed(by, event))


def approve(shop: Shop, event: QualityEvent, by: Actor | None = None) -> QualityEvent:
    by = by or shop.world.reviewer
    with scope.opened(by):
        return approve_event(**signed(by, event))


def refuse(shop: Shop, event: QualityEvent, reason: str, by: Actor | None = None) -> QualityEvent:
    by = by or shop.world.reviewer
    with scope.opened(by):
        return refuse_event(**(signed(by, event) | {"reason": reason}))


def close(shop: Shop, event: QualityEvent, by: Actor | None = None) -> QualityEvent:
    by = by or shop.world.reviewer
    with scope.opened(by):
        return close_event(**signed(by, event))


def cancel(shop: Shop, event: QualityEvent, reason: str) -> QualityEvent:
    """Taken back with the sponsor's consent."""
    by = shop.world.reviewer
    with scope.opened(by):
        return cancel_event(event_id=event.pk, by=by, reason=reason, at=NOON + timedelta(days=60))
