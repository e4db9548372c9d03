"""The next lot's blank pack begins with the static parts of the last attested one of the same product."""

from typing import Any

from evidence.queries import last_of_product
from kernel import scope
from tests.evidence.actions.test_review import attest
from tests.evidence.scene import Scene
from tests.factories.keys import keyed
from tests.factories.packs import complete_pack


def prefilled_by_api(scene: Scene) -> dict[str, Any]:
    answer = keyed(scene.world, "clerk@keystone.example").get(f"/api/v1/lots/{scene.lot.pk}/prefilled/")
    assert answer.status_code == 200, answer.content
    return dict(answer.json())


def test_only_an_attested_pack_of_another_lot_is_carried_over(scene: Scene) -> None:
    following = Scene(scene.shop, "MG2603-115")
    pack = scene.submit().pack
    with scope.opened(scene.world.clerk):
        assert last_of_product(following.lot) is None  # nobody vouches for it yet
    attest(scene, pack)
    with scope.opened(scene.world.clerk):
        assert last_of_product(scene.lot) is None
        last = last_of_product(following.lot)
        assert last is not None
        assert last.materials.component_lots == complete_pack().materials.component_lots
        assert last.laboratory.samples == ()
    begun = prefilled_by_api(following)
    suppliers = {row["component"]: row.get("supplier") for row in begun["materials"]["component_lots"]}
    assert suppliers == {row.component: row.supplier for row in last.materials.component_lots}
    assert {row["number"] for row in begun["materials"]["component_lots"]} == {""}
    assert "value" not in begun["laboratory"]["results"][0]


def test_what_another_sponsors_pack_says_is_never_carried(scene: Scene) -> None:
    following = Scene(scene.shop, "MG2603-115")
    attest(scene, scene.submit().pack)
    with scope.opened(scene.world.other_sponsor):
        assert last_of_product(following.lot) is None
