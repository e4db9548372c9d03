"""A manufacturer's materials and packaged lots, entered and linked through the real actions."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from kernel import scope
from kernel.scope import Actor
from lots.actions import enter_material, link_lots
from lots.genealogy import StatedEdge
from lots.models import ComponentLot, Edge, Lot
from lots.queries.genealogy import reached
from tests.factories.world import World
from tests.lots.rows import lots_of, product_of

AT = datetime(2026, 3, 10, 14, 0, tzinfo=UTC)


class Works:
    """Keystone's materials, and packaged lots of two of its customers."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.by = world.clerk
        self.keystone = world.keystone.pk
        self.products: dict[UUID, Any] = {}

    def material(self, number: str, **given: Any) -> ComponentLot:
        told = {
            "kind": "received", "item_code": "MG-OX", "item_name": "Magnesium oxide", "quantity": Decimal(100),
            "unit": "kg", "made_on": date(2026, 3, 1), "supplier": "Dead Sea Works", "supplier_lot": f"S-{number}",
        }  # fmt: skip
        with scope.opened(self.by):
            return enter_material(
                organisation_id=self.keystone, number=number, by=self.by, reason="", at=AT, **(told | given)
            )

    def lots(self, pair: Any, *numbers: str) -> list[Lot]:
        if pair.pk not in self.products:
            self.products[pair.pk] = product_of(pair)
        return lots_of(self.world, self.products[pair.pk], numbers)

    def link(self, *pairs: tuple[Any, Any], kind: str = "consumption", quantity: Decimal | None = Decimal(1),
             by: Actor | None = None, at: datetime = AT, **given: Any) -> list[Edge]:  # fmt: skip
        by = by or self.by
        edges = [StatedEdge(a.pk, b.pk, kind, quantity, "kg" if quantity else "") for a, b in pairs]
        with scope.opened(by):
            return link_lots(organisation_id=self.keystone, edges=edges, by=by, reason="", at=at, **given)

    def reached(self, by: Actor, *seeds: Any, forward: bool = True, known_at: datetime | None = None) -> set[UUID]:
        with scope.opened(by):
            return reached([seed.pk for seed in seeds], forward=forward, known_at=known_at)
