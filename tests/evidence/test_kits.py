"""The kit of a lot: what the platform knows, for the manufacturer alone."""

from dataclasses import fields

import pytest

from evidence.kits import kit_for
from evidence.known_lots import known_lot, lot_for_evidence
from evidence.pack.kit import Kit, fingerprint, read_kit
from evidence.pack.rules import Context
from kernel import scope
from kernel.errors import Forbidden
from tests.evidence.scene import SUBMITTED, Scene, stated
from tests.factories.browsers import browser
from tests.factories.keys import keyed
from tests.factories.packs import with_row


def kit_of(scene: Scene) -> Kit:
    with scope.opened(scene.world.clerk):
        return kit_for(lot_for_evidence(scene.lot.pk), by=scene.world.clerk, at=SUBMITTED)


def test_a_kit_holds_master_record_limits_label_and_clauses(scene: Scene) -> None:
    kit = kit_of(scene)
    with scope.opened(scene.world.clerk):
        assert kit.known == known_lot(lot_for_evidence(scene.lot.pk))
    assert (kit.lot, kit.rules, kit.made_at) == (str(scene.lot.pk), fingerprint(), SUBMITTED)
    assert kit.facts.baseline.master_record.number == kit.known.master_record_number
    assert kit.facts.baseline.label.number == kit.known.label_number
    assert {"evidence", "release_pattern"} <= {clause.kind for clause in kit.clauses}
    assert set(type(kit.facts).model_fields) == {f.name for f in fields(Context)} - {"pack"}


def test_a_kit_survives_its_json(scene: Scene) -> None:
    kit = kit_of(scene)
    assert read_kit(kit.model_dump_json().encode(), file="kit.json") == kit


def test_it_knows_other_lots_their_consumption_and_earlier_documents(scene: Scene) -> None:
    other = Scene(scene.shop, "MG2603-115")
    other.submit(
        with_row(stated(lot_number=other.number), "batch_record.lots", {"number": "MG2603-114"}, number="MG2603-115")
    )
    scene.submit()
    kit = kit_of(scene)
    assert kit.facts.other_lot_numbers == frozenset({"MG2603-115"})
    used = {(row.number, row.component) for row in kit.used_elsewhere}
    assert ("C-26-0412", "MGBG-20") in used
    context = kit.context(stated())
    assert context.other_packs_balances["C-26-0412"] == next(
        row.quantity for row in kit.used_elsewhere if row.number == "C-26-0412"
    )
    assert set(kit.files) == {document.name for document in stated().documents}


def test_only_who_hands_evidence_over_gets_it(scene: Scene) -> None:
    with scope.opened(scene.world.reviewer), pytest.raises(Forbidden, match="download the kit"):
        kit_for(lot_for_evidence(scene.lot.pk), by=scene.world.reviewer, at=SUBMITTED)


def test_page_and_api_give_the_kit(scene: Scene) -> None:
    page = browser(scene.world, "clerk@keystone.example").get(f"/lots/{scene.lot.pk}/hand-over/kit/")
    answer = keyed(scene.world, "clerk@keystone.example").get(f"/api/v1/lots/{scene.lot.pk}/kit/")
    assert (page.status_code, answer.status_code) == (200, 200)
    assert page["Content-Disposition"] == 'attachment; filename="kit MG2603-114.json"'
    kits = [read_kit(content, file="kit.json") for content in (page.content, answer.content)]
    assert kits[0].model_copy(update={"made_at": SUBMITTED}) == kits[1].model_copy(update={"made_at": SUBMITTED})
