"""An abnormal event is written down, tied to its lots, and told to the sponsor in the same transaction."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from agreements.queries import terms_of
from evidence.actions.answers import answer_verdicts
from evidence.queries import answerable
from kernel import events
from kernel.history import acting
from kernel.scope import Actor
from lots.actions.gates import changing
from lots.models import Lot
from lots.rules import check_may
from parties.models import Partnership
from quality_events import rules
from quality_events.actions.interim import start_investigation
from quality_events.actions.scope import contain, containment_of
from quality_events.actions.telling import tell_reported
from quality_events.events import EventReported
from quality_events.models import EventLot, QualityEvent
from quality_events.queries import derived_lots, next_number
from quality_events.queries.missed import least_missed
from quality_events.rules.complaints import check_begins_with_intake


def report_event(
    *,
    lot_ids: Sequence[UUID],
    kind: str,
    classification: str,
    title: str,
    description: str,
    missed: str,
    discovered_at: datetime,
    answers: Sequence[int] = (),
    is_from_intake: bool = False,
    by: Actor,
    reason: str,
    at: datetime,
) -> QualityEvent:
    """Report an event on lots of one partnership; `answers` are ids of pack verdicts that it answers.

    `missed`: never less than these say; empty: as they say.
    Shuts the lots' gates, starts the sponsor's clock as the lot's agreement version says, tells both sides.
    """
    with transaction.atomic():
        first = Lot.objects.get(pk=lot_ids[0])
        partnership = Partnership.objects.select_for_update(no_key=True).get(pk=first.partnership_id)
        terms = terms_of(first.agreement_version_id)
        containment = containment_of(kind, classification, terms)
        derived = derived_lots(list(Lot.objects.filter(pk__in=lot_ids)), containment)
        touched = [*lot_ids, *(hit.lot_id for hit in derived)]
        with changing(touched), acting(by=by, reason=reason or f"reported: {title}"[:200], at=at):
            lots = list(Lot.objects.locked(lot_ids))
            if len(lots) < len(set(lot_ids)):
                raise Lot.DoesNotExist  # a lot that this person may not see: never reported on fewer in silence
            check_may(by, "quality_events.report", partnership, "report an event")
            check_begins_with_intake(kind, is_from_intake=is_from_intake)
            least = least_missed(answerable(answers, lot_ids))
            missed = missed or least
            rules.check_missed(missed, least)
            rules.check_class(kind, missed, classification)
            rules.check_report(title=title, description=description, discovered_at=discovered_at, at=at, lots=lots)
            event = QualityEvent.objects.create(
                partnership=partnership,
                sponsor_id=partnership.sponsor_id,
                number=next_number(partnership.pk),
                kind=kind,
                classification=classification,
                title=title.strip(),
                description=description.strip(),
                missed=missed,
                discovered_at=discovered_at,
                reported_at=at,
                reported_by_id=by.person_id,
                clause=terms.event_citation if terms else "",
                containment=containment,
                needs_sponsor=terms.needs_sponsor(classification) if terms else True,
            )
            _hit(event, lots)
            contain(event, lots, derived, by=by, at=at)
            answer_verdicts(
                event_id=event.pk,
                event_number=event.number,
                verdict_ids=answers,
                lot_ids=lot_ids,
                by=by,
                at=at,
            )
            tell_reported(event, lots, terms, partnership, by=by, at=at)
            start_investigation(event, lots, terms, partnership, by=by, at=at)
            events.publish(EventReported(event.pk, partnership.pk, tuple(sorted(touched)), by, at))
        return event


def _hit(event: QualityEvent, lots: Sequence[Lot]) -> None:
    EventLot.objects.bulk_create(
        EventLot(partnership_id=event.partnership_id, sponsor_id=event.sponsor_id, event=event, lot=lot) for lot in lots
    )
