"""Certificates on the page: a dry run that stores nothing, columns chosen once, values typed and compared."""

from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from evidence.models import DraftResult, EvidenceFile, MappingProfile
from evidence.outside.store import store
from kernel import scope
from tests.evidence.actions.test_drafts import CSV, profile, take, typed
from tests.evidence.scene import Scene, pdf
from tests.evidence.upload import last_refusal
from tests.factories.browsers import browser
from tests.factories.certificates import LEAD, certificate

COLUMNS = {
    "sheet": "", "header_row": "1", "kind": "Summit, results", "decimal_comma": "yes", "day_order": "dmy",
    "column_test": "Test", "column_value": "Result", "column_unit": "Unit", "column_tested_on": "Date",
    "column_sample_lot": "Lot",
}  # fmt: skip


@pytest.fixture
def clerk(scene: Scene) -> Client:
    return browser(scene.world, "clerk@keystone.example")


def page(scene: Scene) -> str:
    return f"/lots/{scene.lot.pk}/certificates/"


def drop(client: Client, scene: Scene, name: str, data: bytes) -> Any:
    return client.post(page(scene), {"files": [SimpleUploadedFile(name, data)]})


def counts(scene: Scene) -> list[int]:
    with scope.opened(scene.world.clerk):
        return [model.objects.count() for model in (DraftResult, EvidenceFile, MappingProfile)]


def bytes_in_store() -> int:
    return len([path for path in store().root.rglob("*") if path.is_file()])


def test_a_certificate_is_shown_before_it_is_taken(scene: Scene, clerk: Client) -> None:
    bad = LEAD | {"PropertyId": "CADMIUM", "Property": "Cadmium", "Value": "9"}
    where = drop(clerk, scene, "coa.json", certificate(scene.number, LEAD, bad)).headers["Location"]
    shown = clerk.get(where)
    assert [(row.found.badge, row.value) for row in shown.context["rows"]] == [
        ("Conforms", "0.08 mg/kg"),
        ("Out of specification", "9 mg/kg"),
    ]
    assert "Nothing is stored yet." in shown.content.decode()
    assert "What else the certificate says" in shown.content.decode()
    assert {fact.label: fact.text for fact in shown.context["facts"]}["Id"] == "SAL-26-0412"
    assert (counts(scene), bytes_in_store()) == ([0, 0, 0], 0)
    answer = clerk.post(where, {"reason": ""})
    assert (answer.status_code, answer.headers["Location"]) == (302, page(scene))
    assert (counts(scene), bytes_in_store()) == ([2, 1, 0], 1)
    text = clerk.get(page(scene)).content.decode()
    assert "2 results of “coa.json” taken for the next pack." in text
    assert "Read from the certificate (JSON)" in text


RICE = {"component": "RICE-FL", "component_lot": "RM-2602-019"}
QUERY = "component=RICE-FL&component_lot=RM-2602-019"


def supplied(client: Client, scene: Scene, name: str, data: bytes, **of: str) -> Any:
    return client.post(page(scene), {"files": [SimpleUploadedFile(name, data)], **RICE, **of})


def test_a_supplier_s_certificate_is_read_for_its_component_lot(scene: Scene, clerk: Client) -> None:
    where = supplied(clerk, scene, "coa.json", certificate("OR-88213", LEAD)).headers["Location"]
    assert where.endswith(f"/results/?{QUERY}")
    shown = clerk.get(where).content.decode()
    assert "1 result for component lot RM-2602-019 (RICE-FL)" in shown
    assert "For the materials: RICE-FL, lot RM-2602-019." in shown
    assert clerk.get(where.replace("RICE-FL", "GLITTER")).status_code == 409
    assert clerk.post(where, {"reason": ""}).status_code == 302
    assert "RICE-FL, component lot RM-2602-019" in clerk.get(page(scene)).content.decode()
    assert supplied(clerk, scene, "coa.json", b"{}", component_lot="").status_code == 409


def test_a_supplier_s_table_keeps_its_component_lot_on_the_way(scene: Scene, clerk: Client) -> None:
    data = CSV.replace(b"MG2603-113", b"RM-2602-019")
    where = supplied(clerk, scene, "results.csv", data).headers["Location"]
    assert where.endswith(f"/columns/?{QUERY}")
    assert 'name="component_lot" value="RM-2602-019"' in clerk.get(where).content.decode()
    run = clerk.post(where, COLUMNS).headers["Location"]
    assert f"?{QUERY}&profile=" in run
    assert [row.found.place for row in clerk.get(run).context["rows"]] == ["row 3, cell B3"]
    proposed = clerk.get(where).content.decode()
    assert "&amp;component=RICE-FL&amp;component_lot=RM-2602-019" in proposed
    assert clerk.get(run.replace("profile", "other")).headers["Location"].endswith(f"/columns/?{QUERY}")


