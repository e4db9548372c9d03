"""What the platform knows of one lot, as an EPCIS 2.0 document: what it was made of, where it went, how it stands."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from urllib.parse import quote
from uuid import UUID, uuid5

from lots.models import ComponentLot, Hold, Lot
from lots.queries.genealogy import WalkedEdge, walked_edges
from lots.states import MaterialKind
from traceability.epcis import writing
from traceability.epcis.events import Goods
from traceability.epcis.linking import SPACE
from traceability.gs1 import Key, lot_uri
from traceability.models import RecalledLot, Shipment
from traceability.states import RecallKind

UNKNOWN = date(1970, 1, 1)
"""An event has a day; of what nobody dated, this one."""


def lot_document(lot: Lot, *, at: datetime) -> str:
    """The lot's events in the reader's scope; valid by GS1's schema, and the same events each time (but `at`)."""
    edges = walked_edges([lot.pk], forward=False)
    ends = {key for edge in edges for key in (edge.parent_id, edge.child_id)}
    materials = {row.pk: row for row in ComponentLot.objects.filter(pk__in=ends)}
    lots = {row.pk: row for row in Lot.objects.filter(pk__in=ends | {lot.pk}).select_related("product")}
    events = [
        *_receipts(materials.values()), *_processes(edges, materials, lots), *_shipments(lots[lot.pk]),
        *_standing(lots[lot.pk]),
    ]  # fmt: skip
    return writing.document(events, created_at=at, identifier=f"lot {lot.number}")


def _uri(key: UUID, lots: dict[UUID, Lot]) -> str:
    return lot_uri(lots[key].product.gtin, lots[key].number) if key in lots else f"urn:uuid:{key}"


def _receipts(materials: Iterable[ComponentLot]) -> Iterator[dict[str, Any]]:
    for row in materials:
        if row.kind == MaterialKind.RECEIVED and row.received_on:
            yield writing.moved(
                uuid5(SPACE, f"receipt {row.pk}"), _day(row.received_on), step="receiving", disposition="in_progress",
                action="ADD", goods=[writing.goods_of(f"urn:uuid:{row.pk}", row.quantity_received, row.unit)],
                lot=row.number, expires_on=row.expires_on, item=row.item_code, supplier=row.supplier,
                manufacturer=row.manufacturer, supplierLot=row.supplier_lot,
            )  # fmt: skip


def _processes(
    edges: Iterable[WalkedEdge], materials: dict[UUID, ComponentLot], lots: dict[UUID, Lot]
) -> Iterator[dict[str, Any]]:
    """One for each lot that was made; what the reader may not see has a name made up for it."""
    taken: dict[UUID, list[WalkedEdge]] = {}
    for edge in edges:
        taken.setdefault(edge.child_id, []).append(edge)
    for key, given in taken.items():
        material, packaged = materials.get(key), lots.get(key)
        days = [edge.happened_on for edge in given if edge.happened_on]
        if packaged is not None:
            at = packaged.completed_at or packaged.started_at or packaged.created_at
            made = writing.goods_of(_uri(key, lots), packaged.quantity_good, packaged.unit)
        else:
            at = _day(max(days) if days else (material.received_on if material else None) or UNKNOWN)
            made = writing.goods_of(f"urn:uuid:{key}")
            if material is not None:
                made = writing.goods_of(f"urn:uuid:{key}", material.quantity_received, material.unit)
        source = packaged or material
        yield writing.transformation(
            uuid5(SPACE, f"made {key}"), at,
            taken=[writing.goods_of(_uri(edge.parent_id, lots), edge.quantity, edge.unit) for edge in given],
            made=[made], lot=source.number if source else "", expires_on=source.expires_on if source else None,
        )  # fmt: skip


def _shipments(lot: Lot) -> Iterator[dict[str, Any]]:
    """To the first consignee; in its container, where that has a number."""
    for row in (
        Shipment.objects.filter(lot=lot).select_related("consignee", "partnership__cmo").order_by("shipped_at", "id")
    ):
        goods = writing.goods_of(lot_uri(lot.product.gtin, lot.number), row.quantity, row.unit)
        if row.sscc:
            container = Key("00", row.sscc).uri
            packed_at = row.shipped_at - timedelta(milliseconds=1)
            yield writing.packed(uuid5(SPACE, f"packed {row.pk}"), packed_at, container=container, goods=[goods])
            goods = Goods(container)
        consignee = row.consignee
        receiver = Key("414", consignee.gln).uri if consignee.gln else f"urn:uuid:{consignee.pk}"
        yield writing.moved(
            row.pk, row.shipped_at, step="shipping", disposition="in_transit", goods=[goods],
            transactions=[("desadv", f"urn:oversight:reference:{quote(row.reference, safe='')}")],
            sources=[("possessing_party", f"urn:uuid:{row.partnership.cmo_id}")],
            destinations=[("location" if consignee.gln else "possessing_party", receiver)],
            consignee=consignee.name, shipFrom=row.ship_from, carrier=row.carrier,
        )  # fmt: skip


def _standing(lot: Lot) -> Iterator[dict[str, Any]]:
    """Held is non-conformant until it is lifted; recalled is recalled from the lock of a scope on, in no exercise."""
    uri = lot_uri(lot.product.gtin, lot.number)
    for hold in Hold.objects.filter(lot=lot).order_by("placed_at", "id"):
        yield writing.marked(hold.pk, hold.placed_at, uri=uri, sets=["non_conformant"])
        if hold.lifted_at:
            yield writing.marked(uuid5(SPACE, f"lifted {hold.pk}"), hold.lifted_at, uri=uri, unsets=["non_conformant"])
    recalled = RecalledLot.objects.filter(lot=lot, recall__kind=RecallKind.RECALL).select_related("recall")
    for row in recalled.order_by("id"):
        if not row.recall.locked_at:  # no lot is in a recall before the lock
            continue
        yield writing.marked(uuid5(SPACE, f"recalled {row.pk}"), row.recall.locked_at, uri=uri, sets=["recalled"])


def _day(day: date) -> datetime:
    return datetime.combine(day, time(12), tzinfo=UTC)
