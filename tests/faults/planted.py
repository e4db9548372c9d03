"""Many lots with an open gate, planted in bulk for races: the facts behind them are not the point here."""

from datetime import UTC, date, datetime
from decimal import Decimal

from django.db import transaction

from kernel import scope
from kernel.history import acting
from lots.models import Lot, LotGate
from masters.models import Product
from tests.factories.world import World
from traceability.models import Consignee

AT = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
RELEASED = Decimal(100)


def open_lots(world: World, count: int) -> tuple[list[Lot], Consignee]:
    """`count` lots of Alder & Pine at Keystone whose gates hold 100 bottles each; commits."""
    pair = world.alder_keystone
    shared = {"partnership": pair, "sponsor": world.alder}
    system = scope.system(pair.pk)
    with scope.opened(system), transaction.atomic(), acting(by=system, reason="planted", at=AT):
        product = Product.objects.create(
            **shared, code="MG-120", name="Magnesium Glycinate 120 ct", group="minerals", dosage_form="capsule",
            shelf_life_months=24, gtin="00850012345672",
        )  # fmt: skip
        consignee = Consignee.objects.create(
            **shared,
            name="Harbor Health DC",
            kind="retailer",
            address="1 Dock St",
            contact="recall@harbor.example",
        )
        lots = Lot.objects.bulk_create(
            Lot(
                **shared, cmo=world.keystone, site=world.keystone_site, product=product, number=f"KB-{i:05}",
                quantity_planned=RELEASED, unit="bottle", created_at=AT, expires_on=date(2028, 3, 31),
            )
            for i in range(count)
        )  # fmt: skip
        LotGate.objects.bulk_create(
            LotGate(**shared, lot=lot, ok=True, settled=True, open_qty=RELEASED) for lot in lots
        )
    return lots, consignee