def test_a_supplier_s_pdf_is_typed_attribute_by_attribute(scene: Scene, clerk: Client) -> None:
    where = supplied(clerk, scene, "coa.pdf", pdf("coa")).headers["Location"]
    assert where.endswith(f"/?{QUERY}")
    assert "A supplier’s certificate." in clerk.get(where).content.decode()
    given = {"test": "MOISTURE", "value": "4.1", "unit": "%", "limit": "NMT 6 %", "page": "2"}
    answer = clerk.post(where, given)
    assert answer.headers["Location"].endswith(f"?page=2&{QUERY}")
    with scope.opened(scene.world.clerk):
        draft = DraftResult.objects.get()
        assert (draft.component_lot, draft.data["limit"], draft.state) == ("RM-2602-019", "≤6 %", "to_confirm")


def test_a_certificate_dropped_where_packs_are_handed_over_is_looked_at(scene: Scene, clerk: Client) -> None:
    where = f"/lots/{scene.lot.pk}/hand-over/"
    answer = clerk.post(where, {"files": [SimpleUploadedFile("coa.json", certificate(scene.number))]})
    assert answer.headers["Location"].endswith("/results/")
    assert "Nothing is stored yet." in clerk.get(answer.headers["Location"]).content.decode()
    assert counts(scene) == [0, 0, 0]


def test_places_that_cannot_be_read_are_listed(scene: Scene, clerk: Client) -> None:
    where = drop(clerk, scene, "coa.json", certificate(scene.number, LEAD | {"Value": "0,08"})).headers["Location"]
    (problem,) = clerk.get(where).context["problems"]
    assert (problem["file"], problem["sheet"], problem["row"], problem["column"]) == (
        "coa.json", "Inspections", 1, "value",
    )  # fmt: skip
    assert clerk.post(where, {}).status_code == 422
    assert last_refusal(scene).code == "unreadable"
    assert (counts(scene), bytes_in_store()) == ([0, 0, 0], 0)


def test_what_is_no_certificate_is_said_so(scene: Scene, clerk: Client) -> None:
    where = drop(clerk, scene, "notes.txt", b"Lead is fine").headers["Location"]
    assert "holds no results that can be read" in clerk.get(where).content.decode()


def test_one_file_at_a_time(scene: Scene, clerk: Client) -> None:
    files = [SimpleUploadedFile(name, certificate(scene.number)) for name in ("a.json", "b.json")]
    answer = clerk.post(page(scene), {"files": files})
    assert "Take one certificate at a time" in answer.content.decode()
    answer = drop(clerk, scene, "x.exe", b"MZ")
    assert "cannot be kept as evidence" in answer.content.decode()
    assert counts(scene) == [0, 0, 0]


def test_columns_are_chosen_once_and_proposed_again(scene: Scene, clerk: Client) -> None:
    where = drop(clerk, scene, "results.csv", CSV).headers["Location"]
    assert where.endswith("/columns/")
    first = clerk.get(where)
    assert first.context["headings"] == ["Test", "Result", "Unit", "Date", "Lot"]
    assert first.context["form"].initial["column_value"] == "Result"
    run = clerk.post(where, COLUMNS).headers["Location"]
    shown = clerk.get(run)
    assert [(row.value, row.found.place) for row in shown.context["rows"]] == [("0.08 ppm", "row 2, cell B2")]
    assert shown.context["run"].remarks == ["1 row of another lot is passed over: MG2603-113."]
    assert counts(scene) == [0, 0, 1]
    assert clerk.post(run, {}).status_code == 302
    again = drop(clerk, scene, "more.csv", CSV.replace(b"0,08", b"0,09")).headers["Location"]
    assert "Read it as Summit, results, version 1" in clerk.get(again).content.decode()
    assert counts(scene) == [1, 1, 1]


def test_columns_that_are_no_choice_are_refused(scene: Scene, clerk: Client) -> None:
    where = drop(clerk, scene, "results.csv", CSV).headers["Location"]
    for changes, words in (
        ({"column_value": ""}, "This field is required."),
        ({"column_unit": "Result"}, "One column cannot be two fields."),
        ({"column_unit": "Furlongs"}, "Select a valid choice."),
    ):
        assert words in clerk.post(where, COLUMNS | changes).content.decode()
    assert counts(scene) == [0, 0, 0]
    assert clerk.get(where + "?header_row=2").context["headings"][0] == "LEAD"


