"""The block in which facts about lots change: in a transaction, once for all blocks inside, settled on leaving."""

import pytest
from django.db import transaction

from kernel import scope
from lots.actions.gates import changing, touch
from lots.models import Lot, LotGate
from release.actions.gates import resettle
from tests.databases import Cluster
from tests.factories.walked import Shop, make_lot
from tests.factories.world import make_world


def _gate(lot: Lot) -> tuple[bool, bool, int]:
    gate = LotGate.objects.get(lot_id=lot.pk)
    return gate.ok, gate.settled, gate.version


@pytest.mark.usefixtures("committed_database")
def test_it_needs_a_transaction_to_hold_its_locks() -> None:
    assert Cluster.current() != Cluster.home
    with scope.opened(make_world().clerk), pytest.raises(RuntimeError, match="needs an open transaction"):
        touch([])


@pytest.mark.lot(until="released")
def test_a_block_inside_a_block_settles_with_the_outer_one(shop: Shop, lot: Lot) -> None:
    first, second = lot, make_lot(shop, "KB-2", until="released")
    with scope.opened(shop.world.clerk), transaction.atomic():
        _, _, before = _gate(first)
        with changing([first.pk]):
            assert _gate(first) == (False, False, before + 1)
            with changing([second.pk]):
                assert _gate(second)[:2] == (False, False)
            assert _gate(second)[:2] == (False, False)
        assert _gate(first)[:2] == _gate(second)[:2] == (True, True)


@pytest.mark.lot(until="released")
def test_time_alone_settles_again(shop: Shop, lot: Lot) -> None:
    with scope.opened(shop.world.clerk), transaction.atomic():
        _, _, before = _gate(lot)
        resettle([lot.pk])
        ok, settled, version = _gate(lot)
    assert (ok, settled) == (True, True)
    assert version > before
