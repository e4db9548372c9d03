"""Capturing EPCIS events: the document is kept as it came, its events have their effects by real actions (ADR 0031)."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from evidence.actions.files import examine, put
from kernel.history import acting
from kernel.scope import Actor
from parties.models import Partnership
from traceability import rules
from traceability.actions.feeds import record_feed
from traceability.actions.linking import link_processes
from traceability.epcis.document import InvalidDocumentError, read
from traceability.epcis.events import Event, events_of
from traceability.epcis.feeding import FEED, feed_lines
from traceability.epcis.planning import Plan, Remark, each_once, plan
from traceability.models import CapturedEvent, EventDocument
from traceability.queries.events import captured_of, place_names, product_codes, related
from traceability.queries.feeds import known_lines

FUTURE = "The event lies in the future: it is kept, and compared with nothing."


def capture(
    *, content: bytes, partnership_id: UUID | None, by: Actor, reason: str, at: datetime, is_trial: bool = False
) -> tuple[EventDocument, bool]:
    """Keep a document and its events, and let those have their effects that were not told before.

    Answers the document and whether it is new. `partnership_id` None: the company's own, which nobody else sees. The
    same document again changes nothing, and neither does an event that is known by its eventID. A trial does all of it
    and keeps nothing. Refused whole, with a pointer to each field, when the document is not valid.
    """
    events, twice = _read(content)
    with transaction.atomic():
        with acting(by=by, reason=reason.strip() or "events captured", at=at):
            pair = Partnership.objects.get(pk=partnership_id) if partnership_id else None
            rules.check_may_capture(by, pair)
            _lock(by.company_id, partnership_id)
            kept = EventDocument.objects.filter(organisation_id=by.company_id, sha256=_hash(content))
            known = kept.filter(partnership=pair).first() if pair else kept.filter(partnership=None).first()
            document, outcome = _kept(content, events, twice, pair, by, at, known=known, is_trial=is_trial)
        if is_trial:
            transaction.set_rollback(True)
        document.outcome = outcome
        return document, known is None


def _kept(
    content: bytes, events: Sequence[Event], twice: Sequence[str], pair: Partnership | None, by: Actor, at: datetime,
    *, known: EventDocument | None, is_trial: bool,
) -> tuple[EventDocument, dict[str, Any]]:  # fmt: skip
    """The document's row and what came of it now; one that is known is asked again, since lots may have come since."""
    key = pair.pk if pair else None
    before = related(captured_of(by.company_id, key), events)
    fresh = _fresh(before, events)
    together = (*before, *fresh)
    found = plan(together)
    effects, remarks = _carry_out(plan(before), found, together, pair, by, at)
    outcome = {
        "events": _told(events, fresh, found, together),
        "effects": effects,
        "remarks": _listed([*found.remarks, *remarks], {event.id for event in events}),
        "doubled_names": list(twice),
    }
    if known is not None:
        return known, outcome
    if not is_trial:
        put([examine("events.json", BytesIO(content))])
    document = EventDocument.objects.create(
        organisation_id=by.company_id, partnership_id=key, sha256=_hash(content), size=len(content), outcome=outcome,
        captured_at=at, captured_by_id=by.person_id,
    )  # fmt: skip
    CapturedEvent.objects.bulk_create(_row(document, place, event) for place, event in enumerate(fresh))
    return document, outcome


def _read(content: bytes) -> tuple[tuple[Event, ...], tuple[str, ...]]:
    """Refused with every problem."""
    try:
        document = read(content)
    except InvalidDocumentError as invalid:
        raise rules.NoEventsError(invalid.problems) from invalid
    events = events_of(document)
    rules.check_names(events)
    return events, document.twice


def _lock(organisation_id: UUID, partnership_id: UUID | None) -> None:
    """One capture after the other of the same records; taken before all rows."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 31))", [f"events of {organisation_id} {partnership_id}"]
        )


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _identity(event: Event) -> tuple[str, str, bool]:
    return event.id, event.fingerprint, event.fault is not None


def _fresh(before: Sequence[Event], events: Sequence[Event]) -> list[Event]:
    """Each once, and none that is known."""
    known = {_identity(event) for event in before}
    return list({_identity(event): event for event in events if _identity(event) not in known}.values())


def _carry_out(
    before: Plan, found: Plan, events: Sequence[Event], pair: Partnership | None, by: Actor, at: datetime
) -> tuple[dict[str, Any], list[Remark]]:
    """Which lot went into which, and what left the manufacturer: compared with the shipments on record (R605)."""
    stated, ended, remarks = link_processes(
        before, found, organisation_id=pair.cmo_id if pair else by.company_id,
        partnership_id=pair.pk if pair else None, by=by, at=at,
    )  # fmt: skip
    effects: dict[str, Any] = {"edges_stated": stated, "edges_ended": ended, "feed_lines": []}
    if pair is not None and by.side(pair) == "cmo":
        effects["feed_lines"], unread = _feed(found, events, pair, by, at)
        remarks += unread
    return effects, remarks


def _feed(
    found: Plan, events: Sequence[Event], pair: Partnership, by: Actor, at: datetime
) -> tuple[list[dict[str, str]], list[Remark]]:
    """What a feed has told stands; only lines that it has not told are handed in."""
    names = place_names(pair.pk)
    lines, remarks = feed_lines(found.movements, {event.id: event for event in events}, product_codes(pair.pk), names)
    told = known_lines(pair.pk, FEED, [line.line for line in lines])
    remarks += [Remark(line.line.split()[0], FUTURE) for line in lines if line.shipped_at > at]
    new = [line for line in lines if line.line not in told and line.shipped_at <= at]
    rows = record_feed(partnership_id=pair.pk, feed=FEED, lines=new, by=by, reason="", at=at) if new else []
    listed = [
        {
            "line": row.line, "lot": row.lot_number, "standing": row.standing, "because": row.because,
            "event": row.event_number,
        }
        for row in rows
    ]  # fmt: skip
    return listed, remarks


def _told(
    events: Sequence[Event], fresh: Sequence[Event], found: Plan, together: Sequence[Event]
) -> list[dict[str, str]]:
    """Of each event of the document, in its order, how it stands now."""
    _, differing = each_once(together)
    contradicting = {_identity(event) for event in differing}
    new = {_identity(event) for event in fresh}

    def standing(event: Event) -> str:
        if _identity(event) in contradicting:
            return "contradicts"
        if event.id in found.faulty:
            return "declared_wrong"
        return "new" if _identity(event) in new else "known"

    return [{"event": event.id, "pointer": event.pointer, "standing": standing(event)} for event in events]


def _listed(remarks: Sequence[Remark], names: set[str]) -> list[dict[str, str]]:
    """Of the document's own events, each once."""
    own = dict.fromkeys(remark for remark in remarks if remark.event in names)
    return [{"event": remark.event, "sentence": remark.sentence} for remark in own]


def _row(document: EventDocument, place: int, event: Event) -> CapturedEvent:
    return CapturedEvent(
        organisation_id=document.organisation_id,
        partnership_id=document.partnership_id,
        document=document,
        position=place,
        event_id=event.id,
        fingerprint=event.fingerprint,
        is_declared_wrong=event.fault is not None,
        kind=event.kind,
        happened_at=event.at,
        action=event.action,
        step=event.step,
        process=event.process,
        keys=sorted(event.keys),
        text=event.text,
        context=event.context,
        captured_at=document.captured_at,
    )
