"""The lots that an event may reach: held at once where the clause says so, looked at one by one (§C3 contain, §C7)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from agreements.terms import Terms
from evidence.events import PackSubmitted
from kernel import events
from kernel.history import acting
from kernel.scope import Actor, system
from lots.actions import hold_for_event, lift_for_event
from lots.actions.gates import changing
from lots.models import Lot
from lots.rules import check_may, check_reason
from parties.models import Partnership
from quality_events import rules
from quality_events.actions.scope_consent import ask_consent
from quality_events.events import EventMoved
from quality_events.models import EventLot, QualityEvent
from quality_events.queries import Derived, derived_lots, needs_consent
from quality_events.states import OPEN, EventKind, EventState, Standing

LABEL_SCOPE: Mapping[str, Any] = {"relations": ["label_roll", "line"], "runs": 2, "shift_hours": 8}
"""A label incident holds the roll, the runs beside it and those of the same shift on its line, whether or not a clause
says so (domain §C7). No pack names its shift: a run within eight hours may be of the same one.
"""
REVIEW_AFTER = timedelta(days=30)


def containment_of(kind: str, classification: str, terms: Terms | None) -> dict[str, Any]:
    """What is held for such an event: by the clause, and for a label incident its roll and line in any case."""
    clause = terms.containment if terms else {}
    found = dict(clause) if classification in clause.get("classes", ()) else {}
    if kind != EventKind.LABEL:
        return found
    relations = list(dict.fromkeys([*found.get("relations", ()), *LABEL_SCOPE["relations"]]))
    runs = clause.get("runs", LABEL_SCOPE["runs"])  # the clause's, whichever classes it holds lots for
    return {**LABEL_SCOPE, **found, "relations": relations, "runs": runs}


def contain(event: QualityEvent, lots: Sequence[Lot], derived: Sequence[Derived], *, by: Actor, at: datetime) -> None:
    """Suspect the derived lots and hold them; where anything is held, the reported lots are held as well.

    The caller has the gates of all of them open (`lots.actions.gates.changing`).
    """
    EventLot.objects.bulk_create(
        [
            EventLot(
                partnership_id=event.partnership_id,
                sponsor_id=event.sponsor_id,
                event=event,
                lot_id=hit.lot_id,
                relation="derived",
                standing=Standing.SUSPECTED,
                because=hit.because,
            )
            for hit in derived
        ],
        ignore_conflicts=True,
    )
    held = [hit.lot_id for hit in derived]
    held += [lot.pk for lot in lots] if event.containment else []
    if held:
        hold_for_event(
            lot_ids=held,
            organisation_id=Partnership.objects.values_list("cmo_id", flat=True).get(pk=event.partnership_id),
            side="cmo",
            event_id=event.pk,
            event_number=event.number,
            reason=f"{event.title}: to be looked at",
            review_on=(at + REVIEW_AFTER).date(),
            by=by,
            at=at,
        )


def decide_scope(
    *, event_id: UUID, lot_ids: Iterable[UUID], standing: str, by: Actor, reason: str, at: datetime
) -> QualityEvent:
    """The investigation looked at these lots: affected, or not, and why.

    A lot that is not affected is let go; of a grave event, or one that the sponsor reported, once the sponsor consents.
    """
    chosen = sorted(set(lot_ids))
    with transaction.atomic(), changing(chosen), acting(by=by, reason=reason or "scope", at=at):
        event = QualityEvent.objects.locked([event_id]).get()
        check_may(by, "quality_events.investigate", event, "investigate an event")
        rules.check_investigable(event)
        check_reason(reason)
        rows = EventLot.objects.filter(event=event, lot_id__in=chosen, relation="derived")
        rules.check_scope_choice(standing, found=rows.count(), chosen=len(chosen))
        rows.update(
            standing=standing, reason=reason.strip(), decided_by_id=by.person_id, decided_at=at, consented_by=None,
            consented_at=None,
        )  # fmt: skip
        if standing == Standing.INCLUDED:
            contain_again(event, chosen, by=by, at=at)
        elif not needs_consent(event):
            lift_for_event(
                event_id=event.pk, event_number=event.number, by=by, reason=reason.strip(), at=at, lot_ids=chosen
            )
        ask_consent(event, by=by, at=at)
        events.publish(EventMoved(event.pk, event.partnership_id, "scope", by, at))
        return event


def contain_again(event: QualityEvent, lot_ids: Sequence[UUID], *, by: Actor, at: datetime) -> None:
    """A lot that was let go and is affected after all is held again."""
    derived = EventLot.objects.filter(event=event, lot_id__in=lot_ids).values_list("lot_id", "because")
    contain(event, [], [Derived(lot_id, because) for lot_id, because in derived], by=by, at=at)


def let_go(event: QualityEvent, *, by: Actor, reason: str, at: datetime) -> None:
    """What was held for the event is free of it when it is closed or cancelled."""
    lift_for_event(event_id=event.pk, event_number=event.number, by=by, reason=reason, at=at)


def suspect_newcomer(submitted: PackSubmitted) -> None:
    """A pack that comes after the report may show that its lot shares the cause as well.

    If the lot itself was reported, its pack is the first to tell which others it shares anything with.
    """
    lot = Lot.objects.get(pk=submitted.lot_id)
    watching = QualityEvent.objects.filter(partnership_id=lot.partnership_id, state__in=OPEN).exclude(containment={})
    for event in watching.exclude(state=EventState.DECIDED).order_by("pk"):
        direct = list(Lot.objects.filter(event_lots__event=event, event_lots__relation="direct"))
        is_own = lot in direct
        known = set(event.event_lots.values_list("lot_id", flat=True))
        hits = [hit for hit in derived_lots(direct, event.containment) if is_own or hit.lot_id == lot.pk]
        derived = [hit for hit in hits if hit.lot_id not in known]
        if derived:
            by = system(lot.partnership_id)
            with acting(by=by, reason=f"{event.number} may reach it", at=submitted.at):
                contain(event, [], derived, by=by, at=submitted.at)
