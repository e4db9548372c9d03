"""A closed event is opened again: what becomes known later is investigated under the same number (domain §C3)."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from clocks.actions import notify, open_item
from clocks.queries import nearest, time_left
from clocks.states import StartEvidence
from kernel import events
from kernel.history import acting
from kernel.scope import Actor
from kernel.states import move
from lots.actions.gates import changing
from lots.models import Lot
from parties.models import Partnership
from quality_events.actions.interim import owe_investigation
from quality_events.actions.scope import contain
from quality_events.actions.telling import CMO_ROLES, SPONSOR_ROLES, numbers_of
from quality_events.events import EventMoved
from quality_events.models import EventLot, QualityEvent
from quality_events.queries import Derived, derived_lots, direct_lots, lots_of, terms_for
from quality_events.states import Standing


def reopen_event(*, event_id: UUID, by: Actor, reason: str, at: datetime) -> QualityEvent:
    """Either company's head of quality, or the sponsor's reviewer, opens it again and says why.

    The gates of its lots shut, what the clause holds is held again, and so is what shares the cause since; a lot that
    was found not affected stays free. The CMO's days for the investigation run anew, both companies are told, and
    closing takes a new proposal with new signatures; those of the first closing stay on record.
    """
    found = QualityEvent.objects.get(pk=event_id)
    lots, known = direct_lots(found), lots_of(found)
    derived = [hit for hit in derived_lots(lots, found.containment) if hit.lot_id not in known]
    touched = [*known, *(hit.lot_id for hit in derived)]
    with transaction.atomic(), changing(touched), acting(by=by, reason=reason or "reopen", at=at):
        event = QualityEvent.objects.locked([event_id]).get()
        verb = "reopen_by_cmo" if by.side(event) == "cmo" else "reopen"
        event.closed_at = None
        move(event, verb, by=by, reason=reason, save=False)
        event.save(update_fields=["state", "closed_at"])
        contain(event, lots, [*_affected(event), *derived], by=by, at=at)
        partnership = Partnership.objects.select_related("sponsor", "cmo").get(pk=event.partnership_id)
        terms = terms_for(event)
        if terms:
            owe_investigation(event, lots, terms, partnership, StartEvidence.REOPENED, by=by, at=at)
        _tell(event, lots, partnership, reason, by=by, at=at)
        events.publish(EventMoved(event.pk, event.partnership_id, "reopen", by, at))
        return event


def _affected(event: QualityEvent) -> list[Derived]:
    """The lots that the first investigation found affected."""
    rows = EventLot.objects.filter(event=event, relation="derived", standing=Standing.INCLUDED)
    return [Derived(lot_id, because) for lot_id, because in rows.order_by("lot_id").values_list("lot_id", "because")]


def _tell(
    event: QualityEvent, lots: Sequence[Lot], partnership: Partnership, reason: str, *, by: Actor, at: datetime
) -> None:
    """Mail to both sides; the investigation is an item of the CMO's quality unit again."""
    title = f"Reopened, {event.number}: {reason.strip()}"
    open_item(
        key=f"event/{event.pk}/investigate", partnership=partnership, organisation_id=partnership.cmo_id,
        roles=CMO_ROLES, title=title[:250], why=event.clause, url=f"/events/{event.pk}/", lot_id=lots[0].pk,
        by=by, at=at,
    )  # fmt: skip
    how_long = time_left(nearest([event.pk], owed_by=partnership.cmo_id), at)
    for organisation_id, roles in ((partnership.sponsor_id, SPONSOR_ROLES), (partnership.cmo_id, CMO_ROLES)):
        notify(
            key=f"event/{event.pk}/reopened/{at.isoformat()}",
            partnership=partnership,
            organisation_id=organisation_id,
            roles=roles,
            subject_line=title[:200],
            facts={"what": event.title, "lot": numbers_of(lots), "clause": event.clause, "how_long": how_long},
            url=f"/events/{event.pk}/",
            by=by,
            at=at,
        )
