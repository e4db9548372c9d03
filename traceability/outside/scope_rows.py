"""A scope as rows of a file, sorted and sortable: what left, which lots, which steps.

The columns of “Shipped” have the shape of the sortable spreadsheet of 21 CFR 1.1455(c)(3)(ii), because customers ask
for it. It is a format: whether that rule applies to these goods is not said by it.
"""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from lots.states import EdgeKind
from traceability.models import Shipment
from traceability.queries.scope import Scope
from traceability.scoping.values import Sure

Cell = str | Decimal | date | datetime | int | None
SHIPPED = (
    "Traceability lot code", "Product description", "Product code", "Quantity", "Unit of measure", "Date shipped (UTC)",
    "Ship-from location", "Recipient", "Recipient’s address", "Recipient’s contact", "Reference document", "Carrier",
    "In the scope", "Because",
)  # fmt: skip
LOTS = (
    "Lot", "Kind", "Item", "Description", "In the scope", "Because", "Path", "Supplier", "Supplier’s lot",
    "Received or made on", "State", "Made or received", "Unit", "Held", "On hand", "Shipped", "Returned",
    "Unaccounted", "Sponsor",
)  # fmt: skip
_LINE = ("quantity", "unit", "shipped_at", "ship_from", "reference", "carrier")
STEPS = ("From lot", "Into lot", "How", "Quantity", "Unit", "On", "Stated by", "Lacks")


def shipped_rows(scope: Scope) -> Iterator[tuple[Cell, ...]]:
    """One a shipment of a lot that is in it, by lot and time; a lot that nothing left of has one without recipient."""
    lots = {row.fact.id: row for row in scope.lots}
    found = Shipment.objects.filter(lot_id__in=lots).order_by("shipped_at", "id")
    if scope.known_at is not None:
        found = found.filter(shipped_at__lte=scope.known_at)
    sent: dict[
        UUID, list[tuple[Any, ...]]
    ] = {}  # values: twenty thousand rows of an excipient as objects cost a second
    for line in found.values_list("lot_id", "consignee_id", *_LINE):
        sent.setdefault(line[0], []).append(line)
    accounts = {one.id: (one.name, one.address, one.contact) for one in scope.accounts}
    for key, row in lots.items():
        head, behind = (row.fact.number, row.fact.name, row.fact.item), (row.sure.label, row.because)
        if key not in sent:
            yield (*head, Decimal(0), row.fact.unit, *([None] * 7), *behind)
        for _, account, quantity, unit, shipped_at, ship_from, reference, carrier in sent.get(key, ()):
            yield (
                *head, quantity.normalize(), unit, shipped_at, ship_from, *accounts[account], reference, carrier,
                *behind,
            )  # fmt: skip


def lot_rows(scope: Scope) -> Iterator[tuple[Cell, ...]]:
    """Every lot, those that are excluded too, with its reason."""
    for row in scope.rows:
        fact = row.fact
        kind = "Packaged lot" if fact.is_packaged else fact.kind.replace("_", " ").capitalize()
        moved = (fact.held, fact.on_hand, fact.shipped, fact.returned, fact.unaccounted)
        yield (
            fact.number or "(no number)", kind, fact.item, fact.name, row.sure.label, row.because,
            "; ".join(row.path), fact.supplier, fact.supplier_lot, fact.day, fact.state, fact.made, fact.unit,
            *(moved if fact.is_packaged else [None] * 5), fact.sponsor,
        )  # fmt: skip


def step_rows(scope: Scope) -> Iterator[tuple[Cell, ...]]:
    """Every step between lots that the reader sees, and what it lacks to prove anything."""
    for edge in scope.edges:
        ends = [scope.by_id[key].fact.number if key in scope.by_id else None for key in (edge.parent, edge.child)]
        if None not in ends:
            how = edge.shared or EdgeKind(edge.kind).label
            day = edge.happened_on if isinstance(edge.happened_on, date) else None
            yield (*ends, how, edge.quantity, edge.unit, day, edge.source, scope.wanting.get(edge, ""))


def summary_rows(scope: Scope) -> Iterator[tuple[str, Cell]]:
    """What the scope is of, and what it cannot show."""
    counts = {sure.label: len(scope.of(sure)) for sure in Sure}
    yield "Asked", "; ".join(f"{name}: {value}" for name, value in scope.question.as_json().items())
    yield "As recorded by", scope.known_at or "now"
    yield from ((f"{label} lots", count) for label, count in counts.items())
    yield "Direct accounts", len(scope.accounts)
    yield "Lots of other customers", scope.hidden.lots
    yield "Lots of material used for others alone", scope.hidden.materials
    yield "Accounts of other customers", scope.hidden.customers
    yield "Circles", "; ".join(" → ".join(loop) for loop in scope.circles) or "none"
    yield "This is", "a sortable format that customers ask for, not a statement that 21 CFR part 1 subpart S applies"
