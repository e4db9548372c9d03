"""Packs over the API: handed over, read back, refused place by place; the same pack whatever its form."""

import hashlib
import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from evidence.models import Pack
from kernel import scope
from tests.evidence.scene import Scene, pdf, stated
from tests.evidence.upload import book, check_nothing_is_stored, documents, last_refusal, upload
from tests.factories.browsers import browser
from tests.factories.keys import keyed
from tests.factories.pack_sections import DOCUMENTS
from tests.factories.packs import with_row

CLERK = "clerk@keystone.example"


@pytest.fixture
def clerk(scene: Scene) -> Client:
    return keyed(scene.world, CLERK)


def content(scene: Scene, pack: Any = None) -> dict[str, Any]:
    """The pack as a machine writes it."""
    found: dict[str, Any] = (pack or stated(lot_number=scene.number)).model_dump(mode="json", exclude_none=True)
    return found


def without_documents(scene: Scene) -> dict[str, Any]:
    return content(scene) | {"documents": []}


def address(scene: Scene) -> str:
    return f"/api/v1/lots/{scene.lot.pk}/packs/"


def as_form(scene: Scene, clerk: Client, body: dict[str, Any], **fields: str) -> Any:
    part = SimpleUploadedFile("pack.json", json.dumps(body).encode(), "application/json")
    return clerk.post(address(scene), {"pack": part, "documents": documents(), **fields})


def test_json_with_its_documents_is_complete(scene: Scene, clerk: Client) -> None:
    answer = as_form(scene, clerk, content(scene))
    assert answer.status_code == 201, answer.content
    pack = answer.json()
    assert (pack["state"], pack["version"], pack["form"], pack["submitted_by"]) == ("complete", 1, "json", "Carla Diaz")
    assert sorted(d["file"]["name"] for d in pack["documents"]) == sorted(name for name, _, _ in DOCUMENTS)
    assert [a["verb"] for a in pack["available_actions"]] == ["withdraw"]
    assert {c["category"]: c["failed"] for c in pack["categories"]} == dict.fromkeys(
        ("batch_record", "materials", "laboratory", "packaging", "quality_events", "distribution"), 0
    )
    assert clerk.get(f"/api/v1/packs/{pack['id']}/").json() | {"remarks": []} == pack


def test_the_workbook_over_the_api_is_the_same_pack_as_on_the_page(scene: Scene, clerk: Client) -> None:
    upload(browser(scene.world, CLERK), scene, [SimpleUploadedFile("p.xlsx", book(scene)), *documents()])
    answer = clerk.post(address(scene), {"pack": SimpleUploadedFile("p.xlsx", book(scene)), "documents": documents()})
    assert answer.status_code == 200
    assert as_form(scene, clerk, content(scene)).status_code == 200
    with scope.opened(scene.world.clerk):
        assert Pack.objects.count() == 1


def test_documents_sent_ahead_are_named_by_hash(scene: Scene, clerk: Client) -> None:
    body = content(scene)
    for document in body["documents"]:
        file = SimpleUploadedFile(document["name"], pdf(document["name"]))
        sent = clerk.post("/api/v1/files/", {"lot": str(scene.lot.pk), "file": file})
        assert sent.status_code == 201
        document["sha256"] = sent.json()["sha256"]
        assert sent.json()["sha256"] == hashlib.sha256(pdf(document["name"])).hexdigest()
    answer = clerk.post(address(scene), json.dumps(body), content_type="application/json")
    assert (answer.status_code, answer.json()["state"]) == (201, "complete")


def test_gaps_over_the_api(scene: Scene, clerk: Client) -> None:
    pack = with_row(stated(), "laboratory.results", {"test": "LEAD"}, value="0.62")
    pack = with_row(pack, "laboratory.results", {"test": "ARSENIC"}, analyst=None)
    made = as_form(scene, clerk, content(scene, pack)).json()
    assert made["state"] == "incomplete"
    gaps = clerk.get(f"/api/v1/packs/{made['id']}/gaps/").json()["results"]
    assert [(g["rule"], g["outcome"], g["state"], g["subject"]) for g in gaps] == [
        ("R305", "needs_event", "needs_event", "laboratory.results/5"),
        ("R308", "fail", "failed", "laboratory.results/6"),
    ]
    assert gaps[0]["inputs"]["value"] == "0.62"
    assert len(gaps[0]["inputs_hash"]) == 64
    assert gaps[1]["cured_by"] == "Laboratory"


