"""What history alone says of each shipment: was its lot's gate open when the shipment was written?

An oracle of its own, which knows neither the gate's function nor its row. Whoever changes a lot's facts, and whoever
ships, holds the lot's gate row until the commit; so the rows' `recorded_at`, the server's clock, which each was given
inside, puts the transactions about one lot into the order in which they were done. Where the lock is missing, it shows
who came in between.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

from tests.databases import as_owner

_ROWS = """
SELECT lot_id, recorded_at, kind, id::text, fact FROM (
    SELECT lot_id, recorded_at, history_id, 'hold' AS kind, id, jsonb_build_object('live', lifted_at IS NULL) AS fact
      FROM lots_historicalhold
    UNION ALL
    SELECT h.lot_id, e.recorded_at, e.history_id, 'event', e.id,
        jsonb_build_object('live', e.state NOT IN ('closed', 'cancelled') AND e.classification IN ('major', 'critical'))
      FROM quality_events_historicalqualityevent e
      JOIN (SELECT DISTINCT event_id, lot_id FROM quality_events_historicaleventlot WHERE standing = 'included') h
        ON h.event_id = e.id
    UNION ALL
    SELECT lot_id, recorded_at, history_id, 'decision', id, jsonb_build_object('stage', stage, 'quantity', quantity,
        'live', revoked_at IS NULL AND decision = 'release') FROM release_historicaldisposition
    UNION ALL
    SELECT lot_id, recorded_at, history_id, 'shipment', id, jsonb_build_object('quantity', quantity, 'gate', gate,
        'hash', encode(sha256(convert_to((gate->'reasons')::text, 'UTF8')), 'hex'))
      FROM traceability_historicalshipment
) facts ORDER BY lot_id, recorded_at, history_id
"""


@dataclass
class _Past:
    """One lot as far as its history was read."""

    holds: set[str] = field(default_factory=set)
    events: set[str] = field(default_factory=set)
    released: dict[str, Decimal] = field(default_factory=dict)
    shipped: Decimal = Decimal(0)
    revision: int = 0
    left: Decimal | None = None
    """In the gate, as the last shipment of this revision kept it."""


def wrong_shipments(database: str) -> tuple[int, list[str]]:
    """(shipments in all, a sentence for each that history does not justify)."""
    pasts: dict[UUID, _Past] = defaultdict(_Past)
    shipments, wrong = 0, []
    for lot_id, at, kind, key, fact in as_owner(_ROWS, name=database):
        past = pasts[lot_id]
        if kind != "shipment":
            _FOLLOWED[kind](past, key, fact)
            continue
        shipments += 1
        found = [*_shut(past, Decimal(str(fact["quantity"]))), *_unproven(past, fact)]
        wrong += [f"lot {lot_id}, {at:%H:%M:%S.%f}: {why}" for why in found]
        past.shipped += Decimal(str(fact["quantity"]))
    return shipments, wrong


def _hold(past: _Past, key: str, fact: dict[str, Any]) -> None:
    (past.holds.add if fact["live"] else past.holds.discard)(key)


def _event(past: _Past, key: str, fact: dict[str, Any]) -> None:
    (past.events.add if fact["live"] else past.events.discard)(key)


def _decision(past: _Past, _key: str, fact: dict[str, Any]) -> None:
    if fact["live"]:
        past.released[fact["stage"]] = Decimal(str(fact["quantity"]))
    else:
        past.released.pop(fact["stage"], None)


_FOLLOWED: dict[str, Callable[[_Past, str, dict[str, Any]], None]] = {
    "hold": _hold,
    "event": _event,
    "decision": _decision,
}


def _shut(past: _Past, quantity: Decimal) -> Iterable[str]:
    """Why the facts had shut the gate, or held less."""
    if past.holds:
        yield "held"
    if past.events:
        yield "an event was open"
    if set(past.released) != {"batch", "packaged_lot", "sponsor"}:
        yield f"released only by {sorted(past.released)}"
    elif past.shipped + quantity > min(past.released["packaged_lot"], past.released["sponsor"]):
        yield "more than was released"


def _unproven(past: _Past, fact: dict[str, Any]) -> Iterable[str]:
    """What is wrong with the verdict that the trigger wrote into the shipment."""
    gate, quantity = fact["gate"], Decimal(str(fact["quantity"]))
    before, after = Decimal(gate["open_before"]), Decimal(gate["open_after"])
    if not (gate["ok"] and gate["settled"] and all(reason["is_met"] for reason in gate["reasons"])):
        yield "the verdict it kept is not open"
    if gate["reasons_hash"] != fact["hash"]:
        yield "the hash is not of the reasons"
    if before - quantity != after or after < 0:
        yield "the quantity was not paid"
    if gate["revision"] < past.revision:
        yield f"revision {gate['revision']} after {past.revision}"
    if gate["revision"] == past.revision and past.left is not None and past.left != before:
        yield f"{before} in the gate where {past.left} were left"
    past.revision, past.left = gate["revision"], after
