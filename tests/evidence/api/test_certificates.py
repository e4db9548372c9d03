"""Certificates over the API: looked at by default, stored on demand, with the same refusals as the pages."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from evidence.models import DraftResult, EvidenceFile, ResultOrigin
from evidence.pack.format import Pack
from evidence.pack.reading import from_bundle, from_json, from_workbook
from kernel import scope
from tests.evidence.actions.test_drafts import CSV, profile, typed
from tests.evidence.scene import Scene
from tests.factories.certificates import LEAD, certificate
from tests.factories.keys import keyed

JSON = "application/json"


@pytest.fixture
def clerk(scene: Scene) -> Client:
    return keyed(scene.world, "clerk@keystone.example")


def send(client: Client, scene: Scene, name: str, data: bytes, **fields: str) -> Any:
    where = f"/api/v1/lots/{scene.lot.pk}/certificates/"
    return client.post(where, {"file": SimpleUploadedFile(name, data), **fields})


def stored(scene: Scene) -> list[int]:
    with scope.opened(scene.world.clerk):
        return [model.objects.count() for model in (DraftResult, EvidenceFile)]


def test_a_dry_run_stores_nothing_and_says_what_each_row_answers(scene: Scene, clerk: Client) -> None:
    answer = send(
        clerk, scene, "coa.json", certificate(scene.number, LEAD, LEAD | {"PropertyId": "X", "Property": "X"})
    )
    assert (answer.status_code, answer.json()["way"]) == (200, "json")
    rows = [(row["place"], row["line"], row["conforms"]) for row in answer.json()["rows"]]
    assert rows == [("inspection 1", "LEAD", True), ("inspection 2", None, True)]
    assert answer.json()["rows"][0]["result"]["value"] == "0.08"
    assert {"name": "Product, Name", "text": "Magnesium glycinate capsules"} in answer.json()["facts"]
    assert stored(scene) == [0, 0]


def test_confirmed_it_is_stored_and_listed(scene: Scene, clerk: Client) -> None:
    answer = send(clerk, scene, "coa.json", certificate(scene.number), confirm="true")
    assert answer.status_code == 201
    (draft,) = answer.json()
    assert (draft["state"], draft["place"], draft["entered_by"]) == ("ready", "inspection 1", "Carla Diaz")
    assert clerk.get(f"/api/v1/lots/{scene.lot.pk}/certificates/").json() == [draft]
    assert send(clerk, scene, "coa.json", certificate(scene.number), confirm="true").status_code == 409
    gone = clerk.post(f"/api/v1/results/{draft['id']}/discard/", {"reason": "wrong lot"}, content_type=JSON)
    assert (gone.status_code, gone.json()["state"]) == (200, "discarded")


def test_a_supplier_s_certificate_is_of_a_component_lot(scene: Scene, clerk: Client) -> None:
    of = {"component": "RICE-FL", "component_lot": "RM-2602-019"}
    run = send(clerk, scene, "coa.json", certificate("OR-88213"), **of)
    assert run.json()["rows"][0]["sentence"].startswith("For the materials: RICE-FL, lot RM-2602-019.")
    (draft,) = send(clerk, scene, "coa.json", certificate("OR-88213"), confirm="true", **of).json()
    assert {name: draft[name] for name in of} == of
    refused = send(clerk, scene, "coa.json", certificate("OR-88213"), component="RICE-FL")
    assert (refused.status_code, refused.json()["code"]) == (409, "no-component")


def test_a_table_by_its_profile(scene: Scene, clerk: Client) -> None:
    saved = profile(scene)
    (listed,) = clerk.get("/api/v1/profiles/").json()["results"]
    assert (listed["kind"], listed["version"], listed["columns"]) == ("Summit, results", 1, saved.columns)
    key = listed["id"]
    assert send(clerk, scene, "r.csv", CSV).status_code == 409
    answer = send(clerk, scene, "r.csv", CSV, profile=key)
    assert [row["place"] for row in answer.json()["rows"]] == ["row 2, cell B2"]
    bad = send(clerk, scene, "r.csv", CSV.replace(b"0,08", b"0.08"), profile=key, confirm="true")
    assert bad.status_code == 422
    assert [(e["row"], e["column"], bool(e["cure"])) for e in bad.json()["errors"]] == [(2, "B (Result)", True)]
    assert stored(scene) == [0, 0]


def test_a_second_person_confirms(scene: Scene, clerk: Client) -> None:
    where = f"/api/v1/results/{typed(scene).pk}/confirm/"
    assert clerk.post(where, content_type=JSON).status_code == 409
    answer = keyed(scene.world, "qa@keystone.example").post(where, content_type=JSON)
    assert (answer.status_code, answer.json()["state"], answer.json()["confirmed_by"]) == (
        200,
        "ready",
        "Quentin Abbot",
    )


def test_roles_and_strangers(scene: Scene, clerk: Client) -> None:
    draft = typed(scene)
    sponsor, stranger = (keyed(scene.world, f"qa@{company}.example") for company in ("alderpine", "bluemesa"))
    assert send(sponsor, scene, "coa.json", certificate(scene.number)).status_code == 403
    assert send(stranger, scene, "coa.json", certificate(scene.number)).status_code == 404
    assert stranger.get(f"/api/v1/lots/{scene.lot.pk}/certificates/").status_code == 404
    key = str(profile(scene).pk)
    assert sponsor.get("/api/v1/profiles/").json()["results"] == []
    assert keyed(scene.world, "qa@keystone.example").get("/api/v1/profiles/").json()["results"][0]["id"] == key
    for step in ("confirm", "discard"):
        where = f"/api/v1/results/{draft.pk}/{step}/"
        assert sponsor.post(where, {"reason": "no"}, content_type=JSON).status_code == 403
        assert stranger.post(where, {"reason": "no"}, content_type=JSON).status_code == 404


def test_the_prefilled_pack_holds_what_was_taken_in_all_forms(scene: Scene, clerk: Client) -> None:
    send(clerk, scene, "coa.json", certificate(scene.number), confirm="true")
    where = f"/api/v1/lots/{scene.lot.pk}"
    given = clerk.get(f"{where}/prefilled/")
    pack = from_json(given.content)
    assert isinstance(pack, Pack)
    assert [row.value.text for row in pack.laboratory.results if row.value] == ["0.08"]
    assert [(document.name, document.category) for document in pack.documents] == [("coa.json", "laboratory")]
    assert from_bundle(clerk.get(f"{where}/bundle/").content) == pack
    assert from_workbook(clerk.get(f"{where}/workbook/").content) == pack
    assert [r["test"] for r in clerk.get(f"{where}/kit/").json()["known"]["results"]] == ["LEAD"]
    taken = clerk.post(f"{where}/packs/", given.content, content_type=JSON)
    assert taken.status_code == 201  # the certificate is here already; nothing came with it
    with scope.opened(scene.world.clerk):
        assert ResultOrigin.objects.count() == 1
