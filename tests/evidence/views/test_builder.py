"""The lot's evidence page: upload, refusal with every place, gaps, versions."""

import hashlib
import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from evidence.models import Pack
from kernel import scope
from tests.evidence.scene import Scene, pdf, stated
from tests.evidence.upload import HOSTILE, book, check_nothing_is_stored, documents, last_refusal, page, upload
from tests.factories.browsers import browser
from tests.factories.pack_sections import DOCUMENTS
from tests.factories.packs import with_row
from tests.factories.workbooks import address_of, with_cell

CLERK = "clerk@keystone.example"


@pytest.fixture
def clerk(scene: Scene) -> Client:
    return browser(scene.world, CLERK)


def only_pack(scene: Scene) -> Pack:
    with scope.opened(scene.world.clerk):
        return Pack.objects.get(lot=scene.lot)


def test_the_blank_workbook_is_prefilled(scene: Scene, clerk: Client) -> None:
    answer = clerk.get(page(scene) + "workbook/")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="pack MG2603-114.xlsx"'
    sheet = load_workbook(io.BytesIO(answer.content))["Header"]
    values = {row[0].value: row[1].value for row in sheet.iter_rows()}
    assert values["Lot number *"] == "MG2603-114"
    assert values["Master record *"] == "MMR-0417"
    assert values["Decimal mark *"] == "point"


def test_the_blank_workbook_for_decimal_commas(scene: Scene, clerk: Client) -> None:
    answer = clerk.get(page(scene) + "workbook/?decimal=comma")
    sheet = load_workbook(io.BytesIO(answer.content))["Header"]
    assert {row[0].value: row[1].value for row in sheet.iter_rows()}["Decimal mark *"] == "comma"


def test_the_example_can_be_read_but_not_handed_over(scene: Scene, clerk: Client) -> None:
    example = clerk.get(page(scene) + "example/").content
    names = ("EXAMPLE executed batch record.pdf", "EXAMPLE certificate of analysis.pdf")
    files = [SimpleUploadedFile("example.xlsx", example), *(SimpleUploadedFile(n, pdf(n)) for n in names)]
    answer = upload(clerk, scene, files)
    assert answer.status_code == 409
    assert "This pack is for lot EXAMPLE-1" in answer.content.decode()
    check_nothing_is_stored(scene)


def test_workbook_and_documents_make_a_complete_pack(scene: Scene, clerk: Client) -> None:
    answer = upload(clerk, scene, [SimpleUploadedFile("pack.xlsx", book(scene)), *documents()])
    assert (answer.status_code, answer.headers["Location"]) == (302, page(scene))
    pack = only_pack(scene)
    assert (pack.state, pack.form) == ("complete", "workbook")
    shown = clerk.get(page(scene)).content.decode()
    assert "Waits for attestation by your quality unit." in shown
    assert "Version 1 has no gaps." in shown
    assert "Version 1 is stored and checked: Complete, to be attested." in shown


def test_the_gap_list_names_rule_paragraph_and_cure(scene: Scene, clerk: Client) -> None:
    bad = with_row(stated(), "laboratory.results", {"test": "LEAD"}, value="0.62")
    bad = with_row(bad, "laboratory.results", {"test": "ARSENIC"}, analyst=None)
    upload(clerk, scene, [SimpleUploadedFile("pack.xlsx", book(scene, bad)), *documents()])
    answer = clerk.get(page(scene))
    gaps = [(gap.rule, gap.paragraph, gap.cured_by, gap.needs_event) for gap in answer.context["gaps"]]
    assert gaps == [
        ("R305", "111.75(c), 111.77(a)", "Laboratory or CMO quality control unit", True),
        ("R308", "111.325(b)(2), 111.12(b)", "Laboratory", False),
    ]
    text = answer.content.decode()
    assert "Lead, ICP-MS: 0.62 ppm is outside" in text
    assert f"/events/report/{scene.lot.pk}/?finding={answer.context['gaps'][0].id}" in text


def test_the_same_upload_twice_is_one_pack(scene: Scene, clerk: Client) -> None:
    for _ in range(2):
        upload(
            clerk, scene, [SimpleUploadedFile("pack.xlsx", book(scene)), *documents()], reason="sent again"
        )  # fmt: skip
    assert only_pack(scene).version == 1
    assert "This is the pack that was submitted as version 1" in clerk.get(page(scene)).content.decode()


def test_a_new_version_needs_a_reason(scene: Scene, clerk: Client) -> None:
    upload(clerk, scene, [SimpleUploadedFile("pack.xlsx", book(scene)), *documents()])
    changed = with_row(stated(), "laboratory.results", {"test": "LEAD"}, value="0.09")
    answer = upload(clerk, scene, [SimpleUploadedFile("pack.xlsx", book(scene, changed))])
    assert answer.context["form"].errors == {"reason": ["This field is required."]}
    answer = upload(clerk, scene, [SimpleUploadedFile("pack.xlsx", book(scene, changed))], reason="lead retyped")
    assert (answer.status_code, answer.context["change_count"]) == (200, 1)
    assert only_pack(scene).version == 1


