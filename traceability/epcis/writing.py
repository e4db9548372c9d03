"""Events and documents written: our own facts as EPCIS 2.0, and captured events as they came. Pure.

The names of our own fields stand in the namespace `oversight`; a reader who does not know it loses nothing of GS1's.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from traceability.epcis.events import Event, Goods
from traceability.epcis.json_text import written

STANDARD_CONTEXT = "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"
NAMESPACES = {"oversight": "urn:oversight:field:", "cbvmda": "urn:epcglobal:cbv:mda:"}
UNITS = {
    "kg": "KGM", "g": "GRM", "mg": "MGM", "ug": "MC", "t": "TNE", "[lb_av]": "LBR", "[oz_av]": "ONZ",
    "L": "LTR", "l": "LTR", "mL": "MLT", "ml": "MLT", "m": "MTR",
}  # fmt: skip
"""UCUM to UN/ECE Recommendation 20; what is counted in pieces has no unit in EPCIS."""
Pairs = Sequence[tuple[str, str]]


def goods_of(uri: str, amount: Decimal | None = None, unit: str = "") -> Goods:
    """So much of a class of goods; `unit` in UCUM, any other is a count of pieces."""
    return Goods(uri, amount, UNITS.get(unit, ""), is_class=True)


def transformation(
    key: UUID, at: datetime, *, taken: Iterable[Goods], made: Iterable[Goods], lot: str, expires_on: date | None,
    place: str = "", process: str = "", **more: Any,
) -> dict[str, Any]:  # fmt: skip
    """Goods were made of goods (21 CFR 111.260(d))."""
    inputs, outputs = list(taken), list(made)
    ilmd = {"cbvmda:lotNumber": lot}
    if expires_on is not None:
        ilmd["cbvmda:itemExpirationDate"] = expires_on.isoformat()
    return _event(
        "TransformationEvent", key, at, {
            "inputQuantityList": _quantities(inputs),
            "outputQuantityList": _quantities(outputs),
            "transformationID": process,
            "bizStep": "commissioning",
            "disposition": "active",
            "readPoint": _place(place),
            "ilmd": ilmd,
        }, more,
    )  # fmt: skip


def moved(
    key: UUID, at: datetime, *, step: str, disposition: str, goods: Iterable[Goods], action: str = "OBSERVE",
    place: str = "", transactions: Pairs = (), sources: Pairs = (), destinations: Pairs = (), lot: str = "",
    expires_on: date | None = None, **more: Any,
) -> dict[str, Any]:  # fmt: skip
    """Goods left or came: `step` shipping or receiving. A lot's number and expiry only with the action ADD."""
    listed = list(goods)
    ilmd: dict[str, str] = {"cbvmda:lotNumber": lot} if lot else {}
    if expires_on is not None:
        ilmd["cbvmda:itemExpirationDate"] = expires_on.isoformat()
    return _event(
        "ObjectEvent", key, at, {
            "action": action,
            "epcList": [one.uri for one in listed if not one.is_class],
            "quantityList": _quantities([one for one in listed if one.is_class]),
            "bizStep": step,
            "disposition": disposition,
            "readPoint": _place(place),
            "bizTransactionList": [{"type": kind, "bizTransaction": name} for kind, name in transactions],
            "sourceList": [{"type": kind, "source": uri} for kind, uri in sources],
            "destinationList": [{"type": kind, "destination": uri} for kind, uri in destinations],
            "ilmd": ilmd if action == "ADD" else {},
        }, more,
    )  # fmt: skip


def packed(key: UUID, at: datetime, *, container: str, goods: Iterable[Goods], place: str = "") -> dict[str, Any]:
    """Goods were put into a case or on a pallet."""
    listed = list(goods)
    return _event(
        "AggregationEvent", key, at, {
            "action": "ADD",
            "parentID": container,
            "childEPCs": [one.uri for one in listed if not one.is_class],
            "childQuantityList": _quantities([one for one in listed if one.is_class]),
            "bizStep": "packing",
            "disposition": "in_progress",
            "readPoint": _place(place),
        }, {},
    )  # fmt: skip


