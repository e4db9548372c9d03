"""Foreign tables: every row of the lot readable, or the file refused with sheet, row, column and cure."""

import io
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from pydantic import ValidationError

from evidence.pack.foreign import Mapped, Profile, read_rows, read_sheets
from evidence.pack.foreign.cells import read_day_in, read_field
from evidence.pack.foreign.profile import likely_columns
from evidence.pack.problems import NotReadable, Problem, Unreadable

HOSTILE = Path("../shared/data/hostile")
COLUMNS = {"test": "Test", "value": "Result", "unit": "Unit", "tested_on": "Date", "sample_lot": "Lot"}
HEAD = "Test,Result,Unit,Date,Lot\n"


def profile(**changes: Any) -> Profile:
    return Profile.model_validate({"columns": COLUMNS, **changes})


def taken(text: str | bytes, **changes: Any) -> Mapped:
    data = text.encode() if isinstance(text, str) else text
    read = read_rows(data, profile(**changes), file="r.csv", lot_number="L1")
    assert isinstance(read, Mapped), read
    return read


def problems(text: str | bytes, **changes: Any) -> list[Problem]:
    data = text.encode() if isinstance(text, str) else text
    read = read_rows(data, profile(**changes), file="r.csv", lot_number="L1")
    assert isinstance(read, Unreadable), read
    return list(read.problems)


def places(found: list[Problem]) -> list[tuple[str, int | None, str]]:
    return [(problem.sheet, problem.row, problem.column) for problem in found]


def book(rows: list[list[Any]], sheet: str = "Results") -> bytes:
    made = Workbook()
    made.active.title = sheet
    for row in rows:
        made.active.append(row)
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def test_a_row_becomes_a_result_and_other_lots_are_counted() -> None:
    read = taken(f"{HEAD}LEAD,0.080,mg/kg,2026-03-20,L1\nLEAD,x,?,?,L2\n,,,,\nCAD,<0.01,ppm,2026-03-21,\n")
    assert [(number, row.test, row.value.text if row.value else "", row.unit) for number, row in read.results] == [
        (2, "LEAD", "0.080", "mg/kg"),
        (5, "CAD", "<0.01", "[ppm]"),
    ]
    assert read.other_lots == ((3, "L2"),)
    assert (read.results[0][1].tested_on, read.results[0][1].document) == (date(2026, 3, 20), "r.csv")


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_the_mark_between_values_is_found(mark: str) -> None:
    text = f"{HEAD}LEAD,0.08,ppm,2026-03-20,L1\n".replace(",", mark)
    assert len(taken(text).results) == 1


def test_a_decimal_comma_is_the_profile_s_choice() -> None:
    text = f"{HEAD}LEAD;0,08;ppm;2026-03-20;L1\n".replace("Test,Result,Unit,Date,Lot", "Test;Result;Unit;Date;Lot")
    value = taken(text, decimal_comma=True).results[0][1].value
    assert value is not None
    assert value.text == "0.08"
    assert places(problems(text)) == [("", 2, "B (Result)")]
    assert places(problems(f"{HEAD}LEAD,0.08,ppm,2026-03-20,L1\n", decimal_comma=True)) == [("", 2, "B (Result)")]


@pytest.mark.parametrize(
    ("order", "written"),
    [("ymd", "2026-3-4"), ("dmy", "04.03.2026"), ("mdy", "3/4/2026"), ("ymd", datetime(2026, 3, 4, 10, 30))],  # noqa: DTZ001 - a cell
)
def test_days_in_the_profile_s_order(order: str, written: object) -> None:
    assert read_day_in(written, order) == date(2026, 3, 4)


@pytest.mark.parametrize(
    ("order", "written"),
    [
        ("dmy", "2026-03-04"),
        ("mdy", "13/04/2026"),
        ("dmy", "4.3.26"),
        ("ymd", "2026-02-30"),
        ("ymd", 46000),
        ("ymd", ""),
    ],
)
def test_days_that_cannot_be_meant_are_refused(order: str, written: object) -> None:
    with pytest.raises(NotReadable):
        read_day_in(written, order)


def test_every_place_is_named_at_once_and_nothing_is_taken() -> None:
    found = problems(f"{HEAD}LEAD,1e3,ppm,2026-03-20,L1\nCAD,0.1,furlong,20.03.2026,L1\n,1,ppm,,L1\nZINC,,,,L1\n")
    assert places(found) == [
        ("", 2, "B (Result)"),
        ("", 3, "D (Date)"),
        ("", 4, "A (Test)"),
        ("", 5, "B (Result)"),
    ]
    assert all(problem.reason and problem.cure and problem.file == "r.csv" for problem in found)