def test_what_cannot_be_read_is_listed_place_by_place(scene: Scene, clerk: Client) -> None:
    data = book(scene)
    where = [address_of(data, "3 Laboratory", "3.4 Results", heading, 5) for heading in ("Result value", "Unit")]
    data = with_cell(with_cell(data, "3 Laboratory", where[0], "0,08"), "3 Laboratory", where[1], "furlong")
    answer = upload(clerk, scene, [SimpleUploadedFile("pack.xlsx", data), *documents()])
    assert answer.status_code == 422
    places = [(p["file"], p["sheet"], p["row"], p["column"]) for p in answer.context["problems"]]
    assert places == [
        ("pack.xlsx", "3 Laboratory", 62, "N (Result value)"),
        ("pack.xlsx", "3 Laboratory", 62, "O (Unit)"),
    ]
    check_nothing_is_stored(scene)
    refusal = last_refusal(scene)
    assert (refusal.code, refusal.subject_id, refusal.person_id) == (
        "unreadable", scene.lot.pk, scene.world.clerk.person_id,
    )  # fmt: skip
    files = {file["name"]: file["sha256"] for file in refusal.detail["files"]}
    assert files["pack.xlsx"] == hashlib.sha256(data).hexdigest()
    assert len(files) == 1 + len(DOCUMENTS)
    assert refusal.detail["problems"][0]["cure"].startswith("Write a decimal point")


def test_a_shifted_row_is_refused(scene: Scene, clerk: Client) -> None:
    data = book(scene)
    first = address_of(data, "3 Laboratory", "3.4 Results", "Result *", 1)
    book_ = load_workbook(io.BytesIO(data))
    sheet = book_["3 Laboratory"]
    row = int("".join(filter(str.isdigit, first)))
    sheet.move_range(f"A{row}:Y{row}", cols=1)
    buffer = io.BytesIO()
    book_.save(buffer)
    answer = upload(clerk, scene, [SimpleUploadedFile("pack.xlsx", buffer.getvalue()), *documents()])
    assert answer.status_code == 422
    assert {problem["row"] for problem in answer.context["problems"]} == {row}
    check_nothing_is_stored(scene)


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("empty.pdf", b"", "“empty.pdf” is empty (0 bytes)."),
        ("report.pdf", b"MZ\x90\x00" + b"\x00" * 60, "“report.pdf” is not a PDF file: its content is a Windows"),
        ("tool.exe", b"MZ\x90\x00", "“tool.exe” cannot be kept as evidence"),
        ("page.html", b"<script>alert(1)</script>", "“page.html” cannot be kept as evidence"),
        ("photo.png", b"%PDF-1.7", "“photo.png” is not a PNG file"),
        ("notes.txt", b"a\x00b", "“notes.txt” is not a text file"),
    ],
)  # fmt: skip
def test_files_that_are_not_what_they_say(
    scene: Scene, clerk: Client, name: str, content: bytes, sentence: str
) -> None:
    answer = upload(
        clerk, scene, [SimpleUploadedFile("pack.xlsx", book(scene)), *documents(), SimpleUploadedFile(name, content)]
    )
    assert answer.status_code == 422
    assert [problem["file"] for problem in answer.context["problems"]] == [name]
    assert answer.context["problems"][0]["reason"].startswith(sentence)
    check_nothing_is_stored(scene)


def test_a_missing_document_is_named(scene: Scene, clerk: Client) -> None:
    files = [SimpleUploadedFile("pack.xlsx", book(scene)), *documents(leave_out=["Label LBL-MG120 v5.pdf"])]
    answer = upload(clerk, scene, files)
    assert answer.status_code == 422
    assert [p["reason"] for p in answer.context["problems"]] == [
        "The file “Label LBL-MG120 v5.pdf” did not come with the pack."
    ]
    check_nothing_is_stored(scene)


def test_no_workbook_and_two_workbooks(scene: Scene, clerk: Client) -> None:
    answer = upload(clerk, scene, documents())
    assert "No workbook of a pack is among the files." in answer.content.decode()
    two = [SimpleUploadedFile(name, book(scene)) for name in ("a.xlsx", "b.xlsx")]
    assert "2 workbooks or bundles of packs are among the files." in upload(clerk, scene, two).content.decode()
    assert upload(clerk, scene, []).context["form"].errors["files"]
    check_nothing_is_stored(scene)


def test_a_foreign_workbook_beside_the_pack_is_a_document(scene: Scene, clerk: Client) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    files = [SimpleUploadedFile("pack.xlsx", book(scene)), *documents()]
    answer = upload(clerk, scene, [*files, SimpleUploadedFile("raw data.xlsx", buffer.getvalue())])
    assert answer.status_code == 302
    pack = only_pack(scene)
    with scope.opened(scene.world.clerk):
        assert pack.documents.get(file__name="raw data.xlsx").category == "other"


def test_archives_that_climb_out_are_refused(scene: Scene, clerk: Client) -> None:
    archives = [path for path in HOSTILE.glob("zip-slip/archives/**/*") if path.is_file()]
    if not archives:
        pytest.skip(f"no zip-slip archives in {HOSTILE}")
    for path in archives:
        for name in ("pack.xlsx", path.name):
            answer = upload(clerk, scene, [SimpleUploadedFile(name, path.read_bytes())])
            assert answer.status_code in (409, 422), path
    check_nothing_is_stored(scene)


def test_the_sponsor_and_the_auditor_read_and_cannot_hand_over(scene: Scene) -> None:
    for email in ("qa@alderpine.example", "auditor@example.org"):
        client = browser(scene.world, email)
        shown = client.get(page(scene))
        assert shown.status_code == 200
        assert "Submit and check" not in shown.content.decode()
        answer = upload(client, scene, [SimpleUploadedFile("pack.xlsx", book(scene)), *documents()])
        assert answer.status_code == 403
    check_nothing_is_stored(scene)


def test_a_stranger_finds_nothing(scene: Scene) -> None:
    stranger = browser(scene.world, "qa@bluemesa.example")
    for path in ("", "workbook/", "example/"):
        assert stranger.get(page(scene) + path).status_code == 404
    assert upload(stranger, scene, documents()).status_code == 404


def test_a_visitor_is_asked_to_log_in(scene: Scene) -> None:
    answer = Client().get(page(scene))
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/accounts/login/")