def marked(
    key: UUID, at: datetime, *, uri: str, sets: Sequence[str] = (), unsets: Sequence[str] = ()
) -> dict[str, Any]:
    """A disposition that lasts was set or lifted, such as `recalled` or `non_conformant`."""
    lasting = {name: list(words) for name, words in (("set", sets), ("unset", unsets)) if words}
    return _event(
        "ObjectEvent", key, at, {
            "action": "OBSERVE",
            "quantityList": [{"epcClass": uri}],
            "bizStep": "holding" if sets else "inspecting",
            "persistentDisposition": lasting,
        }, {},
    )  # fmt: skip


def document(events: Iterable[Mapping[str, Any]], *, created_at: datetime, identifier: str = "") -> str:
    """Our own events as one EPCIS document, in the order of their times."""
    ordered = sorted(events, key=lambda event: (event["eventTime"], event["eventID"]))
    return written(_envelope([STANDARD_CONTEXT, NAMESPACES], created_at, identifier) | _body(list(ordered)))


def captured(events: Iterable[Event], *, created_at: datetime, identifier: str = "") -> str:
    """Captured events as they came, each with what its names mean."""
    head = written(_envelope([STANDARD_CONTEXT], created_at, identifier))
    bodies = ",".join(with_context(event.text, event.context) for event in events)
    return f'{head[:-1]},"epcisBody":{{"eventList":[{bodies}]}}}}'


def with_context(text: str, context: str) -> str:
    """An event's text with its own context in front, where it has one."""
    return text if context == "[]" else f'{{"@context":{context},{text[1:]}'


def moment(at: datetime) -> str:
    """With the offset that it was told in."""
    return at.isoformat(timespec="milliseconds")


def _envelope(context: list[Any], created_at: datetime, identifier: str) -> dict[str, Any]:
    head = {
        "@context": context, "type": "EPCISDocument", "schemaVersion": "2.0", "creationDate": moment(created_at),
    }  # fmt: skip
    return head | ({"instanceIdentifier": identifier} if identifier else {})


def _body(events: list[Mapping[str, Any]]) -> dict[str, Any]:
    return {"epcisBody": {"eventList": events}}


def _event(kind: str, key: UUID, at: datetime, said: Mapping[str, Any], more: Mapping[str, Any]) -> dict[str, Any]:
    """What is empty is left out; `more` are fields of our own namespace."""
    offset = at.strftime("%z") or "+0000"
    head = {
        "type": kind, "eventID": f"urn:uuid:{key}", "eventTime": moment(at),
        "eventTimeZoneOffset": f"{offset[:3]}:{offset[3:5]}",
    }  # fmt: skip
    own = {f"oversight:{name}": value for name, value in more.items() if value}
    return head | {name: value for name, value in said.items() if value} | own


def _quantities(goods: Iterable[Goods]) -> list[dict[str, Any]]:
    listed = []
    for one in goods:
        stated: dict[str, Any] = {"epcClass": one.uri}
        if one.amount is not None:
            stated["quantity"] = Decimal(f"{one.amount.normalize():f}")
            stated |= {"uom": one.unit} if one.unit else {}
        listed.append(stated)
    return listed


def _place(uri: str) -> dict[str, str]:
    return {"id": uri} if uri else {}


def answered(told: Iterable[tuple[str, str]], *, created_at: datetime) -> str:
    """Captured events, by their texts and contexts, as the answer to a query."""
    head = written(_envelope([STANDARD_CONTEXT], created_at, "") | {"type": "EPCISQueryDocument"})
    bodies = ",".join(with_context(text, context) for text, context in told)
    results = f'{{"queryName":"SimpleEventQuery","resultsBody":{{"eventList":[{bodies}]}}}}'
    return f'{head[:-1]},"epcisBody":{{"queryResults":{results}}}}}'
