"""Holds that the platform places on the lots that an event may reach; they go when the event is closed."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from clocks.states import StartEvidence
from kernel.history import acting
from kernel.scope import Actor
from lots.actions.gates import changing
from lots.actions.hold_reviews import await_review, reviewed
from lots.models import Hold, Lot
from lots.states import LIFTERS, Authority


def hold_for_event(
    *,
    lot_ids: Iterable[UUID],
    organisation_id: UUID,
    side: str,
    event_id: UUID,
    event_number: str,
    reason: str,
    review_on: date,
    by: Actor,
    at: datetime,
) -> list[Hold]:
    """One hold a lot in the name of this company (`side` of the partnership); a lot held for the event stays so.

    The caller has checked who may report; the gates of all the lots shut in one block. Each is to be looked at again
    by `review_on`, like one that a person placed.
    """
    keys = sorted(set(lot_ids))
    with transaction.atomic(), changing(keys), acting(by=by, reason=f"{event_number}: {reason}"[:200], at=at):
        held = Hold.objects.filter(lot_id__in=keys, event_id=event_id, organisation_id=organisation_id, lifted_at=None)
        already = set(held.values_list("lot_id", flat=True))
        placed = Hold.objects.bulk_create(
            Hold(
                partnership_id=lot.partnership_id,
                sponsor_id=lot.sponsor_id,
                lot=lot,
                organisation_id=organisation_id,
                authority=list(LIFTERS[side, Authority.QUALITY]),
                review_on=review_on,
                event_id=event_id,
                event_number=event_number,
                reason=reason,
                placed_by_id=by.person_id,
                placed_at=at,
            )
            for lot in Lot.objects.filter(pk__in=keys)
            if lot.pk not in already
        )
        await_review(placed, StartEvidence.HELD, by=by, at=at)
        return placed


def held_for_event(event_id: UUID) -> list[UUID]:
    """The lots whose gates a lifting would touch; asked before the gates are locked."""
    return sorted(Hold.objects.filter(event_id=event_id, lifted_at=None).values_list("lot_id", flat=True))


def lift_for_event(
    *, event_id: UUID, event_number: str, by: Actor, reason: str, at: datetime, lot_ids: Iterable[UUID] | None = None
) -> int:
    """Lift what stands for this event, on these lots or on all: the decision about the event is the authority."""
    keys = held_for_event(event_id) if lot_ids is None else sorted(set(lot_ids))
    with transaction.atomic(), changing(keys), acting(by=by, reason=f"{event_number}: {reason}"[:200], at=at):
        live = Hold.objects.filter(event_id=event_id, lifted_at=None, lot_id__in=keys)
        reviewed(list(live.values_list("pk", flat=True)), by=by, at=at)
        return live.update(lifted_at=at, lifted_by_id=by.person_id, lift_reason=reason)
