"""The contract over HTTP: schema, blank bundle, and a bundle handed over on the page and by the API."""

import io
import zipfile
from html import unescape

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from evidence.known_lots import known_lot
from evidence.models import Pack
from evidence.pack import bundle
from evidence.pack.format import Pack as StatedPack
from evidence.pack.format import json_schema
from evidence.pack.known import prefilled
from evidence.pack.reading import from_bundle
from evidence.queries import stated_pack
from kernel import scope
from tests.evidence.scene import Scene, stated
from tests.evidence.upload import book, documents, last_refusal, page, upload
from tests.factories.browsers import browser
from tests.factories.keys import keyed

CLERK = "clerk@keystone.example"
SCHEMA = "/api/v1/schemas/pack-1.json"


def zipped(scene: Scene, pack: StatedPack | None = None, name: str = "pack.zip") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, bundle.fill(pack or stated(lot_number=scene.number)), "application/zip")


def test_anybody_reads_the_schema_and_asks_again_for_nothing(db: None) -> None:
    answer = Client().get(SCHEMA)
    assert (answer.status_code, answer.json()) == (200, json_schema())
    assert "max-age=3600" in answer["Cache-Control"]
    again = Client().get(SCHEMA, headers={"if-none-match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert Client().get(SCHEMA, headers={"if-none-match": '"other"'}).status_code == 200


def test_page_and_api_offer_the_blank_bundle(scene: Scene) -> None:
    with scope.opened(scene.world.clerk):
        known = known_lot(scene.lot)
    clerk = browser(scene.world, CLERK)
    assert f'href="/lots/{scene.lot.pk}/hand-over/bundle/"' in clerk.get(page(scene)).content.decode()
    for answer in (
        clerk.get(f"/lots/{scene.lot.pk}/hand-over/bundle/"),
        keyed(scene.world, CLERK).get(f"/api/v1/lots/{scene.lot.pk}/bundle/?decimal=comma"),
    ):
        assert (answer.status_code, answer["Content-Type"]) == (200, "application/zip")
        assert answer["Content-Disposition"] == 'attachment; filename="pack MG2603-114.zip"'
        assert from_bundle(answer.content) == prefilled(known)


def test_a_bundle_is_the_same_pack_as_the_workbook(scene: Scene) -> None:
    clerk = browser(scene.world, CLERK)
    assert upload(clerk, scene, [zipped(scene), *documents()]).status_code == 302
    with scope.opened(scene.world.clerk):
        (pack,) = Pack.objects.select_related("source")
        assert (pack.form, pack.state, pack.source.name) == ("csv", "complete", "pack.zip")
    answer = keyed(scene.world, CLERK).post(
        f"/api/v1/lots/{scene.lot.pk}/packs/", {"pack": zipped(scene), "documents": documents()}
    )
    assert (answer.status_code, answer.json()["id"]) == (200, str(pack.pk))
    workbook = SimpleUploadedFile("p.xlsx", book(scene))
    answer = keyed(scene.world, CLERK).post(
        f"/api/v1/lots/{scene.lot.pk}/packs/", {"pack": workbook, "documents": documents()}
    )
    assert answer.status_code == 200


def test_a_broken_table_is_named_without_a_pointer_into_json(scene: Scene) -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(zipped(scene).read())) as old, zipfile.ZipFile(data, "w") as new:
        for name in old.namelist():
            text = old.read(name).decode("utf-8-sig")
            new.writestr(name, text.replace("America/Denver", "Mountain") if name == "header.csv" else text)
    part = SimpleUploadedFile("pack.zip", data.getvalue())
    answer = keyed(scene.world, CLERK).post(f"/api/v1/lots/{scene.lot.pk}/packs/", {"pack": part})
    (error,) = [e for e in answer.json()["errors"] if e["column"] == "time_zone"]
    assert (answer.status_code, error["sheet"], error["row"], error["pointer"]) == (422, "header.csv", 2, "")


def test_any_other_zip_is_no_document(scene: Scene) -> None:
    clerk = browser(scene.world, CLERK)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("notes.txt", "x")
    other = SimpleUploadedFile("notes.zip", buffer.getvalue())
    answer = upload(clerk, scene, [SimpleUploadedFile("p.xlsx", book(scene)), other, *documents()])
    assert answer.status_code == 409
    assert last_refusal(scene).sentence.startswith("“notes.zip” is a zip and no CSV bundle of a pack.")
    other.seek(0)
    sent = keyed(scene.world, CLERK).post("/api/v1/files/", {"lot": str(scene.lot.pk), "file": other})
    assert sent.status_code == 409


BATCHML = (
    '<BatchProductionRecord xmlns="{space}"><BatchID>{batch}</BatchID><RuntimeRecipeElement><ID>90</ID>'
    "<RecipeElementType>Phase</RecipeElementType><CompletionTime>2026-03-16T08:00:00-06:00</CompletionTime>"
    "<Performer>ABC</Performer></RuntimeRecipeElement><Event><ID>E-1</ID><Category>Out of spec</Category>"
    "<MessageText>Too hot</MessageText></Event></BatchProductionRecord>"
)
KNOWN = "http://www.wbf.org/xml/B2MML-V0401"


def batchml(space: str = KNOWN, batch: str = "MG2603-114") -> SimpleUploadedFile:
    return SimpleUploadedFile("record.xml", BATCHML.format(space=space, batch=batch).encode(), "application/xml")


def test_a_batch_record_in_batchml_fills_the_pack(scene: Scene) -> None:
    clerk = browser(scene.world, CLERK)
    upload(clerk, scene, [SimpleUploadedFile("p.xlsx", book(scene)), batchml(), *documents()])
    said = (
        "The record holds the exception E-1 (Out of spec): Too hot. Report a quality event for it if none is reported."
    )
    assert said in unescape(clerk.get(f"/lots/{scene.lot.pk}/hand-over/").content.decode())
    with scope.opened(scene.world.clerk):
        (pack,) = Pack.objects.all()
        steps = stated_pack(pack).batch_record.steps
    assert [(step.number, step.performed_by) for step in steps if step.number == "90"] == [("90", "ABC")]
    answer = keyed(scene.world, CLERK).get(f"/api/v1/packs/{pack.pk}/").json()
    assert [d["category"] for d in answer["documents"] if d["file"]["name"] == "record.xml"] == ["batch record"]
    again = keyed(scene.world, CLERK).post(
        f"/api/v1/lots/{scene.lot.pk}/packs/",
        {"pack": SimpleUploadedFile("p.xlsx", book(scene)), "documents": [batchml(), *documents()]},
    )
    assert (again.status_code, again.json()["id"], again.json()["remarks"]) == (200, str(pack.pk), [said])


def test_an_unknown_version_of_batchml_refuses_the_upload(scene: Scene) -> None:
    part = SimpleUploadedFile("p.xlsx", book(scene))
    answer = keyed(scene.world, CLERK).post(
        f"/api/v1/lots/{scene.lot.pk}/packs/", {"pack": part, "documents": [batchml("urn:other"), *documents()]}
    )
    (error,) = answer.json()["errors"]
    assert (answer.status_code, error["file"], error["sheet"], error["reason"], error["cure"]) == (
        422, "record.xml", "BatchProductionRecord", "Its version “urn:other” is not known here.",
        f"Export it as BatchML 4.01 ({KNOWN}).",
    )  # fmt: skip