def test_a_table_waits_for_its_profile(scene: Scene, clerk: Client) -> None:
    where = drop(clerk, scene, "results.csv", CSV).headers["Location"].replace("/columns/", "/results/")
    assert clerk.get(where).headers["Location"].endswith("/columns/")
    assert clerk.get(f"{where}?profile={uuid4()}").status_code == 404
    assert clerk.get(f"{where}?profile=x").status_code == 404
    wrong = profile(scene, columns={"test": "Analyte", "value": "Result"})
    (problem,) = clerk.get(f"{where}?profile={wrong.pk}").context["problems"]
    assert (problem["row"], problem["column"]) == (1, "Analyte")


def test_a_broken_table_is_no_mapping(scene: Scene, clerk: Client) -> None:
    where = drop(clerk, scene, "results.csv", b'a,"b\nc').headers["Location"]
    assert [problem["file"] for problem in clerk.get(where).context["problems"]] == ["results.csv"]


def test_typed_beside_the_document_and_compared_by_another(scene: Scene, clerk: Client) -> None:
    where = drop(clerk, scene, "coa.pdf", pdf("coa")).headers["Location"]
    assert counts(scene) == [0, 1, 0]
    text = clerk.get(where + "?page=3").content.decode()
    assert "page=3" in text
    given = {"test": "LEAD", "value": "0.08", "unit": "ppm", "page": "3", "sample_lot": scene.number}
    assert clerk.post(where, given | {"value": "0,08"}).status_code == 422
    answer = clerk.post(where, given)
    assert answer.headers["Location"] == f"{where}?page=3"
    with scope.opened(scene.world.clerk):
        draft = DraftResult.objects.get()
    compare = f"/evidence/results/{draft.pk}/confirm/"
    assert "another person must compare it" in clerk.get(compare).content.decode()
    assert clerk.post(compare, {}).status_code == 409
    other = browser(scene.world, "qa@keystone.example")
    assert "It is what the document says" in other.get(compare).content.decode()
    assert other.post(compare, {"reason": ""}).status_code == 302
    with scope.opened(scene.world.clerk):
        assert DraftResult.objects.get().state == "ready"


def test_a_result_is_discarded_with_a_reason(scene: Scene, clerk: Client) -> None:
    draft = typed(scene)
    where = f"/evidence/results/{draft.pk}/discard/"
    assert clerk.get(where).status_code == 200
    assert clerk.post(where, {"reason": ""}).context["form"].errors == {"reason": ["This field is required."]}
    assert clerk.post(where, {"reason": "typed twice"}).status_code == 302
    assert clerk.get(page(scene)).context["results"] == []


def test_the_sponsor_reads_and_takes_nothing(scene: Scene, clerk: Client) -> None:
    (draft,) = take(scene, "coa.json", certificate(scene.number))
    for email in ("head.qa@alderpine.example", "auditor@example.org"):
        client = browser(scene.world, email)
        answer = client.get(page(scene))
        assert answer.status_code == 200
        assert "Look at it" not in answer.content.decode()
        assert drop(client, scene, "b.json", certificate(scene.number)).status_code == 403
        assert client.post(f"/evidence/results/{draft.pk}/discard/", {"reason": "no"}).status_code == 403
    assert counts(scene) == [1, 1, 0]


def test_strangers_find_nothing(scene: Scene, clerk: Client) -> None:
    where = drop(clerk, scene, "coa.json", certificate(scene.number)).headers["Location"]
    draft = typed(scene)
    stranger = browser(scene.world, "qa@bluemesa.example")
    for path in (
        page(scene), where, where.replace("/results/", "/columns/"), f"{page(scene)}{draft.file_id}/",
        f"/evidence/results/{draft.pk}/confirm/", f"/evidence/results/{draft.pk}/discard/",
    ):  # fmt: skip
        assert stranger.get(path).status_code == 404
    colleague = browser(scene.world, "qa@keystone.example")
    assert colleague.get(where).status_code == 404  # what one person drops is looked at by that person


def test_a_file_that_is_no_longer_waiting_is_said_so(scene: Scene, clerk: Client) -> None:
    where = drop(clerk, scene, "coa.json", certificate(scene.number)).headers["Location"]
    assert clerk.post(where, {}).status_code == 302
    assert clerk.get(where).status_code in (200, 410)