def test_every_verdict_also_of_what_passed(scene: Scene, clerk: Client) -> None:
    made = as_form(scene, clerk, content(scene)).json()
    page = clerk.get(f"/api/v1/packs/{made['id']}/verdicts/?limit=5").json()
    assert len(page["results"]) == 5
    assert clerk.get(page["next"]).json()["results"][0]["id"] > page["results"][-1]["id"]
    passed = clerk.get(f"/api/v1/packs/{made['id']}/verdicts/?rule=R109&outcome=pass").json()["results"]
    assert [v["subject"] for v in passed] == [f"batch_record.yields/{n}" for n in (1, 2, 3)]
    assert clerk.get(f"/api/v1/packs/{made['id']}/verdicts/?rule=x").status_code == 400


def test_the_content_comes_back(scene: Scene, clerk: Client) -> None:
    made = as_form(scene, clerk, content(scene)).json()
    back = clerk.get(f"/api/v1/packs/{made['id']}/content/").json()
    for document in back["documents"]:
        assert document.pop("sha256") == hashlib.sha256(pdf(document["name"])).hexdigest()
    assert back == stated().model_dump(mode="json", exclude_defaults=True)


def test_what_cannot_be_read_is_named_place_by_place(scene: Scene, clerk: Client) -> None:
    body = without_documents(scene)
    body["laboratory"]["results"][4]["value"] = "0,08"
    body["header"]["made_on"] = "11.03.2026"
    body["materials"]["lots"] = []
    answer = clerk.post(address(scene), json.dumps(body), content_type="application/json")
    assert answer.status_code == 422
    assert answer.headers["Content-Type"] == "application/problem+json"
    problem = answer.json()
    assert (problem["code"], problem["status"]) == ("unreadable", 422)
    assert [e["pointer"] for e in problem["errors"]] == [
        "/header/made_on", "/materials/lots", "/laboratory/results/4/value",
    ]  # fmt: skip
    third = problem["errors"][2]
    assert (third["sheet"], third["row"], third["column"]) == ("laboratory.results", 5, "value")
    assert third["reason"].startswith("“0,08”")
    assert third["cure"]
    check_nothing_is_stored(scene)
    refusal = last_refusal(scene)
    assert (refusal.code, refusal.subject_id) == ("unreadable", scene.lot.pk)
    sent = json.dumps(body).encode()
    assert refusal.detail["files"] == [
        {"name": "pack.json", "size": len(sent), "sha256": hashlib.sha256(sent).hexdigest()}
    ]
    assert len(refusal.detail["problems"]) == 3


def test_a_document_that_did_not_come_along(scene: Scene, clerk: Client) -> None:
    answer = clerk.post(address(scene), json.dumps(content(scene)), content_type="application/json")
    assert answer.status_code == 422
    assert len(answer.json()["errors"]) == len(DOCUMENTS)
    check_nothing_is_stored(scene)


@pytest.mark.parametrize(
    ("name", "content_", "sentence"),
    [
        ("empty.pdf", b"", "is empty (0 bytes)"),
        ("tool.pdf", b"MZ\x90\x00", "its content is a Windows program"),
        ("..", b"x", "is not a usable file name"),
    ],
)
def test_files_that_are_not_what_they_say(
    scene: Scene, clerk: Client, name: str, content_: bytes, sentence: str
) -> None:
    file = SimpleUploadedFile("x.pdf", content_)
    file._name = name
    answer = clerk.post("/api/v1/files/", {"lot": str(scene.lot.pk), "file": file})
    assert answer.status_code in (400, 422)
    if answer.status_code == 422:
        assert sentence in answer.json()["errors"][0]["reason"]
    check_nothing_is_stored(scene)


