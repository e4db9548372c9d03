"""Rows of a genealogy as a spreadsheet saved as CSV: read strictly, whole or not at all. Pure, no Django."""

import csv
import io
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

NEEDED = ("kind", "parent", "child")
COLUMNS = (*NEEDED, "parent_item", "child_item", "child_kind", "quantity", "unit", "happened_on", "container")
LONGEST, MOST_ROWS, LARGEST = 64, 5000, Decimal(10**12)


class UnreadableGenealogyError(ValueError):
    """The text cannot be read without guessing; a sentence that names row and column."""


@dataclass(frozen=True, slots=True)
class StatedRow:
    """One row: lot `parent` went into lot `child`, both as people name them.

    `child_kind` (blend, bulk, rework, by_product, returned) enters the child where it is not on record yet.
    """

    kind: str
    parent: str
    child: str
    parent_item: str = ""
    child_item: str = ""
    child_kind: str = ""
    quantity: Decimal | None = None
    unit: str = ""
    happened_on: date | None = None
    container: str = ""


def read_genealogy(text: str) -> tuple[StatedRow, ...]:
    """The rows under a first row that names the columns (`COLUMNS`, in any order). Raises UnreadableGenealogyError."""
    try:
        rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff")), strict=True))
    except csv.Error as problem:
        raise UnreadableGenealogyError(f"The file is no CSV: {problem}.") from problem
    heads = [head.strip() for head in rows[0]] if rows else []
    wrong = [head for head in heads if head not in COLUMNS or heads.count(head) > 1]
    if wrong or any(name not in heads for name in NEEDED):
        raise UnreadableGenealogyError(
            f"The first row names the columns {', '.join(NEEDED)}, and where known {', '.join(COLUMNS[3:])}; "
            f"found: {', '.join(heads) or 'nothing'}."
        )
    body = [(number, row) for number, row in enumerate(rows[1:], start=2) if any(cell.strip() for cell in row)]
    if not body:
        raise UnreadableGenealogyError("There is nothing under the first row.")
    if len(body) > MOST_ROWS:
        raise UnreadableGenealogyError(f"{len(body)} rows are more than {MOST_ROWS:,}. Split the file.")
    return tuple(_row(heads, row, number) for number, row in body)


def _row(heads: list[str], row: list[str], number: int) -> StatedRow:
    if len(row) > len(heads):
        raise UnreadableGenealogyError(f"Row {number} has more cells than the first row has columns.")
    cells = dict(zip(heads, (cell.strip() for cell in row), strict=False))
    for name in NEEDED:
        if not cells.get(name):
            raise UnreadableGenealogyError(f"Row {number} lacks {name}.")
    for name, text in cells.items():
        if len(text) > LONGEST or not text.isprintable():
            raise UnreadableGenealogyError(
                f"Row {number}, column {name}: at most {LONGEST} visible characters, please."
            )
    quantity = _quantity(cells.pop("quantity", ""), number)
    return StatedRow(quantity=quantity, happened_on=_day(cells.pop("happened_on", ""), number), **cells)


def _quantity(text: str, number: int) -> Decimal | None:
    if not text:
        return None
    try:
        quantity = Decimal(text)
    except InvalidOperation:
        quantity = Decimal("NaN")
    if not quantity.is_finite() or abs(quantity) >= LARGEST or quantity != round(quantity, 12):
        raise UnreadableGenealogyError(f"Row {number}, column quantity: write a number such as 1200.5, not “{text}”.")
    return quantity


def _day(text: str, number: int) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise UnreadableGenealogyError(
            f"Row {number}, column happened_on: write the day as 2026-03-31, not “{text}”."
        ) from None
