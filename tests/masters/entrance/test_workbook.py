"""The workbook of first versions: what is written is read again; what cannot be read in one way is named."""

import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal

import pytest
from openpyxl import Workbook, load_workbook

from masters.entrance import TABLES, read_workbook, write_workbook
from masters.sheets.problems import Problem, Unreadable
from tests.factories.workbooks import edited, with_cell, with_part
from tests.masters.entrance.filled import content, workbook


def problems(data: bytes) -> list[Problem]:
    found = read_workbook(data, file="first.xlsx")
    assert isinstance(found, Unreadable)
    return list(found.problems)


def test_what_is_written_is_read_again() -> None:
    assert read_workbook(workbook(), file="first.xlsx") == content()


def test_a_blank_workbook_brings_nothing() -> None:
    (problem,) = problems(write_workbook({}, title="First versions"))
    assert problem.reason == "Nothing is filled in."


def test_every_table_has_its_sheet() -> None:
    titles = load_workbook(io.BytesIO(workbook())).sheetnames
    assert titles == ["Read me", *(table.title for table in TABLES.values()), "stamp"]


@pytest.mark.parametrize(
    ("sheet", "address", "typed", "place", "reason"),
    [
        ("Components", "E3", "1,500.0", (3, "E (target *)"), "“1,500.0” is not a number"),
        ("Components", "E3", "1e3", (3, "E (target *)"), "“1e3” is not a number"),
        ("Components", "E3", "٣", (3, "E (target *)"), "is not a number"),
        ("Components", "E3", None, (3, "E (target *)"), "It is missing."),
        ("Components", "D3", "powder", (3, "D (kind *)"), "“powder” is not one of the choices."),
        ("Products", "A2", 7, (2, "A (code *)"), "“7” is not a text."),
        ("Products", "B2", "Magne\u200bsium", (2, "B (name *)"), "holds an invisible character"),
        ("Products", "J2", "a dozen", (2, "J (count_per_unit)"), "“a dozen” is not a whole number."),
        ("Products", "J2", 1.5, (2, "J (count_per_unit)"), "“1.5” is not a whole number."),
        ("Master records", "B2", "03/04/2026", (2, "B (valid_from *)"), "is not a day that can be read in one way"),
        ("Master records", "B2", "2026-02-30", (2, "B (valid_from *)"), "is no day of the calendar"),
        ("Master records", "B2", datetime(2026, 3, 4, 8, 30), (2, "B (valid_from *)"), "is a day with a time"),  # noqa: DTZ001
        ("Master records", "B2", "1899-12-31", (2, "B (valid_from *)"), "lies outside 1990 to 2120"),
        ("Approved methods", "D2", "maybe", (2, "D (is_organoleptic)"), "“maybe” is neither yes nor no."),
        ("Yields", "H2", "120 kg", (2, "H"), "“120 kg” stands beside the table."),
        ("Tests", "B1", "Code", (1, "B"), "The column should be headed “code *”, but says “Code”."),
        ("Components", "E3", "=1+1", (3, "E3"), "The cell E3 holds a formula."),
    ],
)  # fmt: skip
def test_one_cell_that_cannot_be_read(
    sheet: str, address: str, typed: object, place: tuple[int, str], reason: str
) -> None:
    found = problems(with_cell(workbook(), sheet, address, typed))
    named = [(p.row, p.column) for p in found if reason in p.reason]
    assert named == [place], [str(problem) for problem in found]
    assert all(problem.file == "first.xlsx" and problem.sheet == sheet and problem.cure for problem in found)


@pytest.mark.parametrize(
    ("typed", "read"), [(360, Decimal(360)), (0.36, Decimal("0.36")), (" 12.50 ", Decimal("12.50"))]
)
def test_numbers_are_read_as_they_stand(typed: object, read: Decimal) -> None:
    found = read_workbook(with_cell(workbook(), "Components", "E3", typed), file="first.xlsx")
    assert not isinstance(found, Unreadable)
    assert found["components"][1].values["target"] == read


def test_a_day_may_be_a_date_cell() -> None:
    found = read_workbook(with_cell(workbook(), "Master records", "B2", date(2025, 9, 1)), file="first.xlsx")
    assert found == content()


def test_an_empty_row_between_changes_no_row_number() -> None:
    found = read_workbook(edited(workbook(), lambda book: book["Steps"].insert_rows(3)), file="first.xlsx")
    assert not isinstance(found, Unreadable)
    assert [row.number for row in found["steps"]][:3] == [2, 4, 5]
    assert [row.values for row in found["steps"]] == [row.values for row in content()["steps"]]


def test_a_shifted_row_is_refused() -> None:
    def shift(book: Workbook) -> None:
        book["Components"].move_range("A3:H3", cols=1)

    found = problems(edited(workbook(), shift))
    assert {problem.row for problem in found} == {3}
    assert any("It is missing." in problem.reason for problem in found)
    assert any("stands beside the table" in problem.reason for problem in found)


def _renamed(book: Workbook) -> None:
    book["Labels"].title = "Labels 2"


def _restamped(book: Workbook) -> None:
    book["stamp"]["A1"] = "oversight-baseline-0"


@pytest.mark.parametrize(
    ("change", "reasons"),
    [
        (_renamed, ["The sheet is not part of the workbook.", "The sheet is missing."]),
        (_restamped, ["The workbook's version is not oversight-baseline-1."]),
        (lambda book: book.remove(book["stamp"]), ["This is not a workbook made here: its version stamp is missing."]),
    ],
)
def test_sheets_and_stamp_stand(change: Callable[[Workbook], None], reasons: list[str]) -> None:
    assert [problem.reason for problem in problems(edited(workbook(), change))] == reasons


def _bomb() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/media/zeros.bin", b"\0" * (101 * 2**20))
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "The file is not a readable XLSX workbook."),
        (b"MZ\x90\x00", "The file is not a readable XLSX workbook."),
        (b"\xd0\xcf\x11\xe0 old", "The workbook has a password or the old XLS form."),
        (_bomb(), "The workbook unpacks to more than can be read."),
        (
            with_part(workbook(), "xl/worksheets/sheet2.xml", lambda xml: xml.replace(b'r="A2"', b'r="XFD1048576"')),
            "A sheet has cells without address, or beyond column AZ or row 99999.",
        ),
        (
            with_part(workbook(), "xl/workbook.xml", lambda xml: b"<!DOCTYPE x [<!ENTITY e 'e'>]>" + xml),
            "The workbook holds XML that a spreadsheet program doesn't write.",
        ),
    ],
)
def test_hostile_bytes(data: bytes, reason: str) -> None:
    assert [problem.reason for problem in problems(data)] == [reason]


def test_what_begins_like_a_formula_stays_a_text() -> None:
    rows = dict(content())
    hostile = '=HYPERLINK("http://x.example","_x0041_")'
    first = rows["steps"][0]
    rows["steps"] = (type(first)(2, first.values | {"instruction": hostile}), *rows["steps"][1:])
    assert read_workbook(write_workbook(rows, title="=1+1"), file="first.xlsx") == rows


def test_there_is_an_end_to_rows() -> None:
    rows = content()["suppliers"]
    many = tuple(type(rows[0])(number, rows[0].values) for number in range(2, 5_003))
    (problem,) = problems(write_workbook({"suppliers": many}, title=""))
    assert problem.reason == "There are more than 5000 rows."
