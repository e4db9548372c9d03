"""Captured events: which belong together, and which an asker wants (EPCIS 2.0, query interface)."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from masters.models import Product
from traceability.epcis.events import Event, restored
from traceability.gs1 import GTIN_LENGTH, Key, key_of
from traceability.models import CapturedEvent, Consignee


def captured_of(organisation_id: UUID, partnership_id: UUID | None) -> QuerySet[CapturedEvent]:
    """What this company handed in for this partnership, or for itself alone."""
    own = CapturedEvent.objects.filter(organisation_id=organisation_id)
    return own.filter(partnership_id=partnership_id) if partnership_id else own.filter(partnership=None)


def related(known: QuerySet[CapturedEvent], events: Iterable[Event]) -> tuple[Event, ...]:
    """Every kept event that what these say may depend on, in the order of telling: the same containers and things,
    the same process, the same eventID, and so on from there until there is no more."""
    seen: dict[UUID, CapturedEvent] = {}
    ids, processes, keys = set(), set(), set()
    for event in events:
        ids.add(event.id)
        processes |= {event.process} - {""}
        keys |= _singular(event.keys)
    asked: tuple[int, int] | None = None
    while asked != (len(processes), len(keys)):
        asked = len(processes), len(keys)
        wanted = Q(event_id__in=ids) | Q(process__in=processes) | Q(keys__overlap=list(keys))
        for row in known.filter(wanted).exclude(pk__in=list(seen)):
            seen[row.pk] = row
            processes |= {row.process} - {""}
            keys |= _singular(row.keys)
    ordered = sorted(seen.values(), key=lambda row: (row.captured_at, row.document_id, row.position))
    return restored((row.text, row.context) for row in ordered)


def _singular(keys: Iterable[str]) -> set[str]:
    """Things and containers. A class of goods ties no events together: each says what it says of it."""
    return {uri for uri in keys if (key := key_of(uri)).application != "01" or key.serial}


def product_codes(partnership_id: UUID) -> dict[str, str]:
    """Of the partnership, by GTIN-14."""
    rows = Product.objects.filter(partnership_id=partnership_id).values_list("gtin", "code")
    return {gtin.zfill(GTIN_LENGTH): code for gtin, code in rows}


def place_names(partnership_id: UUID) -> dict[str, str]:
    """Consignees of the partnership by the URI of their place and of their party."""
    found = Consignee.objects.filter(partnership_id=partnership_id).exclude(gln="").values_list("gln", "name")
    return {Key(application, gln).uri: name for gln, name in found for application in ("414", "417")}


def events_asked(query: Mapping[str, str], moments: Mapping[str, datetime]) -> QuerySet[CapturedEvent]:
    """What the scope shows and the query wants, newest first. `moments`: its parameters of time."""
    found = CapturedEvent.objects.all()
    for name, condition in _CONDITIONS.items():
        if query.get(name):
            found = found.filter(**{condition: [part.strip() for part in query[name].split(",")]})
    for name in ("MATCH_epc", "MATCH_epcClass", "MATCH_anyEPC", "MATCH_anyEPCClass", "MATCH_parentID"):
        if query.get(name):
            found = found.filter(keys__overlap=[key_of(part.strip()).uri for part in query[name].split(",")])
    for name, moment in moments.items():
        found = found.filter(**{_MOMENTS[name]: moment})
    if query.get("partnership"):
        found = found.filter(partnership_id=query["partnership"])
    return found.select_related("document")


_CONDITIONS = {
    "eventType": "kind__in",
    "EQ_bizStep": "step__in",
    "EQ_action": "action__in",
    "EQ_eventID": "event_id__in",
    "EQ_transformationID": "process__in",
}
_MOMENTS = {
    "GE_eventTime": "happened_at__gte",
    "LT_eventTime": "happened_at__lt",
    "GE_recordTime": "captured_at__gte",
    "LT_recordTime": "captured_at__lt",
}
MOMENTS = tuple(_MOMENTS)
PARAMETERS = (*_CONDITIONS, "MATCH_epc", "MATCH_epcClass", "MATCH_anyEPC", "MATCH_anyEPCClass", "MATCH_parentID")