def test_a_form_without_a_pack_and_another_kind_of_body(scene: Scene, clerk: Client) -> None:
    assert clerk.post(address(scene), {"documents": documents()}).status_code == 400
    assert clerk.post(address(scene), "<pack/>", content_type="application/xml").status_code == 415
    file = SimpleUploadedFile("pack.csv", b"a,b\n")
    assert clerk.post(address(scene), {"pack": file}).status_code == 409
    check_nothing_is_stored(scene)


def test_a_later_version_says_why(scene: Scene, clerk: Client) -> None:
    as_form(scene, clerk, content(scene))
    changed = content(scene, with_row(stated(), "laboratory.results", {"test": "LEAD"}, value="0.09"))
    refused = as_form(scene, clerk, changed)
    assert (refused.status_code, refused.json()["code"]) == (409, "change-unexplained")
    (place,) = refused.json()["errors"]
    assert place["sentence"] == (f"laboratory.results, {place['name']}, value: “0.08” became “0.09”, without a reason.")
    assert place["name"].endswith(", LEAD")
    named = {"section": place["sheet"], "row": place["name"], "field": place["column"], "reason": "lead retyped"}
    taken = as_form(scene, clerk, changed, change_reasons=json.dumps([named]))
    assert (taken.status_code, taken.json()["version"], taken.json()["change_reason"]) == (201, 2, "lead retyped")
    (change,) = clerk.get(f"/api/v1/packs/{taken.json()['id']}/changes/").json()
    assert change["fields"] == [{"field": "value", "old": "0.08", "new": "0.09", "reason": "lead retyped"}]
    listed = clerk.get(address(scene)).json()
    assert [(row["version"], row["state"]) for row in listed] == [(2, "complete"), (1, "superseded")]


def test_a_json_body_with_the_pack_inside(scene: Scene, clerk: Client) -> None:
    first = as_form(scene, clerk, content(scene)).json()
    assert clerk.get(f"/api/v1/packs/{first['id']}/changes/").json() == []
    changed = with_row(stated(), "laboratory.results", {"test": "LEAD"}, value="0.09")
    body = {"pack": content(scene, changed), "change_reasons": [{"reason": "lead retyped"}]}
    taken = clerk.post(address(scene), json.dumps(body), content_type="application/json")
    assert (taken.status_code, taken.json()["change_reason"]) == (201, "lead retyped")
    for wrong in ({"why": "x"}, "x", [{"reason": ""}]):
        body["change_reasons"] = wrong
        assert clerk.post(address(scene), json.dumps(body), content_type="application/json").status_code == 400


def test_who_may_not(scene: Scene, clerk: Client) -> None:
    made = as_form(scene, clerk, content(scene)).json()
    sponsor, stranger = keyed(scene.world, "qa@alderpine.example"), keyed(scene.world, "qa@bluemesa.example")
    assert as_form(scene, sponsor, content(scene)).status_code == 403
    assert as_form(scene, stranger, content(scene)).status_code == 404
    paths = [address(scene), f"/api/v1/lots/{scene.lot.pk}/workbook/"]
    paths += [f"/api/v1/packs/{made['id']}/{part}" for part in ("", "content/", "verdicts/", "gaps/", "changes/")]
    paths += [f"/api/v1/files/{d['file']['id']}/{part}" for d in made["documents"][:1] for part in ("", "content/")]
    for path in paths:
        assert stranger.get(path).status_code == 404, path
        assert Client().get(path).status_code in (401, 403), path
        reading = sponsor.get(path)
        assert reading.status_code == 200, path
        _ = reading.getvalue()


def test_a_file_comes_back_unchanged(scene: Scene, clerk: Client) -> None:
    made = as_form(scene, clerk, content(scene)).json()
    for document in made["documents"]:
        answer = clerk.get(f"/api/v1/files/{document['file']['id']}/content/")
        assert answer.getvalue() == pdf(document["file"]["name"])
        assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_the_workbook_and_the_schema(scene: Scene, clerk: Client) -> None:
    answer = clerk.get(f"/api/v1/lots/{scene.lot.pk}/workbook/")
    assert answer.headers["Content-Type"].endswith("spreadsheetml.sheet")
    assert answer.content.startswith(b"PK")
    schema = Client().get("/api/v1/schemas/pack-1.json").json()
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert set(schema["properties"]) >= {"header", "laboratory", "documents"}
