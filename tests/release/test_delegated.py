"""Separation of duties across a delegation: what was signed on my authority is mine when I act myself (111.12(b))."""

from datetime import timedelta
from typing import Any

import pytest

from evidence.models import Pack
from kernel import scope
from kernel.errors import Refused
from kernel.scope import Actor
from lots.models import Lot
from release.actions import decide_as_cmo, decide_as_sponsor
from release.states import Stage
from tests.factories.agreed_clauses import HEADINGS, clauses
from tests.factories.lending import lend
from tests.factories.walked import (
    AT,
    Shop,
    accept_as,
    attest,
    colleague,
    make_lot,
    make_shop,
    plant_pack,
    reload,
    signing,
)
from tests.factories.world import World

LATER = AT + timedelta(days=3)
TWO_RELEASERS = next(clause for clause in HEADINGS if clause.kind == "quality_unit")


def release_as(by: Actor, lot: Lot, stage: str) -> Any:
    with scope.opened(by):
        given = signing(by, lot, stage, LATER)
        if stage == Stage.SPONSOR:
            return decide_as_sponsor(lot_id=lot.pk, signing=given, by=by, reason="", at=LATER)
        return decide_as_cmo(lot_id=lot.pk, stage=stage, signing=given, by=by, reason="", at=LATER)


@pytest.fixture
def plant(world: World) -> Shop:
    """The agreement wants two releasers."""
    return make_shop(world, stated=[*clauses(), TWO_RELEASERS])


def attested(plant: Shop) -> Lot:
    lot = make_lot(plant, "KB-1", until="completed")
    attest(plant, plant_pack(plant, lot), at=AT + timedelta(days=2))
    return lot


def test_who_lent_the_release_of_the_batch_does_not_release_the_packaged_lot(world: World, plant: Shop) -> None:
    lot, keystone = attested(plant), world.keystone
    deputy = colleague(world, "deputy@keystone.example", "Dora Lind", keystone, ["COP"])
    other = colleague(world, "second@keystone.example", "Omar Diaz", keystone, ["CQC"])
    batch = release_as(lend(world.cmo_qa, deputy, ["release"], ["released"], AT), lot, Stage.BATCH)
    assert (batch.signature.signer_id, batch.signature.delegator_id) == (deputy.person_id, world.cmo_qa.person_id)
    with pytest.raises(Refused, match=r"^The batch was released on your authority\.") as refused:
        release_as(world.cmo_qa, lot, Stage.PACKAGED_LOT)
    assert refused.value.clause == "QA-ALD-KEY-01 v2 cl. 2.1"
    assert release_as(other, lot, Stage.PACKAGED_LOT).decision == "release"


def test_who_lent_the_acceptance_of_the_pack_does_not_sign_the_disposition(world: World, plant: Shop) -> None:
    lot, alder = attested(plant), world.alder
    release_by_other(plant, lot)
    clerk = colleague(world, "clerk@alderpine.example", "Nina Roth", alder, ["SRM"])
    other = colleague(world, "second@alderpine.example", "Omar Diaz", alder, ["SQH"])
    with scope.opened(world.reviewer):
        pack = Pack.objects.get(lot=lot)
    by = lend(world.head, clerk, ["evidence"], ["approved"], AT)
    with scope.opened(by):
        accept_as(by, pack, at=LATER)
    with pytest.raises(Refused, match="another person must sign the disposition"):
        release_as(world.head, lot, Stage.SPONSOR)
    release_as(other, lot, Stage.SPONSOR)
    assert reload(lot).state == "released"


def release_by_other(plant: Shop, lot: Lot) -> None:
    """Batch and packaged lot, by two."""
    other = colleague(plant.world, "third@keystone.example", "Pia Holm", plant.world.keystone, ["CQC"])
    release_as(plant.world.cmo_qa, lot, Stage.BATCH)
    release_as(other, lot, Stage.PACKAGED_LOT)
