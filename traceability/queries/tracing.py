"""Where a component lot went: the lots that consumed it and the customers they reached.

One answer of a bounded number of queries. What another customer of the CMO received stays hidden by the policies.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from lots.models import ComponentLot, Consumption, Disclosure, Lot
from traceability.models import Shipment

MOST_FOUND = 20


@dataclass(frozen=True, slots=True)
class Reached:
    """A lot that consumed the component lot, with what of it has left and to whom."""

    lot: Lot
    consumption: Consumption
    shipments: list[Shipment]


@dataclass(frozen=True, slots=True)
class Found:
    """A component lot that matches, and where it went."""

    component_lot: ComponentLot
    reached: list[Reached]
    disclosures: list[Disclosure]
    """One a partnership that holds some of it: what its recall scope is asked by."""

    @property
    def customers(self) -> list[str]:
        """The consignees reached, each once, by name."""
        return sorted({s.consignee.name for r in self.reached for s in r.shipments})


def trace(number: str) -> list[Found]:
    """Component lots whose own or supplier's number begins so, with their consequences; five queries."""
    ids = _matching(number)
    component_lots = list(
        ComponentLot.objects.filter(pk__in=ids).select_related("organisation").order_by("number", "id")
    )
    edges = _living_edges(ids)
    shipments, shown = _shipments_of(edges), _disclosures(ids)
    found: dict[UUID, list[Reached]] = {}
    for edge in edges:
        reached = Reached(edge.lot, edge, shipments.get(edge.lot_id, []))
        found.setdefault(edge.component_lot_id, []).append(reached)
    return [Found(source, found.get(source.pk, []), shown.get(source.pk, [])) for source in component_lots]


def reached_by(component_lot_id: UUID, partnership_id: UUID) -> list[Reached]:
    """The lots of one partnership that consumed the component lot, by number, with what left of them; three queries."""
    edges = [edge for edge in _living_edges([component_lot_id]) if edge.partnership_id == partnership_id]
    shipments = _shipments_of(edges)
    return [Reached(edge.lot, edge, shipments.get(edge.lot_id, [])) for edge in edges]


def _shipments_of(edges: Iterable[Consumption]) -> dict[UUID, list[Shipment]]:
    """What left of the edges' lots, by lot, in the order of leaving; one query."""
    shipments: dict[UUID, list[Shipment]] = {}
    gone = Shipment.objects.filter(lot_id__in={edge.lot_id for edge in edges}).select_related("consignee", "lot")
    for shipment in gone.order_by("shipped_at", "id"):
        shipments.setdefault(shipment.lot_id, []).append(shipment)
    return shipments


def _matching(number: str) -> list[UUID]:
    """`^@` is leak-proof: under row-level security it may use the index, LIKE may not (docs/architecture.md)."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT c.id FROM lots_componentlot c WHERE c.number ^@ %s OR c.supplier_lot ^@ %s
               ORDER BY c.number, c.id LIMIT %s""",
            [number, number, MOST_FOUND],
        )
        return [row[0] for row in cursor.fetchall()]


def _disclosures(component_lot_ids: list[UUID]) -> dict[UUID, list[Disclosure]]:
    """By component lot, those of the reader's partnerships."""
    found: dict[UUID, list[Disclosure]] = {}
    rows = Disclosure.objects.filter(component_lot_id__in=component_lot_ids)
    for row in rows.select_related("partnership__sponsor", "partnership__cmo").order_by("partnership__sponsor__name"):
        found.setdefault(row.component_lot_id, []).append(row)
    return found


def _living_edges(component_lot_ids: list[UUID]) -> list[Consumption]:
    """Edges that the newest version of each lot's pack states: an older version's are replaced, not added."""
    edges = Consumption.objects.filter(component_lot_id__in=component_lot_ids)
    newest: dict[UUID, Consumption] = {}
    for edge in edges.order_by("id"):
        newest[edge.lot_id] = edge
    living = {edge.pack_id for edge in newest.values()}
    chosen = edges.filter(pack_id__in=living).select_related("lot__product", "lot__sponsor", "lot__label_version")
    return list(chosen.order_by("lot__number", "id"))
