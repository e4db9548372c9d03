"""Before a new version is stored every difference is listed and gets its reason; the sponsor reads it beside each."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from evidence.explaining import field_name
from evidence.models import ChangeReason, Pack
from kernel import scope
from tests.evidence.scene import Scene, stated
from tests.evidence.upload import book, page, upload
from tests.factories.browsers import browser
from tests.factories.packs import with_row

RESULTS = "laboratory.results"
LEAD = next(f"{row.number}, LEAD" for row in stated().laboratory.results if row.test == "LEAD")


def corrected(scene: Scene) -> list[SimpleUploadedFile]:
    """Two results and one step differ."""
    pack = with_row(stated(), RESULTS, {"test": "LEAD"}, value="0.09", conditions="at 20 °C")
    pack = with_row(pack, "batch_record.yields", {"phase": "Packaging"}, actual="4961")
    return [SimpleUploadedFile("pack.xlsx", book(scene, pack))]


def latest(scene: Scene) -> Pack:
    with scope.opened(scene.world.clerk):
        return Pack.objects.filter(lot=scene.lot).latest("version")


def again(client: Client, scene: Scene, asked: Any, **reasons: str) -> Any:
    """The reasons' form as the browser sends it: no file is chosen anew."""
    return client.post(page(scene), {"uploaded": asked.context["uploaded"], "reason": "corrected", **reasons})


def test_each_difference_gets_its_reason_before_anything_is_stored(scene: Scene) -> None:
    scene.submit()
    clerk = browser(scene.world, "clerk@keystone.example")
    asked = upload(clerk, scene, corrected(scene), reason="corrected")
    assert (asked.status_code, asked.context["change_count"], latest(scene).version) == (200, 3, 1)
    assert asked.context["for_all"].value == "corrected"
    value = {field_name(RESULTS, LEAD, "value"): "misread", field_name("batch_record.yields"): "counted again"}
    missing = again(clerk, scene, asked, **value)
    assert (missing.context["left"], latest(scene).version) == (1, 1)
    assert 'value="misread"' in missing.content.decode()
    assert "1 of 3 changes still without a reason. What you typed is kept." in missing.content.decode()
    taken = again(clerk, scene, missing, **value, **{field_name(RESULTS, LEAD): "see page 4"})
    assert (taken.status_code, latest(scene).version) == (302, 2)
    with scope.opened(scene.world.reviewer):
        rows = ChangeReason.objects.order_by("section", "field").values_list("section", "row", "field", "reason")
        assert list(rows) == [
            ("batch_record.yields", "", "", "counted again"),
            (RESULTS, LEAD, "", "see page 4"),
            (RESULTS, LEAD, "value", "misread"),
        ]


def test_the_sponsor_reads_the_reason_beside_each_difference(scene: Scene) -> None:
    scene.submit()
    clerk = browser(scene.world, "clerk@keystone.example")
    asked = upload(clerk, scene, corrected(scene), reason="corrected")
    said = {field_name(): "corrected", field_name(RESULTS, LEAD, "value"): "misread"}
    assert again(clerk, scene, asked, **said).status_code == 302
    where = f"/evidence/packs/{latest(scene).pk}/changes/"
    reviewer = browser(scene.world, "qa@alderpine.example")
    with CaptureQueriesContext(connection) as few:
        shown = reviewer.get(where)
    fields = [(f.name, f.reason) for g in shown.context["groups"] for c in g.changes for f in c.fields]
    assert sorted(fields) == [("actual", "corrected"), ("conditions", "corrected"), ("value", "misread")]
    assert len(few) < 40
    assert browser(scene.world, "qa@bluemesa.example").get(where).status_code == 404


def test_the_first_version_and_the_same_again_are_not_asked(scene: Scene) -> None:
    clerk = browser(scene.world, "clerk@keystone.example")
    scene.submit()
    first = [SimpleUploadedFile("pack.xlsx", book(scene))]
    assert upload(clerk, scene, first, reason="sent again").status_code == 302
    assert latest(scene).version == 1
