"""A supplier's certificate goes to the pack's materials, each value with file, place, who, when and how."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from evidence.actions.drafts import confirm_result, discard_result, enter_result
from evidence.drafts import CERTIFICATES, origins_of, ready_drafts
from evidence.imports import dry_run
from evidence.known_lots import known_lot
from evidence.models import DraftResult
from evidence.pack import workbook
from evidence.pack.format import CertificateResult
from evidence.pack.known import prefilled
from evidence.pack.reading import from_workbook
from evidence.rules import check_certified
from kernel import scope
from kernel.errors import Refused
from kernel.history import acting
from tests.evidence.actions.test_drafts import AT, CSV, incoming, nothing_is_stored, profile, take, typed
from tests.evidence.scene import Scene, pdf, stated
from tests.factories.certificates import LEAD, attachment, certificate

RICE = {"component": "RICE-FL", "component_lot": "RM-2602-019"}
COA = "coa RM-2602-019.json"


def test_its_results_go_to_the_materials_of_the_next_pack(scene: Scene) -> None:
    data = certificate("OR-88213", LEAD, attachments=[attachment("report.pdf", pdf("report"))])
    (draft,) = take(scene, COA, data, **RICE)
    assert (draft.component, draft.component_lot, draft.place, draft.state) == (*RICE.values(), "inspection 1", "ready")
    assert draft.data["sample_lot"] == "OR-88213"
    with scope.opened(scene.world.clerk):
        known = known_lot(scene.lot)
    pack = prefilled(known)
    assert [row.document for row in pack.laboratory.results if row.document] == []
    (lot,) = pack.materials.component_lots
    assert (lot.number, lot.component, lot.certificate) == ("RM-2602-019", "RICE-FL", COA)
    (row,) = pack.materials.certificate_results
    expected = {"component_lot": "RM-2602-019", "attribute": "LEAD", "method": "AM-411", "limit": "NMT 0.5",
                "value": "0.08", "unit": "mg/kg"}  # fmt: skip
    assert row == CertificateResult.model_validate(expected)
    assert {(document.name, document.category) for document in pack.documents} == {
        (COA, "materials"),
        ("report.pdf", "materials"),
    }
    assert from_workbook(workbook.blank(known)) == pack


def test_the_pack_s_rows_are_traced_to_the_certificate(scene: Scene) -> None:
    take(scene, COA, certificate("OR-88213", LEAD, LEAD | {"PropertyId": "ZINC", "Value": "1"}), **RICE)
    own = take(scene, "own.json", certificate(scene.number))
    with scope.opened(scene.world.clerk):
        known = prefilled(known_lot(scene.lot)).materials
        drafts = {draft.data["test"]: draft.pk for draft in ready_drafts(scene.lot.pk) if draft.component_lot}
    pack = stated()
    materials = pack.materials.model_copy(
        update={
            "certificate_results": (*pack.materials.certificate_results, *known.certificate_results),
            "component_lots": (*pack.materials.component_lots, *known.component_lots),
        }
    )
    pack = pack.model_copy(update={"materials": materials})
    submitted = scene.submit(pack, at=AT + timedelta(days=1)).pack
    first = len(pack.materials.certificate_results) - 1
    with scope.opened(scene.world.reviewer):
        found = origins_of(submitted, section=CERTIFICATES)
        assert {position: draft.pk for position, draft in found.items()} == {
            first: drafts["LEAD"],
            first + 1: drafts["ZINC"],
        }
        assert origins_of(submitted) == {}  # the own certificate's value is not in this pack
    assert own[0].component_lot == ""


def test_a_figure_that_was_changed_or_of_another_file_has_no_origin(scene: Scene) -> None:
    take(scene, COA, certificate("OR-88213", LEAD), **RICE)
    with scope.opened(scene.world.clerk):
        known = prefilled(known_lot(scene.lot)).materials
    row = known.certificate_results[0]
    for lots, rows in (
        ([known.component_lots[0].model_copy(update={"certificate": "other.pdf"})], [row]),
        ([known.component_lots[0]], [row.model_copy(update={"attribute": "CADMIUM"})]),
    ):
        pack = stated()
        materials = pack.materials.model_copy(
            update={
                "certificate_results": (*pack.materials.certificate_results, *rows),
                "component_lots": (*pack.materials.component_lots, *lots),
            }
        )
        submitted = scene.submit(pack.model_copy(update={"materials": materials}), reason="another").pack
        with scope.opened(scene.world.clerk):
            assert origins_of(submitted, section=CERTIFICATES) == {}


def test_the_dry_run_says_where_it_goes_and_judges_by_the_own_limit(scene: Scene) -> None:
    bad = LEAD | {"Value": "0.6"}
    silent = {name: value for name, value in LEAD.items() if name != "Maximum"}
    data = certificate("OR-88213", LEAD, bad, silent)
    with scope.opened(scene.world.clerk):
        certified = check_certified(scene.lot, RICE["component_lot"], RICE["component"])
        found = dry_run(incoming(COA, data), scene.lot, None, certified).answers
    assert [(row.badge, row.tone, row.is_critical) for row in found] == [
        ("Conforms", "good", True),
        ("Out of specification", "bad", True),
        ("Not decided", "wait", True),
    ]
    assert found[0].sentence == (
        "For the materials: RICE-FL, lot RM-2602-019. Meets the certificate's own limit. "
        "It names lot OR-88213: see that it is the supplier's number of it."
    )
    assert nothing_is_stored(scene)


def test_a_table_is_read_for_the_component_lot(scene: Scene) -> None:
    key = profile(scene).pk
    data = CSV.replace(b"MG2603-113", b"RM-2602-019")
    (draft,) = take(scene, "results.csv", data, profile_id=key, **RICE)
    assert (draft.place, draft.data["value"], draft.component_lot) == ("row 3, cell B3", "0.4", "RM-2602-019")


@pytest.mark.parametrize(
    ("of", "words"),
    [
        ({"component": "RICE-FL"}, "A supplier's certificate is of one lot of one component."),
        ({"component_lot": "RM-2602-019"}, "A supplier's certificate is of one lot of one component."),
        ({"component": "GLITTER", "component_lot": "G-1"}, "The master record of this lot has no such component."),
        ({"component": "RICE-FL", "component_lot": "R" * 65}, "Name the component and its lot number, of at most 64"),
    ],
)
def test_of_nothing_known_nothing_is_taken(scene: Scene, of: dict[str, str], words: str) -> None:
    with pytest.raises(Refused, match=words):
        take(scene, COA, certificate("OR-88213", LEAD), **of)
    assert nothing_is_stored(scene)


def test_the_same_file_is_taken_once_for_a_component_lot(scene: Scene) -> None:
    data = certificate("OR-88213", LEAD)
    take(scene, COA, data, **RICE)
    with pytest.raises(Refused, match="The results of this very file were taken by"):
        take(scene, COA, data, **RICE)
    assert take(scene, COA, data, component="RICE-FL", component_lot="RM-2602-020")


def test_a_component_lot_is_of_one_component(scene: Scene) -> None:
    data = certificate("OR-88213", LEAD)
    (draft,) = take(scene, COA, data, **RICE)
    other = {"component": "SIO2", "component_lot": RICE["component_lot"]}
    with pytest.raises(Refused, match="RM-2602-019 is a lot of RICE-FL by what was taken before"):
        take(scene, "other.json", data + b" ", **other)
    by = scene.world.clerk
    with scope.opened(by):
        discard_result(draft_id=draft.pk, reason="of another component", by=by, at=AT)
    assert take(scene, "other.json", data + b" ", **other)[0].component == "SIO2"


def test_what_is_typed_of_a_supplier_waits_for_a_second_person(scene: Scene) -> None:
    document = typed(scene).file_id
    by, given = scene.world.clerk, {"test": "MOISTURE", "value": "4.1", "unit": "%", "limit": "NMT 6 %"}
    with scope.opened(by):
        draft = enter_result(lot_id=scene.lot.pk, file_id=document, page=2, given=given, by=by, at=AT, **RICE)
        assert (draft.state, draft.page, draft.component_lot) == ("to_confirm", 2, "RM-2602-019")
        assert known_lot(scene.lot).certificates == ()
        with pytest.raises(Refused, match="another person must compare it"):
            confirm_result(draft_id=draft.pk, by=by, at=AT)
    with scope.opened(scene.world.cmo_qa):
        confirm_result(draft_id=draft.pk, by=scene.world.cmo_qa, at=AT)
        (known,) = known_lot(scene.lot).certificates
    assert (known.component_lot, known.document, [row.attribute for row in known.results]) == (
        "RM-2602-019",
        "coa.pdf",
        ["MOISTURE"],
    )


def test_the_database_keeps_component_and_lot_together(scene: Scene) -> None:
    (draft,) = take(scene, COA, certificate("OR-88213", LEAD), **RICE)
    by = scene.world.clerk
    broken = pytest.raises(IntegrityError, match="draft_component_with_lot")
    with scope.opened(by), broken, transaction.atomic(), acting(by=by, reason="half", at=AT):
        DraftResult.objects.filter(pk=draft.pk).update(component="")
