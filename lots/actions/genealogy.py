"""Lots of material on the way, and which lot went into which (21 CFR 111.260(a), (d); ADR 0030)."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import connection, transaction

from kernel.history import acting
from kernel.ids import new_id
from kernel.scope import Actor
from lots import rules
from lots.genealogy import StatedEdge, circle
from lots.models import ComponentLot, Disclosure, Edge, Lot
from lots.queries.genealogy import reached, visible_nodes, walked_edges
from lots.states import EdgeSource, MaterialKind


def enter_material(
    *,
    organisation_id: UUID,
    kind: str,
    item_code: str,
    item_name: str,
    number: str,
    quantity: Decimal | None,
    unit: str,
    made_on: date | None,
    supplier: str = "",
    manufacturer: str = "",
    manufacturer_site: str = "",
    supplier_lot: str = "",
    expires_on: date | None = None,
    by: Actor,
    reason: str,
    at: datetime,
) -> ComponentLot:
    """A received lot, or a blend, bulk, rework, by-product or returned goods that the manufacturer made on the way."""
    with transaction.atomic(), acting(by=by, reason=reason.strip() or "lot of material entered", at=at):
        rules.check_may_link(by, organisation_id)
        rules.check_material(kind, item_code, number, quantity, unit)
        if kind == MaterialKind.RECEIVED:
            rules.check_receipt(number, manufacturer or supplier, supplier_lot)
        identity = {"organisation_id": organisation_id, "item_code": item_code, "number": number}
        identity["manufacturer"] = manufacturer or supplier
        _lock(organisation_id)
        rules.check_material_free(number, is_taken=bool(number) and ComponentLot.objects.filter(**identity).exists())
        return ComponentLot.objects.create(
            **identity,
            kind=kind,
            item_name=item_name or item_code,
            quantity_received=quantity,
            unit=unit,
            received_on=made_on,
            supplier=supplier,
            manufacturer_site=manufacturer_site,
            supplier_lot=supplier_lot,
            expires_on=expires_on,
        )


def link_lots(
    *,
    organisation_id: UUID,
    edges: Sequence[StatedEdge],
    by: Actor,
    reason: str,
    at: datetime,
    source: str = EdgeSource.ENTRY,
    source_id: UUID | None = None,
    keep_circles: bool = False,
) -> list[Edge]:
    """State which lot went into which. Two writers of one manufacturer cannot close a circle together (R217).

    `keep_circles` takes another system's records as they are: a walk ends there all the same, and says so.
    """
    with transaction.atomic(), acting(by=by, reason=reason.strip() or "genealogy stated", at=at):
        rules.check_may_link(by, organisation_id)
        _lock(organisation_id)
        ends = {key for edge in edges for key in (edge.parent_id, edge.child_id)}
        rules.check_known_ends(ends, visible_nodes(ends))
        for edge in edges:
            rules.check_edge(edge, at.date(), is_imported=source == EdgeSource.IMPORT)
        if not keep_circles:
            known = walked_edges({edge.child_id for edge in edges}, forward=True)
            loop = circle(((e.parent_id, e.child_id) for e in known), [(e.parent_id, e.child_id) for e in edges])
            rules.check_no_circle([_name(key) for key in loop])
        rows = state_edges(
            organisation_id=organisation_id, edges=edges, source=source, source_id=source_id or new_id(), at=at
        )
        _disclose(edges)
        return rows


def state_edges(
    *, organisation_id: UUID, edges: Sequence[StatedEdge], source: str, source_id: UUID, at: datetime
) -> list[Edge]:
    """Write edges as a pack or an import states them, inside the caller's `acting`; who may was asked there.

    Packs share the lock among themselves: none waits for another, only for somebody who looks for circles.
    """
    _lock(organisation_id, shared=True)
    keys = {edge.child_id for edge in edges}
    pairs = dict(Lot.objects.filter(pk__in=keys).values_list("pk", "partnership_id"))
    return Edge.objects.bulk_create(
        Edge(
            organisation_id=organisation_id,
            partnership_id=pairs.get(edge.child_id),
            parent_id=edge.parent_id,
            child_id=edge.child_id,
            kind=edge.kind,
            quantity=edge.quantity,
            unit=edge.unit,
            container=edge.container,
            happened_on=edge.happened_on,
            source=source,
            source_id=source_id,
            stated_at=at,
        )
        for edge in edges
    )


def end_edges(*, child_id: UUID, source: str, except_id: UUID, because: str, at: datetime) -> int:
    """What these sources said of a lot counts no more, because a later one says otherwise; it stays on record."""
    found = Edge.objects.filter(child_id=child_id, source=source, ended_at=None).exclude(source_id=except_id)
    return found.update(ended_at=at, ended_because=because)


def take_back_edges(*, source_id: UUID, by: Actor, reason: str, at: datetime) -> int:
    """What was entered or imported wrongly ends with the reason; a pack's word is corrected by a later pack."""
    with transaction.atomic(), acting(by=by, reason=reason, at=at):
        found = Edge.objects.filter(source_id=source_id, ended_at=None).exclude(source=EdgeSource.PACK)
        first = found.first()
        rules.check_found_edges(first)
        rules.check_may_link(by, first.organisation_id)  # type: ignore[union-attr]  # checked above
        rules.check_reason(reason)
        return found.update(ended_at=at, ended_because=reason[:200])


def disclose_ancestors(lot: Lot, component_lots: Iterable[UUID]) -> None:
    """The sponsor may see these lots of material and what they were made of, never who else used them."""
    _write_disclosures([(lot.partnership_id, lot.sponsor_id)], _materials(component_lots))


def _disclose(edges: Sequence[StatedEdge]) -> None:
    """Whoever has a lot that is reached from an edge's end may see what went in, back to its receipts."""
    for edge in edges:
        lots = Lot.objects.filter(pk__in=reached([edge.child_id], forward=True))
        pairs = list(lots.values_list("partnership_id", "sponsor_id").order_by("partnership_id").distinct())
        _write_disclosures(pairs, _materials([edge.parent_id, edge.child_id]))


def _materials(seeds: Iterable[UUID]) -> list[UUID]:
    found = ComponentLot.objects.filter(pk__in=reached(seeds, forward=False))
    return list(found.order_by("pk").values_list("pk", flat=True))


def _write_disclosures(pairs: Iterable[tuple[UUID, UUID]], materials: Iterable[UUID]) -> None:
    known = list(materials)
    Disclosure.objects.bulk_create(
        (
            Disclosure(partnership_id=partnership_id, sponsor_id=sponsor_id, component_lot_id=key)
            for partnership_id, sponsor_id in pairs
            for key in known
        ),
        ignore_conflicts=True,
    )


def _lock(organisation_id: UUID, *, shared: bool = False) -> None:
    """One manufacturer's genealogy; taken after the gates, before rows (ADR 0004)."""
    name = "pg_advisory_xact_lock_shared" if shared else "pg_advisory_xact_lock"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {name}(hashtextextended(%s, 30))", [f"genealogy of {organisation_id}"])


def _name(key: UUID) -> str:
    row = ComponentLot.objects.filter(pk=key).first() or Lot.objects.get(pk=key)
    return str(row.number)
