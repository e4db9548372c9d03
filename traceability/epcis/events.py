"""An event as values: when, where, why, and which goods. Pure, frozen; the event's own text stays beside it."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from traceability.epcis.document import Document, Stated, read
from traceability.epcis.json_text import canonical, written
from traceability.epcis.shapes import QuantityShape
from traceability.gs1 import key_of

OWN_NAME = "urn:oversight:event:sha-256:"
"""An event without an eventID is known by its content."""
_NOT_OF_THE_FACT = ("eventID", "recordTime", "errorDeclaration", "@context")


@dataclass(frozen=True, slots=True)
class Goods:
    """One thing (`amount` and `unit` empty), or so much of a class of things; named by its canonical URI."""

    uri: str
    amount: Decimal | None = None
    unit: str = ""
    is_class: bool = False


@dataclass(frozen=True, slots=True)
class Fault:
    """An event that its author declares wrong."""

    declared_at: datetime
    reason: str
    corrected_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Event:
    """An event. `goods` are the children of an aggregation; `parent` what they are put into."""

    id: str
    kind: str
    at: datetime
    pointer: str
    text: str
    """The event's JSON, without loss, but for its context."""
    context: str
    """JSON: what its names mean beside the standard's own context, of the document and then of the event."""
    fingerprint: str
    """SHA-256 of what it says happened: without its name, its record time and a later declaration of error."""
    action: str = ""
    step: str = ""
    disposition: str = ""
    sets: tuple[str, ...] = ()
    unsets: tuple[str, ...] = ()
    parent: str = ""
    goods: tuple[Goods, ...] = ()
    taken: tuple[Goods, ...] = ()
    made: tuple[Goods, ...] = ()
    process: str = ""
    read_point: str = ""
    location: str = ""
    transactions: tuple[tuple[str, str], ...] = ()
    sources: tuple[tuple[str, str], ...] = ()
    destinations: tuple[tuple[str, str], ...] = ()
    master_data: dict[str, Any] = field(default_factory=dict)
    fault: Fault | None = None

    @property
    def keys(self) -> frozenset[str]:
        """Everything that the event names: its goods and their container."""
        named = {goods.uri for goods in (*self.goods, *self.taken, *self.made)}
        return frozenset(named | ({self.parent} if self.parent else set()))


def events_of(document: Document) -> tuple[Event, ...]:
    """The document's events, in their order."""
    return tuple(_event(stated, document.context) for stated in document.events)


def fingerprint(body: dict[str, Any]) -> str:
    """The same for the same event, however its text is arranged."""
    fact = {name: value for name, value in body.items() if name not in _NOT_OF_THE_FACT}
    return hashlib.sha256(canonical(fact).encode()).hexdigest()


def own_context(*contexts: Any) -> list[Any]:
    """What these contexts say beside the standard's, each entry once."""
    entries: list[Any] = []
    for context in contexts:
        for entry in context if isinstance(context, list) else [context]:
            is_standard = isinstance(entry, str) and entry.rsplit("/", 1)[-1].startswith("epcis-context")
            if entry is not None and not is_standard and entry not in entries:
                entries.append(entry)
    return entries


def _event(stated: Stated, context: Any) -> Event:
    shape: Any = stated.shape
    print_ = fingerprint(stated.body)
    error = shape.error
    return Event(
        id=shape.event_id or OWN_NAME + print_,
        kind=shape.type,
        at=shape.event_time,
        pointer=stated.pointer,
        text=written({name: value for name, value in stated.body.items() if name != "@context"}),
        context=written(own_context(context, stated.body.get("@context"))),
        fingerprint=print_,
        fault=Fault(error.declared_at, error.reason or "", tuple(error.corrected_by or ())) if error else None,
        **_said(shape),
    )


def _said(shape: Any) -> dict[str, Any]:
    """What only the events of the standard say; one of somebody's own kind says nothing that is read here."""

    def get(name: str) -> Any:
        return getattr(shape, name, None)

    persistent, parent, step = get("persistent"), get("parent"), get("step")
    if step is None and not hasattr(shape, "read_point"):
        return {}
    return {
        "action": get("action") or "",
        "step": step or "",
        "disposition": get("disposition") or "",
        "sets": tuple(persistent.set or ()) if persistent else (),
        "unsets": tuple(persistent.unset or ()) if persistent else (),
        "parent": key_of(parent).uri if parent else "",
        "goods": _goods(get("epcs") or get("children"), get("quantities")),
        "taken": _goods(get("input_epcs"), get("inputs")),
        "made": _goods(get("output_epcs"), get("outputs")),
        "process": get("transformation") or "",
        "read_point": key_of(shape.read_point.id).uri if shape.read_point else "",
        "location": key_of(shape.location.id).uri if shape.location else "",
        "transactions": tuple((t.type or "", t.transaction) for t in shape.transactions or ()),
        "sources": tuple((s.type, key_of(s.source).uri) for s in shape.sources or ()),
        "destinations": tuple((d.type, key_of(d.destination).uri) for d in shape.destinations or ()),
        "master_data": get("ilmd") or {},
    }


def _goods(epcs: Iterable[str] | None, quantities: Iterable[QuantityShape] | None) -> tuple[Goods, ...]:
    things = [Goods(key_of(epc).uri) for epc in epcs or ()]
    classes = [Goods(key_of(q.epc_class).uri, q.quantity, q.uom or "", is_class=True) for q in quantities or ()]
    return (*things, *classes)


def restored(told: Iterable[tuple[str, str]]) -> tuple[Event, ...]:
    """Events of their texts and contexts, as they were kept."""
    bodies = ",".join(f'{{"@context":{context},{text[1:]}' for text, context in told)
    envelope = '{"@context":[],"type":"EPCISDocument","schemaVersion":"2.0","creationDate":"2000-01-01T00:00:00Z",'
    return events_of(read(f'{envelope}"epcisBody":{{"eventList":[{bodies}]}}}}'.encode()))
