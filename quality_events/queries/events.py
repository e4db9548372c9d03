"""Events of lots, as lists, rules and signatures read them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from agreements.queries import terms_of
from agreements.terms import Terms
from evidence.event_sources import KnownEvent
from evidence.queries import gaps, living_pack
from lots.models import Hold, Lot
from quality_events.models import EventLot, OosTrack, QualityEvent
from quality_events.queries.missed import invalidated_by
from quality_events.states import OPEN, Classification, EventState, OosState, Standing
from records.queries import delegators_of, signatures_of
from records.states import Meaning

_APPROVED = (EventState.DECIDED, EventState.CLOSED)


def events() -> QuerySet[QualityEvent]:
    """Events with what a list shows, newest first."""
    return QualityEvent.objects.select_related("reported_by", "sponsor").order_by("-reported_at", "-id")


def events_of_lots(lot_ids: Iterable[UUID]) -> QuerySet[QualityEvent]:
    return events().filter(event_lots__lot_id__in=list(lot_ids)).distinct()


def known_events(lot_id: UUID) -> tuple[KnownEvent, ...]:
    """The events that hit a lot, as the evidence rules read them; two queries. A suspected lot is held, not yet hit."""
    hit = EventLot.objects.filter(lot_id=lot_id, standing=Standing.INCLUDED).values("event_id")
    found = OosTrack.objects.filter(event_id__in=hit, state=OosState.INVALIDATED).prefetch_related("results")
    tracks = {track.event_id: track for track in found}
    rows = QualityEvent.objects.filter(pk__in=hit).order_by("id")
    return tuple(_known(row, invalidated_by(tracks.get(row.pk))) for row in rows)


_REVIEW = ("description", "cause", "effect", "correction", "material_action", "disposition")
"""The parts of 111.140(b)(3) that every event has; the reviewer's signature stands with the closing."""


def _known(row: QualityEvent, invalidated: tuple[str, str] | None) -> KnownEvent:
    """The sponsor reads an event as soon as it is reported here: that is its notice (R504)."""
    return KnownEvent(
        id=row.pk,
        number=row.number,
        classification=row.classification,
        state=row.state,
        discovered_at=row.discovered_at,
        notified_at=row.reported_at,
        needs_sponsor=row.needs_sponsor,
        is_approved_by_sponsor=row.state in _APPROVED,
        has_material_review=all(getattr(row, part).strip() for part in _REVIEW),
        disposition=row.disposition,
        invalidated=invalidated,
    )


def lots_of(event: QualityEvent) -> list[UUID]:
    """The lots it hits or may hit, in key order: what is decided about it changes facts about each."""
    return list(event.event_lots.order_by("lot_id").values_list("lot_id", flat=True))


def direct_lots(event: QualityEvent) -> list[Lot]:
    """The lots that it was reported on, with their sites."""
    found = Lot.objects.filter(event_lots__event=event, event_lots__relation="direct")
    return list(found.select_related("site").order_by("pk"))


def needs_consent(event: QualityEvent) -> bool:
    """Whether a lot is let go with the sponsor's consent alone: a grave event, or one that the sponsor reported."""
    if event.classification != Classification.MINOR:
        return True
    first = event.history.filter(history_type="+").values_list("acting_organisation_id", flat=True).first()
    return bool(first == event.sponsor_id)


def waiting_for_consent(event: QualityEvent) -> QuerySet[EventLot]:
    """Lots that the investigation lets go and the sponsor has not consented to, still held for the event."""
    found = event.event_lots.filter(relation="derived", standing=Standing.EXCLUDED, consented_by=None)
    held = Hold.objects.filter(event_id=event.pk, lifted_at=None).values("lot_id")
    return found.filter(lot_id__in=held) if needs_consent(event) else found.none()


def next_number(partnership_id: UUID) -> str:
    """DEV-1, DEV-2 … per partnership; the caller holds the partnership's row locked."""
    return f"DEV-{QualityEvent.objects.filter(partnership_id=partnership_id).count() + 1}"


def authors_of(event: QualityEvent) -> set[Any]:
    """Who reported it, who proposed its disposition, and on whose authority."""
    proposers = event.history.filter(state=EventState.PROPOSED).values_list("history_user_id", flat=True)
    return {event.reported_by_id, *proposers, *delegators_of(event.pk, Meaning.AUTHORED)}


def approvers_of(event: QualityEvent) -> set[UUID]:
    """Who has approved the proposal as it stands: what was signed before it was made again does not count."""
    signed = list(signatures_of(event.pk).values_list("meaning", "signer_id"))
    proposals = [place for place, (meaning, _) in enumerate(signed) if meaning == Meaning.AUTHORED]
    since = proposals[-1] if proposals else 0
    return {signer for meaning, signer in signed[since:] if meaning == Meaning.APPROVED}


def terms_for(event: QualityEvent) -> Terms | None:
    """The terms that the first of its reported lots was started under."""
    reported = Lot.objects.filter(event_lots__event=event, event_lots__relation="direct", event_lots__decided_by=None)
    versions = reported.order_by("pk")
    return terms_of(versions.values_list("agreement_version_id", flat=True).first())


@dataclass(frozen=True, slots=True)
class EventFilters:
    """What the list may be narrowed by."""

    state: str = ""
    """ "open" or "closed"."""
    classification: str = ""
    kind: str = ""


def filtered(filters: EventFilters) -> QuerySet[QualityEvent]:
    """Events with their lots' numbers, narrowed; a page of it takes two queries."""
    found = events().prefetch_related("event_lots__lot")
    if filters.state:
        found = found.filter(state__in=OPEN) if filters.state == "open" else found.exclude(state__in=OPEN)
    if filters.classification:
        found = found.filter(classification=filters.classification)
    return found.filter(kind=filters.kind) if filters.kind else found


def open_findings(lot_id: UUID) -> list[tuple[int, str]]:
    """Verdicts of the lot's living pack that need an event and have none: (id, "R109 sentence")."""
    pack = living_pack(lot_id)
    if pack is None:
        return []
    wanting = gaps([pack.pk]).filter(outcome="needs_event")
    return [(v.pk, f"{v.rule} {v.sentence}") for v in wanting]
