"""What stands elsewhere than the workbook put it is refused, with the place."""

from collections.abc import Callable
from functools import cache

import pytest
from openpyxl import Workbook

from evidence.pack.problems import Problem, Unreadable
from evidence.pack.reading import from_workbook
from evidence.pack.workbook import fill
from tests.factories.packs import complete_pack, known_lot
from tests.factories.workbooks import edited

PACKAGING = "4 Packaging"


@cache
def filled() -> bytes:
    return fill(complete_pack(), known_lot())


def problems(change: Callable[[Workbook], None]) -> list[Problem]:
    result = from_workbook(edited(filled(), change), file="lot.xlsx")
    assert isinstance(result, Unreadable)
    return list(result.problems)


def row_of(book: Workbook, sheet: str, text: str) -> int:
    return next(cell.row for cell in book[sheet]["A"] if cell.value == text)


def typed(sheet: str, anchor: str, column: str, text: object, *, below: int = 0) -> Callable[[Workbook], None]:
    def change(book: Workbook) -> None:
        book[sheet][f"{column}{row_of(book, sheet, anchor) + below}"] = text

    return change


@pytest.mark.parametrize(
    ("change", "place", "reason"),
    [
        (
            typed(PACKAGING, "4 Packaging", "A", "see e-mail", below=2),
            (PACKAGING, ""),
            "The row stands outside of every table.",
        ),
        (
            typed(PACKAGING, "Market", "D", "and Canada"),
            (PACKAGING, "D"),
            "“and Canada” stands beside the record.",
        ),
        (
            typed(PACKAGING, "Market", "C", "another description"),
            (PACKAGING, "C"),
            "“another description” stands beside the record.",
        ),
        (
            typed(PACKAGING, "Good units", "B", 4942.5),
            (PACKAGING, "B (Good units)"),
            "4942.5 is not a whole number.",
        ),
        (
            typed(PACKAGING, "Market", "B", 7),
            (PACKAGING, "B (Market)"),
            "The cell holds the number 7, not a text.",
        ),
        (
            typed("Header", "Product code *", "B", None),
            ("Header", "B (Product code *)"),
            "It is missing.",
        ),
        (
            typed("Header", "Time zone *", "B", "Mountain"),
            ("Header", "B (Time zone *)"),
            "“Mountain” is not a time zone.",
        ),
        (
            typed("Header", "Decimal mark *", "B", "dot"),
            ("Header", "B"),
            "The decimal mark is neither point nor comma.",
        ),
    ],
)
def test_a_misplaced_value_is_named(change: Callable[[Workbook], None], place: tuple[str, str], reason: str) -> None:
    assert [((problem.sheet, problem.column), problem.reason) for problem in problems(change)] == [(place, reason)]


def test_a_title_that_stands_twice_is_refused() -> None:
    change = typed("6 Distribution", "6.2 Consignees", "A", "6.2 Consignees", below=5)
    assert "“6.2 Consignees” stands twice." in [problem.reason for problem in problems(change)]


def test_tables_in_another_order_are_refused() -> None:
    def swap(book: Workbook) -> None:
        first, second = (row_of(book, PACKAGING, title) for title in ("4.3 Line clearance", "4.5 Coding checks"))
        book[PACKAGING][f"A{first}"], book[PACKAGING][f"A{second}"] = (
            "4.5 Coding checks",
            "4.3 Line clearance",
        )

    assert "The tables stand in another order." in [problem.reason for problem in problems(swap)]


def test_a_removed_line_of_a_record_is_refused() -> None:
    def remove(book: Workbook) -> None:
        page = book["5 Quality events"]
        row = row_of(book, "5 Quality events", "Signed")
        for column in "ABC":
            page[f"{column}{row}"] = None

    assert [problem.reason for problem in problems(remove)] == ["The row “Signed” is missing."]
