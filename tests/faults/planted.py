"""Many lots with an open gate, planted in bulk for races: the facts behind them are not the point here."""

from datetime import UTC, date, datetime
from decimal import Decimal
from hashlib import md5
from uuid import UUID

from django.db import transaction

from kernel import scope
from kernel.history import acting
from lots.models import Lot, LotGate
from masters.models import Product
from tests.databases import owner_connection
from tests.factories.world import World
from traceability.models import Consignee

AT = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
RELEASED = Decimal(100)
_PERMITS = """
INSERT INTO release_shippermit (id, partnership_id, sponsor_id, lot_id, consignee_id, consignee_name, quantity, unit,
    token, jws, state, issued_by_id, issued_at, expires_at, revoked_reason)
SELECT md5(l.id::text || n)::uuid, l.partnership_id, l.sponsor_id, l.id, %(consignee)s::uuid, '', %(quantity)s,
    l.unit, l.id::text || n, '', 'live', %(by)s::uuid, %(at)s, clock_timestamp() + interval '1 day', ''
FROM lots_lot l, unnest(%(seeds)s::int[]) n WHERE l.number LIKE 'KB-%%'
"""


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


def permits(world: World, consignee: Consignee, quantity: Decimal, seeds: list[int], *, name: str) -> None:
    """A permit a lot and seed, its key made of both. As owner, past the count of what the gate holds: so that only the
    shipment's own trigger stands between two shippers.
    """
    connection = owner_connection(name)
    try:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE release_shippermit DISABLE TRIGGER USER")
            given = {"consignee": str(consignee.pk), "quantity": quantity, "by": str(world.clerk.person_id), "at": AT}
            cursor.execute(_PERMITS, {**given, "seeds": seeds})
            cursor.execute("ALTER TABLE release_shippermit ENABLE TRIGGER USER")
    finally:
        connection.close()


def permit_key(lot_id: UUID, seed: int) -> UUID:
    """The key of the permit that `permits` made."""
    return UUID(md5(f"{lot_id}{seed}".encode(), usedforsecurity=False).hexdigest())
