"""Whole lots released together with other records."""

import pytest

from kernel import scope
from lots.models import Lot
from records.models import Signature
from tests.factories.signing import as_typed
from tests.factories.walked import Shop, accept, make_lot, release_by_cmo, reload
from tests.factories.world import World
from tests.workspace.visiting import visitor


@pytest.mark.lot(until="pack_pending")
def test_two_lots_are_released_whole_with_one_proof(world: World, shop: Shop, lot: Lot) -> None:
    lots = [lot, make_lot(shop, "KB-2", until="pack_pending")]
    for one in lots:
        release_by_cmo(shop, one)
        accept(shop, one)
    client = visitor(world.head)
    listed = client.get("/signing/").content.decode()
    assert listed.count("Release the whole lot") == 4  # the step, and the box's own name
    address = "/signing/sign/?" + "&".join(f"record=lot.release.{one.pk}" for one in lots)
    assert client.post(address, as_typed(client.get(address))).headers["Location"] == "/signing/"
    assert [(reload(one).state, reload(one).gate.ok) for one in lots] == [("released", True)] * 2
    with scope.opened(world.head):
        made = Signature.objects.filter(subject_id__in=[one.pk for one in lots], meaning="released", role="SQH")
        assert len({row.challenge_id for row in made}) == 1
        assert made.count() == 2
    assert "Nothing waits for your signature" in visitor(world.reviewer).get("/signing/").content.decode()
