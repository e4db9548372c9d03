"""Keystone keeps its own countersigning key, and a day waits for it: a module's own copy of it."""

import pytest
from django.db import transaction

from kernel import scope
from kernel.scope import Actor
from lots.actions import place_hold
from records.actions import close_days, countersign_due, register_key
from records.models import DayHead
from tests.factories.days import FOURTH_DAY, PUBLIC
from tests.factories.sealed import THIRD_DAY, SealedTrail, seal_all
from tests.factories.walked import colleague


@pytest.fixture(scope="module")
def administrator(sealed_trail: SealedTrail) -> Actor:
    with transaction.atomic():
        world = sealed_trail.shop.world
        return colleague(world, "admin@keystone.example", "Ada Kemp", world.keystone, ["ADM"])


@pytest.fixture(scope="module")
def open_day(sealed_trail: SealedTrail, administrator: Actor) -> DayHead:
    """Keystone keeps its own key; a day of Alder & Pine waits for it."""
    by = sealed_trail.shop.world.reviewer
    with scope.opened(administrator):
        register_key(public_key=PUBLIC, by=administrator, reason="our own key", at=THIRD_DAY)
    with scope.opened(by):
        place_hold(lot_id=sealed_trail.lot.pk, by=by, reason="a second look", at=THIRD_DAY)
    seal_all(THIRD_DAY)
    (head,) = close_days(at=FOURTH_DAY)
    countersign_due(at=FOURTH_DAY)
    return head
