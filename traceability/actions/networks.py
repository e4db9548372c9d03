"""Importing a tracing network of FoodChain-Lab as the company's own genealogy (ADR 0031)."""

import hashlib
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction

from kernel.history import acting
from kernel.scope import Actor
from lots.models import ComponentLot
from lots.rules import check_may_link
from traceability import rules
from traceability.actions.linking import state_links
from traceability.epcis.linking import SPACE, Link, Node
from traceability.foodchain import NetworkPlan, StatedLot, UnreadableNetworkError, plan_network, read_network

_CODE, _NUMBER, _NAME = 64, 64, 250
"""Characters of an item's code, a lot's number, a company's name; what is longer is told apart by its hash."""


def import_network(*, content: bytes, by: Actor, reason: str, at: datetime, is_trial: bool = False) -> dict[str, Any]:
    """Enter the lots that are not on record and state which went into which; how many, and what is remarked.

    The same network again, or a part of it, changes nothing. A trial does all of it and keeps nothing. Refused whole
    with pointers when it is no network.
    """
    try:
        network = read_network(content)
    except UnreadableNetworkError as unreadable:
        raise rules.NoEventsError(unreadable.problems, what="a network of FoodChain-Lab") from unreadable
    found, company = plan_network(network), by.company_id
    told = reason.strip() or f"network imported, SHA-256 {hashlib.sha256(content).hexdigest()}"
    with transaction.atomic():
        check_may_link(by, company)
        with acting(by=by, reason=told, at=at):
            keys, entered = _lots(found, company)
        links = [(_link(parent, child), keys[parent], keys[child]) for parent, child in found.links]
        source_id = uuid5(SPACE, f"{company} foodchain {network.title}")
        stated = state_links(
            links, source_id=source_id, happened_on=None, organisation_id=company, by=by, reason=told, at=at
        )
        if is_trial:
            transaction.set_rollback(True)
    return {
        "lots": len(found.lots), "lots_entered": entered, "links": len(found.links), "edges_stated": stated,
        "remarks": list(found.remarks), "source": str(source_id),
    }  # fmt: skip


def _lots(found: NetworkPlan, company: UUID) -> tuple[dict[StatedLot, UUID], int]:
    """Each lot's key; those that are not on record are entered. One without a number has a key that is worked out."""
    days: dict[StatedLot, date] = {}
    for sent in found.sent:
        if sent.day is not None:
            days[sent.lot] = min(sent.day, days.get(sent.lot, sent.day))
    rows = ComponentLot.objects.filter(
        organisation_id=company, manufacturer__in={_short(s.station, _NAME) for s in found.lots}
    )
    known = {(r.item_code, r.manufacturer, r.number): r.pk for r in rows.exclude(number="")}
    unnamed = set(rows.filter(number="").values_list("pk", flat=True))
    keys: dict[StatedLot, UUID] = {}
    fresh = []
    for lot in found.lots:
        item, maker, number = _short(lot.item, _CODE), _short(lot.station, _NAME), _short(lot.number, _NUMBER)
        own = uuid5(SPACE, f"{company} foodchain {lot}")
        keys[lot] = own if lot.delivery else known.get((item, maker, number), own)
        if own == keys[lot] and own not in unnamed:
            fresh.append(
                ComponentLot(
                    pk=own, organisation_id=company, item_code=item, item_name=lot.item[:_NAME], number=number,
                    supplier=maker, manufacturer=maker, supplier_lot=number, received_on=days.get(lot),
                )
            )  # fmt: skip
    fresh = [row for row in fresh if (row.item_code, row.manufacturer, row.number) not in known]
    ComponentLot.objects.bulk_create(fresh)
    return keys, len(fresh)


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 17]}…{hashlib.sha256(text.encode()).hexdigest()[:16]}"


def _link(parent: StatedLot, child: StatedLot) -> Link:
    return Link(Node(str(parent), parent.item, parent.number), Node(str(child), child.item, child.number), None, "")
