"""How long everything of a partnership is kept: by few lots, and exactly what all of them together would say."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import product
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agreements.actions import ClauseDraft
from kernel import scope
from kernel.history import acting
from lots.models import Lot
from records.retention import Retention
from tests.factories.agreed_clauses import clauses
from tests.factories.walked import AT, Shop, make_consignee, make_lot, make_shop
from tests.factories.world import World
from traceability.actions import ship
from workspace.queries.retention import retention_by_lot, retention_of_pair

KEEPS = ClauseDraft("8.3", "retention_exit", "Records at the end", {"hand_over_days": 20, "keep_years": 7})
NEAR, FAR = date(2026, 12, 31), date(2035, 1, 1)


@pytest.fixture
def plant(world: World) -> Shop:
    """Three lots: one left early, one late, one not at all; the agreement keeps records seven years past that."""
    plant = make_shop(world, stated=[*clauses(), KEEPS])
    consignee = make_consignee(plant)
    for number, days in (("KB-1", 8), ("KB-2", 30), ("KB-3", None)):
        lot = make_lot(plant, number, until="released")
        if days is not None:
            with scope.opened(world.clerk):
                ship(
                    lot_id=lot.pk, consignee_id=consignee.pk, quantity=Decimal(100), reference=f"PO-{number}",
                    ship_from="Dock 4", carrier="", by=world.clerk, reason="", at=AT + timedelta(days=days),
                )  # fmt: skip
    return plant


def change(world: World, number: str, **values: Any) -> None:
    by = scope.system(world.alder_keystone.pk)
    with scope.opened(by), acting(by=by, reason="as the test needs it", at=AT):
        Lot.objects.filter(number=number).update(**values)


def both(world: World) -> tuple[Retention, Retention]:
    """What the page says, and what every lot by itself would, the longest of them."""
    with scope.opened(world.head):
        each = list(retention_by_lot(list(Lot.objects.order_by("number"))).values())
        return retention_of_pair(world.alder_keystone.pk), max(each, key=lambda one: one.until or date.max)


def test_it_is_what_all_lots_together_say(world: World, plant: Shop) -> None:
    """Each lot dated near, dated far, or undated."""
    for dates in product((NEAR, FAR, None), repeat=3):
        for number, day in zip(("KB-1", "KB-2", "KB-3"), dates, strict=True):
            change(world, number, expires_on=day)
        found, longest = both(world)
        assert found.until == longest.until, dates
        assert found.why[0].sentence == longest.why[0].sentence, dates


def test_more_lots_cost_no_more_queries(world: World, plant: Shop) -> None:
    def asked() -> int:
        with scope.opened(world.head), CaptureQueriesContext(connection) as found:
            retention_of_pair(world.alder_keystone.pk)
        return len(found)

    before = asked()
    for number in range(4, 9):
        make_lot(plant, f"KB-{number}", until="completed")
    assert asked() == before
