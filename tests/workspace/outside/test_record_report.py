"""A record's report laid out: every field in a column, long sections in slices, too long ones attached."""

import csv
import io
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from records.outside.qr import qr_drawing
from records.reports import Report, Section, columns_of, printed_as
from tests.workspace.dossiers import BLOCKED
from workspace.outside.compiled import ANNEX
from workspace.outside.dossier_report import compiled as compiled_dossier
from workspace.outside.record_report import compiled, lines_of


@dataclass(frozen=True, slots=True)
class Row:
    number: int = printed_as("No.", width="w6")
    name: str = printed_as("Name")
    note: str = printed_as("Note", under=True)


def report(count: int) -> Report:
    rows = tuple(Row(number, f"row {number:04}", "=1+1") for number in range(count))
    section = Section("rows", "Rows", Row, rows, "None.")
    return Report("sample-1", "S-1", "Sample", "Open", "wait", "America/Denver", (), (section,))


def test_every_field_stands_in_a_column() -> None:
    columns = list(columns_of(Row))
    assert [(column.label, column.width, column.names) for column in columns] == [
        ("No.", "w6", ("number",)),
        ("Name", "", ("name", "note")),
    ]


@pytest.mark.parametrize(
    ("value", "lines"),
    [
        (None, ("–",)),
        ("", ("–",)),
        ((), ("–",)),
        (0, ("0",)),
        (Decimal("0.50"), ("0.50",)),
        (True, ("Yes",)),
        (False, ("No",)),
        (("one", "two"), ("one", "two")),
        (date(2026, 3, 27), ("27 Mar 2026",)),
        (datetime(2026, 3, 27, 16, 40, 12, tzinfo=UTC), ("27 Mar 2026 10:40:12 MDT (UTC−06:00)",)),
    ],
)
def test_a_value_is_printed_by_its_form(value: object, lines: tuple[str, ...]) -> None:
    assert lines_of(value, "America/Denver") == lines


def test_a_long_section_is_sliced_and_every_row_printed_once() -> None:
    made = compiled("Sample", report(ANNEX), BLOCKED.printing)
    pages = made.pages()
    assert (len(pages), made.annexes) == (ANNEX // 400, ())
    assert [sum(page.count(f"row {number:04}") for page in pages) for number in range(ANNEX)] == [1] * ANNEX
    assert "Rows, continued" in pages[1]


def test_a_section_too_long_for_paper_is_an_attached_table() -> None:
    made = compiled("Sample", report(ANNEX + 1), BLOCKED.printing)
    (page,), (annex,) = made.pages(), made.annexes
    table = list(csv.reader(io.StringIO(annex.content.decode())))
    assert (annex.name, annex.media_type, table[0], len(table)) == (
        "rows.csv", "text/csv", ["number", "name", "note"], ANNEX + 2
    )  # fmt: skip
    assert table[-1] == ["2000", "row 2000", "'=1+1"], "no formula gets into a spreadsheet"
    assert "row 0000" not in page
    assert "2001 in all: too many for paper. They are attached to this file as rows.csv" in page
    assert page.count(annex.sha256) == 2
    assert made.attachments == [made.copy, annex]
    assert b"row 2000" in made.copy.content, "the machine copy has all"


def test_a_dossiers_trail_too_long_for_paper_is_attached_too() -> None:
    history = tuple(BLOCKED.history[0] for _ in range(ANNEX + 1))
    made = compiled_dossier(replace(BLOCKED, history=history))
    assert [annex.name for annex in made.annexes] == ["history.csv"]
    assert any("attached to this file as history.csv" in page for page in made.pages())


def test_the_first_page_leads_to_the_verification() -> None:
    (page,) = compiled("Sample", report(1), BLOCKED.printing).pages()
    number = BLOCKED.printing.number
    assert f"/verify/ under report number {number}" in page
    assert '<svg class="qr"' in page


def test_a_code_is_drawn_square_with_its_quiet_zone() -> None:
    drawing = qr_drawing("http://localhost:8000/verify/?number=QE-0123456789AB")
    side = int(drawing.split('viewBox="0 0 ')[1].split()[0])
    assert side % 4 == 1
    assert "M4 4h1v1h-1z" in drawing, "the finder's corner stands behind four empty modules"
