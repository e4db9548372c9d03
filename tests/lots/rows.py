"""Many lots planted in bulk, for lists: numbers, products and moments that differ."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from kernel import scope
from kernel.history import acting
from lots.models import Lot, LotGate
from masters.models import Product
from parties.models import Partnership
from tests.factories.world import World

AT = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


def product_of(pair: Partnership, code: str = "MG-120", name: str = "Magnesium Glycinate 120 ct") -> Product:
    system = scope.system(pair.pk)
    with scope.opened(system), acting(by=system, reason="planted", at=AT):
        return Product.objects.create(
            partnership=pair, sponsor_id=pair.sponsor_id, code=code, name=name, group="minerals",
            dosage_form="capsule", shelf_life_months=24, gtin="00850012345672",
        )  # fmt: skip


def lots_of(world: World, product: Product, numbers: Iterable[str], *, minutes: int = 1) -> list[Lot]:
    """Planned lots of the product, each a minute younger than the one before it."""
    pair = product.partnership
    system = scope.system(pair.pk)
    with scope.opened(system), acting(by=system, reason="planted", at=AT):
        lots = Lot.objects.bulk_create(
            Lot(
                partnership=pair, sponsor_id=pair.sponsor_id, cmo_id=pair.cmo_id, site=world.keystone_site,
                product=product, number=number, quantity_planned=Decimal(5000), unit="bottle",
                created_at=AT + timedelta(minutes=minutes * place),
            )
            for place, number in enumerate(numbers)
        )  # fmt: skip
        LotGate.objects.bulk_create(LotGate(lot=lot, partnership=pair, sponsor_id=pair.sponsor_id) for lot in lots)
    return lots
