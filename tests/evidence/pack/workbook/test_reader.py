from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache

import pytest
from openpyxl import Workbook

from evidence.pack.format import Pack
from evidence.pack.problems import Problem, Unreadable
from evidence.pack.reading import from_workbook
from evidence.pack.workbook import fill
from tests.factories.packs import complete_pack, known_lot
from tests.factories.workbooks import address_of, edited, with_cell

LAB, RESULTS = "3 Laboratory", "3.4 Results"


@cache
def filled() -> bytes:
    return fill(complete_pack(), known_lot())


@cache
def place(sheet: str, block: str, heading: str, row: int) -> str:
    return address_of(filled(), sheet, block, heading, row)


def problems(data: bytes) -> list[Problem]:
    result = from_workbook(data, file="lot.xlsx")
    assert isinstance(result, Unreadable)
    return list(result.problems)


def test_the_filled_workbook_is_the_complete_pack() -> None:
    assert from_workbook(filled()) == complete_pack()


def test_an_unreadable_value_is_named_by_sheet_row_and_column() -> None:
    address = place(LAB, RESULTS, "Result value", 5)
    (problem,) = problems(with_cell(filled(), LAB, address, "0,08"))
    assert problem.file == "lot.xlsx"
    assert (problem.sheet, f"{problem.column.split()[0]}{problem.row}") == (LAB, address)
    assert problem.column == f"{address.rstrip('0123456789')} (Result value)"
    assert problem.reason == "“0,08” has a comma, which may be a decimal mark or a thousands separator."


@pytest.mark.parametrize(
    ("typed", "number"),
    [(0.08, Decimal("0.08")), (3, Decimal(3)), (0.1 + 0.2, Decimal("0.3")), ("0.080", Decimal("0.08"))],
)
def test_typed_numbers_are_read_as_shown(typed: object, number: Decimal) -> None:
    pack = from_workbook(
        with_cell(filled(), LAB, place(LAB, RESULTS, "Result value", 5), typed, number_format="General")
    )
    assert isinstance(pack, Pack)
    value = pack.laboratory.results[4].value
    assert value is not None
    assert value.low == number


@pytest.mark.parametrize(
    ("heading", "typed", "reason"),
    [
        ("Result value", "n.d.?", "“n.d.?” is not a result that can be evaluated."),
        ("Result value", datetime(2026, 10, 5), "The cell holds the date 2026-10-05, not a number."),  # noqa: DTZ001
        ("Sample", 1189, "The cell holds the number 1189, not a text."),
        ("Tested on", "03/04/2026", "“03/04/2026” can be read as two different days."),
        ("Tested on", 46085, "The cell holds the number 46085, not a date."),
        ("Stage", "bulk", "“bulk” is not one of the choices."),
        ("Unit", "spoon", "“spoon” is not a unit of the list."),
        ("LOQ", "-0.02", "-0.02 is negative."),
    ],
)
def test_a_cell_that_cannot_be_read_refuses_the_workbook(heading: str, typed: object, reason: str) -> None:
    number_format = "yyyy-mm-dd" if isinstance(typed, datetime) else "General"
    data = with_cell(filled(), LAB, place(LAB, RESULTS, heading, 5), typed, number_format=number_format)
    assert [problem.reason for problem in problems(data)] == [reason]


def test_date_cells_and_iso_texts_are_the_same_day() -> None:
    address = place(LAB, RESULTS, "Tested on", 5)
    typed = from_workbook(with_cell(filled(), LAB, address, "2026-03-19"))
    cell = from_workbook(with_cell(filled(), LAB, address, date(2026, 3, 19), number_format="yyyy-mm-dd"))
    assert isinstance(typed, Pack)
    assert typed == cell
    assert typed.laboratory.results[4].tested_on == date(2026, 3, 19)


def test_a_time_typed_in_a_cell_is_site_time() -> None:
    address = place("1 Batch record", "1.2 Steps performed", "Started", 1)
    data = with_cell(filled(), "1 Batch record", address, datetime(2026, 3, 10, 7, 31))  # noqa: DTZ001 - site time
    pack = from_workbook(data)
    assert isinstance(pack, Pack)
    assert pack.batch_record.steps[0].started_at == datetime(2026, 3, 10, 13, 31, tzinfo=UTC)


def test_an_emptied_cell_is_missing_and_not_zero() -> None:
    address = place("2 Materials", "2.1 Component lots", "Returned", 1)
    pack = from_workbook(with_cell(filled(), "2 Materials", address, None))
    assert isinstance(pack, Pack)
    assert pack.materials.component_lots[0].returned is None


