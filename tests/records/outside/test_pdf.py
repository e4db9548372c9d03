"""HTML becomes PDF/A-3b with our fonts, the right numbers, the machine copy, and nothing from elsewhere."""

from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

import pikepdf
import pytest

from records.outside.pdf import RenderingFailed, render
from tests.records.outside.conftest import COPY
from tests.records.outside.paper import AT, STATIC, document, fonts_of, pdf_a_failures, text_of


def test_a_report_of_three_parts_is_numbered_through(report: bytes) -> None:
    pages = text_of(report).split("\f")[:-1]
    names = ["Alpha 1", "Alpha 2", "Beta 1", "Beta 2", "Beta 3", "Gamma 1"]
    assert [page.split("\n")[0] for page in pages] == names
    for number, page in enumerate(pages, start=1):
        assert f"Page {number} of 6" in page


def test_its_bookmarks_lead_to_the_pages(report: bytes) -> None:
    with pikepdf.open(BytesIO(report)) as book, book.open_outline() as outline:
        numbers = {page.obj.objgen: number for number, page in enumerate(book.pages, start=1)}
        marks = [(mark.title, numbers[mark.destination[0].objgen]) for mark in outline.root]
    assert marks == [
        ("Alpha 1", 1),
        ("Alpha 2", 2),
        ("Beta 1", 3),
        ("Beta 2", 4),
        ("Beta 3", 5),
        ("Gamma 1", 6),
    ]


def test_it_is_pdf_a_3b(report: bytes) -> None:
    assert pdf_a_failures(report) == []


def test_the_checker_tells_pdf_a_from_other_pdf(report: bytes) -> None:
    with pikepdf.open(BytesIO(report)) as book:
        del book.Root.OutputIntents
        del book.Root.Metadata
        plain = BytesIO()
        book.save(plain)
    assert pdf_a_failures(plain.getvalue()) != []


def test_only_shipped_fonts_are_in_it_and_all_are_embedded(tmp_path: Path) -> None:
    pdf = render(document("Φ ✗ 中", 1, "<code>x</code>"), base=STATIC, title="Fonts", at=AT)
    expected = {
        f"{name} embedded" for name in ("IBM-Plex-Sans-Semi-Bold", "IBM-Plex-Sans", "IBM-Plex-Mono", "DejaVu-Sans")
    }
    assert fonts_of(pdf, tmp_path) == expected
    assert "Φ ✗ [U+4E2D] 1" in text_of(pdf)


def test_the_machine_copy_is_read_back_byte_for_byte(report: bytes) -> None:
    with pikepdf.open(BytesIO(report)) as book:
        assert list(book.attachments) == ["figures.json"]
        file = book.attachments["figures.json"].get_file()
        assert file.read_bytes() == COPY.content
        assert file.mime_type == "application/json"
        assert str(book.Root.AF[0].AFRelationship) == "/Data"


def test_title_language_and_time_are_in_its_metadata() -> None:
    pdf = render(document("A", 1), base=STATIC, title="Lot “7” & more", language="en-US", at=AT)
    with pikepdf.open(BytesIO(pdf)) as book:
        assert str(book.Root.Lang) == "en-US"
        assert str(book.docinfo["/Title"]) == "Lot “7” & more"
        with book.open_metadata() as metadata:
            assert metadata["dc:title"] == "Lot “7” & more"
            assert metadata["xmp:CreateDate"].startswith("2026-03-27T16:40:12")
        assert "/Filter" not in book.Root.Metadata


@pytest.mark.parametrize(
    "body",
    [
        "<img src='http://127.0.0.1:9/pixel.png'>",
        "<img src='https://example.org/pixel.png'>",
        "<img src='file:///etc/hostname'>",
        "<img src='../pyproject.toml'>",
        "<img src='data:image/png;base64,iVBORw0KGgo='>",
        "<style>@import url(http://127.0.0.1:9/a.css);</style>",
        "<p style='background: url(http://127.0.0.1:9/a.png)'>x</p>",
        "<svg width='9' height='9'><image href='http://127.0.0.1:9/a.png' width='9' height='9'/></svg>",
    ],
)
def test_an_address_elsewhere_stops_the_report(body: str) -> None:
    with pytest.raises(RenderingFailed, match="A report loads nothing from"):
        render(document("A", 1, body), base=STATIC, title="A", at=AT)


def test_a_missing_picture_stops_the_report() -> None:
    with pytest.raises(RenderingFailed, match=r"Error fetching .*none\.svg"):
        render(document("A", 1, "<img src='brand/none.svg'>"), base=STATIC, title="A", at=AT)


def test_a_script_is_text_that_nobody_runs() -> None:
    pdf = render(document("A", 1, "<script>document.write('ran')</script>"), base=STATIC, title="A", at=AT)
    assert "ran" not in text_of(pdf)
    assert b"/JavaScript" not in pdf


def test_the_time_is_printed_in_utc_whatever_its_zone() -> None:
    elsewhere = AT.astimezone(ZoneInfo("Asia/Kolkata"))
    with pikepdf.open(BytesIO(render(document("A", 1), base=STATIC, title="A", at=elsewhere))) as book:
        assert str(book.docinfo["/CreationDate"]).startswith("D:20260327164012")
