from functools import cache

from openpyxl import Workbook

from evidence.pack.problems import Unreadable
from evidence.pack.reading import from_workbook
from evidence.pack.workbook import fill
from tests.factories.packs import complete_pack, known_lot
from tests.factories.workbooks import address_of, edited, with_cell

LAB, RESULTS = "3 Laboratory", "3.4 Results"


@cache
def filled() -> bytes:
    return fill(complete_pack(), known_lot())


@cache
def address() -> str:
    return address_of(filled(), LAB, RESULTS, "Result value", 5)


def complaints(data: bytes) -> list[tuple[str, str]]:
    result = from_workbook(data)
    assert isinstance(result, Unreadable)
    return [(problem.sheet, problem.reason) for problem in result.problems]


def test_a_formula_is_refused_with_its_address() -> None:
    data = with_cell(filled(), LAB, address(), "=0.04*2")
    assert complaints(data) == [(LAB, f"The cell {address()} holds a formula.")]


def test_an_error_cell_is_refused_and_never_read_as_empty() -> None:
    def spoil(book: Workbook) -> None:
        cell = book[LAB][address()]
        cell.value, cell.data_type = "#N/A", "e"

    assert complaints(edited(filled(), spoil)) == [(LAB, f"The cell {address()} holds the error #N/A.")]


def test_a_percentage_cell_is_refused_because_it_stores_a_hundredth() -> None:
    data = with_cell(filled(), LAB, address(), 0.12, number_format="0.0%")
    assert complaints(data) == [(LAB, f"The cell {address()} shows a percentage, stored as 0.12.")]