def test_a_row_shifted_to_the_right_is_refused() -> None:
    def shift(book: Workbook) -> None:
        page = book[LAB]
        row = int(place(LAB, RESULTS, "Result *", 5).lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
        page.move_range(f"A{row}:Z{row}", cols=1)

    found = problems(edited(filled(), shift))
    assert ("A (Result *)", "It is missing.") in {(problem.column, problem.reason) for problem in found}
    assert len({problem.row for problem in found}) == 1


def test_a_column_pushed_down_by_one_leaves_no_silent_gap() -> None:
    """The last value then stands in a row without the keys of a result."""

    def shift(book: Workbook) -> None:
        first, last = (place(LAB, RESULTS, "Result value", row) for row in (1, 12))
        book[LAB].move_range(f"{first}:{last}", rows=1)

    assert [(problem.column, problem.reason) for problem in problems(edited(filled(), shift))] == [
        ("A (Result *)", "It is missing."),
        ("C (Test *)", "It is missing."),
    ]


def test_a_renamed_heading_is_refused() -> None:
    address = place(LAB, RESULTS, "LOQ", 0)
    (problem,) = problems(with_cell(filled(), LAB, address, "LOD"))
    assert problem.reason == "The column should be headed “LOQ”, but says “LOD”."


def test_an_added_column_is_refused() -> None:
    def add(book: Workbook) -> None:
        page = book["6 Distribution"]
        title = next(cell.row for cell in page["A"] if cell.value == "6.2 Consignees")
        page.cell(title + 1, 11).value = "Pallets"
        page.cell(title + 2, 11).value = "4"

    assert [problem.reason for problem in problems(edited(filled(), add))] == [
        "The column “Pallets” is not part of “6.2 Consignees”."
    ]


def test_a_value_beside_a_table_is_refused() -> None:
    def add(book: Workbook) -> None:
        page = book["6 Distribution"]
        title = next(cell.row for cell in page["A"] if cell.value == "6.2 Consignees")
        page.cell(title + 2, 12).value = "note to self"

    assert [problem.reason for problem in problems(edited(filled(), add))] == [
        "“note to self” stands beside the table “6.2 Consignees”."
    ]


def test_rows_inserted_inside_a_table_are_welcome() -> None:
    def insert(book: Workbook) -> None:
        page = book[LAB]
        page.insert_rows(int(place(LAB, RESULTS, "Result *", 3).lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")))

    assert from_workbook(edited(filled(), insert)) == complete_pack()


def test_a_row_between_title_and_headings_is_refused() -> None:
    def insert(book: Workbook) -> None:
        book[LAB].insert_rows(int(place(LAB, RESULTS, "Result *", 0).lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")))

    assert problems(edited(filled(), insert))[0].reason == "The column should be headed “Result *”, but says “”."


def test_a_missing_title_and_a_missing_record_line_are_refused() -> None:
    def remove(book: Workbook) -> None:
        page = book["4 Packaging"]
        for cell in page["A"]:
            if cell.value in ("4.4 Label reconciliation", "Market"):
                cell.value = None

    reasons = [problem.reason for problem in problems(edited(filled(), remove))]
    assert "The heading “4.4 Label reconciliation” is missing." in reasons
    assert "The row should say “Market”, but says “”." in reasons


def test_a_removed_an_added_and_a_renamed_sheet_are_refused() -> None:
    def rename(book: Workbook) -> None:
        book["5 Quality events"].title = "Events"

    assert [(problem.sheet, problem.reason) for problem in problems(edited(filled(), rename))] == [
        ("5 Quality events", "The sheet is missing."),
        ("Events", "The sheet is not part of the pack."),
    ]


def test_a_workbook_of_another_lot_is_refused() -> None:
    def rename(book: Workbook) -> None:
        row = next(cell.row for cell in book["Header"]["A"] if cell.value == "Lot number *")
        book["Header"][f"B{row}"] = "MG2603-115"

    assert [problem.reason for problem in problems(edited(filled(), rename))] == [
        "The workbook was made for lot MG2603-114, but its header says “MG2603-115”."
    ]


def test_a_foreign_workbook_and_another_version_are_refused() -> None:
    def unstamp(book: Workbook) -> None:
        del book["stamp"]

    def restamp(book: Workbook) -> None:
        book["stamp"]["A1"] = "pack-0"

    assert [problem.reason for problem in problems(edited(filled(), unstamp))] == [
        "This is not a workbook made here: its version stamp is missing."
    ]
    assert [problem.reason for problem in problems(edited(filled(), restamp))] == [
        "The workbook's version is not pack-1."
    ]


def test_all_problems_come_at_once() -> None:
    def spoil(book: Workbook) -> None:
        book[LAB][place(LAB, RESULTS, "Result value", 5)] = "0,08"
        book["1 Batch record"][place("1 Batch record", "1.3 Yields", "Unit", 1)] = "spoon"
        book["2 Materials"][place("2 Materials", "2.1 Component lots", "Received on", 2)] = "1/2/26"

    assert [problem.sheet for problem in problems(edited(filled(), spoil))] == [
        "1 Batch record",
        "2 Materials",
        LAB,
    ]
