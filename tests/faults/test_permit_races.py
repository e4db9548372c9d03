"""A permit is spent once, whoever else spends it at the same moment: in the database, not only in Python.

The control has neither the trigger that spends nor the key that lets a shipment have a permit to itself (as owner, in a
clone), and must fail.
"""

import random
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from kernel import scope
from kernel.history import acting
from release.models import ShipPermit
from release.states import PermitState
from tests.databases import as_owner
from tests.factories.world import World, make_world
from tests.faults.planted import AT, open_lots, permit_key, permits
from tests.faults.racing import collide, think
from tests.faults.test_gate_races import CONTROL_TRIALS, MOST, TRIALS
from traceability.models import Consignee, Shipment

SPENDING_TRIALS = max(TRIALS // 4, 1)
QUANTITY = Decimal(40)
"""Twice of it is less than the gate holds: only the permit stands in the way."""

pytestmark = pytest.mark.faults


@pytest.fixture
def raced(committed_database: str) -> World:
    return make_world()


def _spend(world: World, consignee: Consignee, seed: int) -> Any:
    """Look, think, ship on the lot's one permit. Answers whether the shipment was committed."""
    rng = random.Random(seed)  # noqa: S311 - a repeatable race, no secret

    def attempt(lot_id: UUID) -> bool:
        try:
            with scope.opened(world.clerk), transaction.atomic(), acting(by=world.clerk, reason="race", at=AT):
                permit = ShipPermit.objects.get(pk=permit_key(lot_id, 1))
                if permit.state != PermitState.LIVE:
                    return False
                think(rng)
                Shipment.objects.create(
                    partnership=world.alder_keystone, sponsor=world.alder, lot_id=lot_id, consignee=consignee,
                    quantity=QUANTITY, unit="bottle", shipped_at=AT, ship_from="Keystone Plant 1",
                    reference=f"PO-{lot_id}-{seed}", shipped_by_id=world.clerk.person_id, decision={},
                    permit_id=permit.pk,
                )  # fmt: skip
        except IntegrityError as error:
            assert "no live permit" in str(error)  # noqa: PT017 - any other error is a defect of the race
            return False
        return True

    return attempt


def _spent_twice(world: World, trials: int, database: str) -> int:
    lots, consignee = open_lots(world, trials)
    permits(world, consignee, QUANTITY, [1], name=database)
    answers = collide(_spend(world, consignee, 1), _spend(world, consignee, 2), [lot.pk for lot in lots])
    assert all(a or b for a, b in answers)
    return sum(1 for a, b in answers if a and b)


def test_of_two_who_spend_one_permit_exactly_one_ships(raced: World, committed_database: str) -> None:
    assert _spent_twice(raced, SPENDING_TRIALS, committed_database) == 0


def test_without_the_guards_both_ship(raced: World, committed_database: str) -> None:
    trigger = _named("pg_trigger", "tgname", "tgrelid", "%pay_the_gate%", committed_database)
    as_owner(f'DROP TRIGGER "{trigger}" ON traceability_shipment', name=committed_database)
    key = _named("pg_constraint", "conname", "conrelid", "%permit_id%key", committed_database)
    as_owner(f'ALTER TABLE traceability_shipment DROP CONSTRAINT "{key}"', name=committed_database)
    assert _spent_twice(raced, CONTROL_TRIALS, committed_database) >= CONTROL_TRIALS * MOST


def _named(catalog: str, column: str, owner: str, like: str, database: str) -> str:
    found = as_owner(
        f"SELECT {column} FROM {catalog} WHERE {owner} = 'traceability_shipment'::regclass "  # noqa: S608 - ours
        f"AND {column} LIKE '{like.replace('%', '%%')}'",
        name=database,
    )
    assert len(found) == 1
    return str(found[0][0])
