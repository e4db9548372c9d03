"""The pages on which first versions are brought, looked at, approved or withdrawn."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kernel import scope
from masters.entrance import Content, read_workbook, written_json
from masters.models import BaselineDraft, Product
from masters.sheets.problems import Unreadable
from records.models import AccessRecord, Refusal
from tests.factories.baseline import make_baseline
from tests.factories.browsers import browser
from tests.factories.signing import as_typed
from tests.factories.workbooks import with_cell
from tests.factories.world import World
from tests.masters.entering import CODE, FILE, approve, bring, changed, content, only, workbook
from tests.workspace.visiting import asked

CMO, HEAD, REVIEWER = "qa@keystone.example", "head.qa@alderpine.example", "qa@alderpine.example"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def place(world: World) -> str:
    return f"/products/new/{world.alder_keystone.pk}/"


def upload(client: Client, world: World, data: bytes, name: str = FILE) -> Any:
    file = SimpleUploadedFile(name, data, content_type=XLSX)
    return client.post(place(world), {"file": file, "reason": "taken over from MMR-0417 v3"})


def test_from_the_empty_list_to_an_approved_baseline(world: World) -> None:
    cmo, head = browser(world, CMO), browser(world, HEAD)
    assert "/products/new/" in cmo.get("/products/").content.decode()
    assert place(world) in cmo.get("/products/new/").content.decode()
    answer = cmo.get(f"{place(world)}workbook/")
    assert answer.headers["Content-Type"] == XLSX
    blank = read_workbook(answer.content, file=FILE)
    assert isinstance(blank, Unreadable)
    assert blank.problems[0].reason == "Nothing is filled in."
    url = upload(cmo, world, workbook()).headers["Location"]
    text = cmo.get(url).content.decode()
    for words in ("Waiting for approval", "Quentin Abbot", FILE, "The sponsor’s head of quality approves", "MGBG-20"):
        assert words in text, words
    page = head.get(f"{url}approve/")
    assert "I approve every row on this page" in page.content.decode()
    assert head.post(f"{url}approve/", as_typed(page, password="wrong")).status_code == 409
    assert head.post(f"{url}approve/", as_typed(page)).headers["Location"] == url
    text = head.get(url).content.decode()
    assert "Helen Okafor" in text
    assert "Approved" in text
    assert "MMR-0417 v3" in head.get(f"/products/{_product(world)}/").content.decode()
    again = read_workbook(head.get(f"{place(world)}approved/").content, file=FILE)
    assert not isinstance(again, Unreadable)
    assert _said(again) == _said(content())


def _said(given: Content) -> dict[str, list[str]]:
    """What rows say, whatever their order: the platform sorts by name."""
    return {name: sorted(str(sorted(row.items())) for row in rows) for name, rows in written_json(given).items()}


def _product(world: World) -> object:
    with scope.opened(world.head):
        return Product.objects.get().pk


def test_what_cannot_be_read_stands_on_the_page_and_is_recorded(world: World) -> None:
    answer = upload(browser(world, CMO), world, with_cell(workbook(), "Components", "E3", "=1+1"))
    text = answer.content.decode()
    assert answer.status_code == 422
    for words in ("Nothing was taken", "Components", "E3", "holds a formula", "paste as values"):
        assert words in text, words
    with scope.opened(world.cmo_qa):
        assert BaselineDraft.objects.count() == 0
        refusal = Refusal.objects.get()
    assert refusal.code == "unreadable"
    assert refusal.detail["file"] == FILE


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "The submitted file is empty"),
        (b"MZ", "not a readable XLSX"),
        (b"x" * (10 * 2**20 + 1), "larger than 10 MB"),
    ],
)
def test_files_that_are_no_workbook(world: World, data: bytes, words: str) -> None:
    assert words in upload(browser(world, CMO), world, data).content.decode()


def test_a_refused_row_is_shown_and_bars_the_signature(world: World) -> None:
    draft = bring(world.alder_keystone, world.cmo_qa, changed("components", 1, step="99"))
    text = browser(world, HEAD).get(f"/products/drafts/{draft.pk}/").content.decode()
    assert "1 refused" in text
    assert re.search(r"not possible now: Master records, row 2: [^<]* names step 99", text)
    page = browser(world, HEAD).get(f"/products/drafts/{draft.pk}/approve/")
    answer = browser(world, HEAD).post(f"/products/drafts/{draft.pk}/approve/", as_typed(page))
    assert answer.status_code == 409
    assert "names step 99" in answer.content.decode()


def test_withdrawn_with_a_reason(world: World) -> None:
    draft = bring(world.alder_keystone, world.cmo_qa)
    url, client = f"/products/drafts/{draft.pk}/", browser(world, REVIEWER)
    assert client.get(f"{url}withdraw/").status_code == 200
    assert client.post(f"{url}withdraw/", {"reason": ""}).status_code == 200
    assert client.post(f"{url}withdraw/", {"reason": "old version"}).headers["Location"] == url
    assert "Withdrawn" in client.get(url).content.decode()


def test_strangers_find_nothing(world: World) -> None:
    draft = bring(world.alder_keystone, world.cmo_qa)
    stranger = browser(world, "qa@bluemesa.example")
    for path in (
        place(world), f"{place(world)}workbook/", f"{place(world)}approved/", f"/products/drafts/{draft.pk}/",
        f"/products/drafts/{draft.pk}/approve/", f"/products/drafts/{draft.pk}/withdraw/",
    ):  # fmt: skip
        assert stranger.get(path).status_code == 404, path
    assert upload(stranger, world, workbook()).status_code == 404
    assert place(world) not in stranger.get("/products/new/").content.decode()


def test_who_may_not_bring_is_told(world: World) -> None:
    clerk = browser(world, "clerk@keystone.example")
    assert "Add products" not in clerk.get("/products/").content.decode()
    assert "Nothing to add here" in clerk.get("/products/new/").content.decode()
    assert "Download the workbook" not in clerk.get(place(world)).content.decode()
    answer = upload(clerk, world, workbook())
    assert answer.status_code == 403
    assert "Your role does not allow you to bring first versions of products." in answer.content.decode()


def test_an_auditor_reads_and_does_nothing(world: World) -> None:
    draft = bring(world.alder_keystone, world.cmo_qa)
    auditor, url = browser(world, "auditor@example.org"), f"/products/drafts/{draft.pk}/"
    text = auditor.get(url).content.decode()
    assert "MGBG-20" in text
    assert f"{url}approve/" not in text
    with scope.opened(world.head):
        assert AccessRecord.objects.latest("at").what == "Draft: first versions BD-1"
    page = auditor.get(f"{url}approve/")
    assert auditor.post(f"{url}approve/", as_typed(page)).status_code == 403
    assert auditor.post(f"{url}withdraw/", {"reason": "x"}).status_code == 403


def test_hostile_names_are_shown_as_text(world: World) -> None:
    name = "<script>alert(1)</script>'; DROP TABLE masters_product; --"
    draft = bring(world.alder_keystone, world.cmo_qa, changed("products", name=name))
    text = browser(world, HEAD).get(f"/products/drafts/{draft.pk}/").content.decode()
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(1)" in text
    approve(draft, world.head)
    assert "&lt;script&gt;alert(1)" in browser(world, HEAD).get("/products/").content.decode()


def test_a_draft_takes_as_many_queries_for_one_row_as_for_many(world: World) -> None:
    one = bring(world.alder_keystone, world.cmo_qa, changed("equipment") | {"steps": content()["steps"][:1]})
    many = bring(world.alder_keystone, world.cmo_qa, content())
    client = browser(world, REVIEWER)
    client.get("/products/")
    (_, first), (_, second) = (asked(client, f"/products/drafts/{draft.pk}/") for draft in (one, many))
    assert len(first) == len(second)


def test_a_product_without_versions_leads_to_the_workbook(world: World) -> None:
    approve(bring(world.alder_keystone, world.cmo_qa, only("products")), world.head)
    assert place(world) in browser(world, REVIEWER).get(f"/products/{_product(world)}/").content.decode()
    assert CODE in browser(world, CMO).get("/products/").content.decode()


def test_the_prefilled_workbook_knows_laboratories_and_suppliers(world: World) -> None:
    make_baseline(world)
    found = read_workbook(browser(world, CMO).get(f"{place(world)}workbook/").content, file=FILE)
    assert not isinstance(found, Unreadable)
    assert {row.values["name"] for row in found["laboratories"]} == {
        row.values["name"] for row in content()["laboratories"]
    }
    assert (found["products"], found["master_records"]) == ((), ())
    assert len(found["suppliers"]) == len(content()["suppliers"])
