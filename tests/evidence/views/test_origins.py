"""Where a value comes from stands beside it: in the pack's data, on the reviewer's desk, in the lot's dossier."""

import pytest
from django.test import Client

from evidence.actions.drafts import confirm_result
from evidence.known_lots import known_lot
from evidence.models import RuleVerdict
from evidence.pack.format import Document
from evidence.pack.known import prefilled
from evidence.presentation.review import desk_of
from evidence.presentation.verdicts import shown
from evidence.queries import verdicts_of
from kernel import scope
from tests.evidence.actions.test_drafts import AT, take, typed
from tests.evidence.scene import Scene, stated
from tests.factories.browsers import browser
from tests.factories.certificates import LEAD, certificate
from tests.factories.packs import with_row


@pytest.fixture
def clerk(scene: Scene) -> Client:
    return browser(scene.world, "clerk@keystone.example")


def test_the_pack_s_pages_show_where_a_value_comes_from(scene: Scene, clerk: Client) -> None:
    typed_one = typed(scene, value="0.62")
    with scope.opened(scene.world.cmo_qa):
        confirm_result(draft_id=typed_one.pk, by=scene.world.cmo_qa, at=AT)
    pack = with_row(stated(), "laboratory.results", {"test": "LEAD"}, value="0.62", unit="ppm", document="coa.pdf")
    documents = (*pack.documents, Document(name="coa.pdf", category="laboratory", sha256=typed_one.file.sha256))
    submitted = scene.submit(pack.model_copy(update={"documents": documents})).pack
    section = clerk.get(f"/evidence/packs/{submitted.pk}/data/laboratory.results/")
    assert [draft.pk for _, draft in section.context["origins"]] == [typed_one.pk]
    words = ("Typed beside the document", "coa.pdf", "page 3", "Carla Diaz", "compared by Quentin Abbot", "SHA-256")
    assert [word for word in words if word not in section.content.decode()] == []
    assert clerk.get(f"/evidence/packs/{submitted.pk}/data/laboratory.samples/").context["origins"] == []
    with scope.opened(scene.world.reviewer):
        verdict = RuleVerdict.objects.get(pack=submitted, rule="R305", outcome="needs_event")
        desk = desk_of(submitted, shown(verdicts_of(submitted).get(pk=verdict.pk)))
    assert desk.origin is not None
    assert (desk.origin.pk, desk.source.page if desk.source else 0) == (typed_one.pk, 3)
    dossier = clerk.get(f"/lots/{scene.lot.pk}/")
    (fact,) = [fact for fact in dossier.context["results"] if fact.origin]
    assert fact.origin.startswith("Typed beside the document: coa.pdf, page 3 (SHA-256 ")
    assert fact.origin.endswith("compared by Quentin Abbot, 2026-03-24 15:00 UTC")


def test_a_supplier_s_value_is_traced_in_the_materials(scene: Scene, clerk: Client) -> None:
    take(scene, "coa RM.json", certificate("OR-88213", LEAD), component="RICE-FL", component_lot="RM-2602-019")
    with scope.opened(scene.world.clerk):
        known = prefilled(known_lot(scene.lot)).materials
    pack = stated()
    given = {
        "certificate_results": (*pack.materials.certificate_results, *known.certificate_results),
        "component_lots": (*pack.materials.component_lots, *known.component_lots),
    }
    submitted = scene.submit(pack.model_copy(update={"materials": pack.materials.model_copy(update=given)})).pack
    section = clerk.get(f"/evidence/packs/{submitted.pk}/data/materials.certificate_results/")
    assert [position for position, _ in section.context["origins"]] == [len(given["certificate_results"])]
    words = ("Read from the certificate (JSON)", "coa RM.json", "inspection 1", "Carla Diaz", "SHA-256")
    assert [word for word in words if word not in section.content.decode()] == []