def test_a_file_of_other_lots_or_without_rows_is_refused() -> None:
    (other,) = problems(f"{HEAD}LEAD,1,ppm,2026-03-20,L2\n")
    assert other.reason == "There is no result of lot L1. Its rows name other lots."
    (empty,) = problems(HEAD)
    assert empty.reason == "There is no result of lot L1. No row below the headings is filled."


def test_headings_that_are_missing_or_double_are_refused() -> None:
    assert places(problems("Test,Result,Unit,Day,Lot\n")) == [("", 1, "Date")]
    assert places(problems("Test,Result,Unit,Date,Lot,lot\n")) == [("", 1, "Lot")]


def test_a_workbook_s_cells_are_read_as_they_show() -> None:
    rows = [["Summit"], ["Test", "Result", "Unit", "Date", "Lot"], ["LEAD", 0.1 + 0.2, "ppm", date(2026, 3, 20), 17]]
    read = read_rows(
        book(rows), profile(sheet="Results", header_row=2, decimal_comma=True), file="r.xlsx", lot_number="17"
    )
    assert isinstance(read, Mapped)
    ((number, row),) = read.results
    assert (number, row.value.text if row.value else "", row.tested_on) == (3, "0.3", date(2026, 3, 20))
    (missing,) = problems(book(rows), sheet="Data")
    assert missing.reason == "There is no sheet “Data” in the file."


def test_a_formula_is_refused_where_it_is_read_and_harmless_elsewhere() -> None:
    head = ["Test", "Result", "Unit", "Date", "Lot", "Note"]
    good = ["LEAD", 0.08, "ppm", date(2026, 3, 20), "L1", "=1+1"]
    assert len(taken(book([head, good]), sheet="Results").results) == 1
    found = problems(book([head, ["LEAD", "=A1", "ppm", date(2026, 3, 20), "L1", ""]]), sheet="Results")
    assert ("Results", 2, "B2") in places(found)


@pytest.mark.parametrize("cell", [True, 0.5, datetime(2026, 1, 1)])  # noqa: DTZ001 - a cell
def test_a_text_column_takes_no_other_cell(cell: object) -> None:
    with pytest.raises(NotReadable):
        read_field("analyst", cell, "ymd")


@pytest.mark.parametrize(
    "changes",
    [
        {"columns": {"test": "A"}},
        {"columns": {"test": "A", "value": "A"}},
        {"columns": {"test": "A", "value": "B", "x": "C"}},
        {"header_row": 0},
        {"day_order": "ydm"},
    ],
)
def test_a_profile_is_whole(changes: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        profile(**changes)


def test_likely_columns_are_proposed_once() -> None:
    assert likely_columns(["Analyte", "Result", "Units", "Value", "Lot No.", "?"]) == {
        "test": "Analyte",
        "value": "Result",
        "unit": "Units",
        "sample_lot": "Lot No.",
    }


@pytest.mark.parametrize("folder", ["csv-spectrum/csvs", "csv-injection/Intruder", "jsontestsuite/test_transform"])
def test_hostile_files_are_read_or_refused_never_taken(folder: str) -> None:
    files = [path for path in (HOSTILE / folder).glob("*") if path.is_file()]
    if not files:
        pytest.skip("The hostile files are not beside this repository (../shared/data/hostile).")
    for path in files:
        read = read_rows(path.read_bytes(), profile(), file=path.name, lot_number="L1")
        assert isinstance(read, Unreadable), path.name


def test_texts_that_would_be_formulas_stay_texts_or_are_refused() -> None:
    path = HOSTILE / "csv-injection/Intruder/csv-payload.txt"
    if not path.exists():
        pytest.skip("The hostile files are not beside this repository (../shared/data/hostile).")
    for line in path.read_text().splitlines():
        quoted = '"' + line.replace('"', '""') + '"'
        found = problems(f"{HEAD}LEAD,{quoted},ppm,2026-03-20,L1\n") if line.strip() else []
        assert all(column == "B (Result)" for _, _, column in places(found))


@pytest.mark.parametrize("data", [b"\xff\xfe\x00", b"PK\x03\x04broken", b'a,"b\nc', b"\x00", b""])
def test_what_is_no_table_is_refused(data: bytes) -> None:
    read = read_sheets(data, file="r.csv")
    rows = read_rows(data, profile(), file="r.csv", lot_number="L1")
    assert isinstance(rows, Unreadable)
    assert isinstance(read, Unreadable) or read[0].rows in ([], [["\x00"]])


def test_too_large_a_table_is_refused() -> None:
    found = problems(f"{HEAD}" + "LEAD,1,ppm,2026-03-20,L1\n" * 20_000)
    assert found[0].reason == "A table has more than 20000 rows or 200 columns."
