"""Handing in a feed: what left without a permit opens a critical event by itself, once a lot (domain §C6, R605)."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from agreements.queries import terms_of
from kernel.history import acting
from kernel.scope import Actor, opened, system
from lots.actions.event_holds import hold_for_event
from lots.models import Lot
from lots.rules import check_may
from parties.models import Partnership
from quality_events.actions import report_event
from quality_events.models import QualityEvent
from quality_events.states import Classification, EventKind, EventState, Missed
from traceability import rules
from traceability.matching import StatedLine
from traceability.models import FeedLine, Standing
from traceability.queries.feeds import known_lines, matches

REVIEW_AFTER = timedelta(days=7)
_OVER = (EventState.CLOSED, EventState.CANCELLED)


def record_feed(
    *, partnership_id: UUID, feed: str, lines: Sequence[StatedLine], by: Actor, reason: str, at: datetime
) -> list[FeedLine]:
    """Compare each line with the shipments on record and keep it with what was found; in the order of the lines.

    A line that was handed in before is answered as it was then, and opens nothing again. Feeds of one partnership come
    one after the other, because its row is locked first (ADR 0004).
    """
    feed = feed.strip()
    with transaction.atomic(), acting(by=by, reason=reason.strip() or f"feed {feed} handed in", at=at):
        partnership = Partnership.objects.select_for_update(no_key=True).get(pk=partnership_id)
        check_may(by, "traceability.feed", partnership, "hand in a feed of shipments")
        rules.check_feed(feed, lines, at)
        rows = known_lines(partnership_id, feed, [line.line for line in lines])
        for line in lines:
            if line.line in rows:
                rules.check_same(rows[line.line], line)
        fresh = [line for line in lines if line.line not in rows]
        found = zip(fresh, matches(partnership_id, feed, fresh), strict=True)
        made = [
            FeedLine(
                partnership=partnership,
                sponsor_id=partnership.sponsor_id,
                feed=feed,
                line=line.line,
                lot_number=line.lot,
                product_code=line.product,
                lot_id=match.lot_id,
                quantity=line.quantity,
                unit=line.unit,
                shipped_at=line.shipped_at,
                reference=line.reference,
                consignee=line.consignee,
                permit_number=line.permit,
                standing=match.found,
                because=match.because,
                shipment_id=match.shipment_id,
                received_at=at,
                received_by_id=by.person_id,
            )
            for line, match in found
        ]
        _open_events(partnership, made, at)
        rows |= {row.line: row for row in FeedLine.objects.bulk_create(made)}
        return [rows[line.line] for line in lines]


def _open_events(partnership: Partnership, made: Sequence[FeedLine], at: datetime) -> None:
    by_lot: dict[UUID, list[FeedLine]] = {}
    for row in made:
        if row.standing == Standing.UNPERMITTED and row.lot_id is not None:
            by_lot.setdefault(row.lot_id, []).append(row)
    with opened(system(partnership.pk, partnership.cmo_id)) as platform:
        for lot in Lot.objects.filter(pk__in=by_lot).order_by("pk"):
            event = _standing_event(lot) or _report(lot, by_lot[lot.pk], platform, at)
            for row in by_lot[lot.pk]:
                row.event_id, row.event_number = event.pk, event.number


def _standing_event(lot: Lot) -> QualityEvent | None:
    """What stands open for an earlier line of the lot: further lines join it."""
    earlier = FeedLine.objects.filter(lot=lot, event_id__isnull=False).values("event_id")
    return QualityEvent.objects.filter(pk__in=earlier).exclude(state__in=_OVER).order_by("-reported_at").first()


def _report(lot: Lot, rows: Sequence[FeedLine], platform: Actor, at: datetime) -> QualityEvent:
    told = " ".join(f"Line {row.line} of {row.feed}, {row.reference}: {row.because}" for row in rows)
    event = report_event(
        lot_ids=[lot.pk],
        kind=EventKind.DEVIATION,
        classification=Classification.CRITICAL,
        title=f"Goods of lot {lot.number} left without a permit",
        description=told,
        missed=Missed.NONE,
        discovered_at=at,
        by=platform,
        reason="found in a feed of shipments",
        at=at,
    )
    terms = terms_of(lot.agreement_version_id)
    if terms is not None and terms.release_clause.get("unpermitted_holds"):
        hold_for_event(
            lot_ids=[lot.pk],
            organisation_id=lot.sponsor_id,
            side="sponsor",
            event_id=event.pk,
            event_number=event.number,
            reason=f"goods left without a permit ({terms.citation('release_pattern')})",
            review_on=(at + REVIEW_AFTER).date(),
            by=platform,
            at=at,
        )
    return event
