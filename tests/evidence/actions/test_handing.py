"""Whose turn it is after a hand-over: clocks run, a later pack takes a lot back, genealogy is what is stated."""

from clocks.models import Clock
from evidence.models import Pack
from kernel import scope
from lots.models import ComponentLot, Consumption, Lot
from tests.evidence.actions.test_review import LATER, attest
from tests.evidence.scene import Scene, stated
from tests.factories.packs import added
from tests.factories.walked import accept, release_by_cmo, reload


def _clocks(scene: Scene) -> set[str]:
    with scope.opened(scene.world.clerk):
        return set(Clock.objects.filter(rule__startswith="evidence.").values_list("rule", flat=True))


def test_hand_off_and_review_have_their_clocks(scene: Scene) -> None:
    attest(scene, scene.submit().pack)
    assert _clocks(scene) == {"evidence.hand_off", "evidence.review"}


def test_a_new_pack_takes_the_lot_back_to_the_cmo(scene: Scene) -> None:
    attest(scene, scene.submit().pack)
    release_by_cmo(scene.shop, scene.lot, at=LATER)
    assert reload(scene.lot).state == "sponsor_review"
    corrected = added(stated(), "quality_events.events", number="D-9", kind="deviation", grade="minor")
    second = scene.submit(corrected, reason="one event was missing", at=LATER).pack
    assert second.version == 2
    assert reload(scene.lot).state == "pack_pending"


def test_an_attested_and_accepted_pack_stays_as_it_is(scene: Scene) -> None:
    pack = attest(scene, scene.submit().pack)
    release_by_cmo(scene.shop, scene.lot, at=LATER)
    assert accept(scene.shop, scene.lot, at=LATER).state == "accepted"
    with scope.opened(scene.world.clerk):
        assert Pack.objects.get(pk=pack.pk).state == "accepted"


def test_a_pack_without_component_lots_states_no_genealogy(scene: Scene) -> None:
    whole = stated()
    materials = whole.materials.model_copy(update={"component_lots": (), "consumption": ()})
    pack = scene.submit(whole.model_copy(update={"materials": materials})).pack
    assert pack.state == "incomplete"
    with scope.opened(scene.world.clerk):
        assert (ComponentLot.objects.count(), Consumption.objects.count()) == (0, 0)
        assert Lot.objects.get(pk=scene.lot.pk).state == "pack_pending"
