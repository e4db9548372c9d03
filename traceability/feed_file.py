"""A feed as a spreadsheet saved as CSV: read strictly, whole or not at all. Pure, no Django."""

import csv
import io
from datetime import datetime
from decimal import Decimal, InvalidOperation

from traceability.matching import StatedLine

NEEDED = ("line", "lot", "quantity", "shipped_at", "reference")
COLUMNS = (*NEEDED, "product", "unit", "consignee", "permit")
LONGEST = {"line": 120, "lot": 40, "reference": 80, "product": 40, "unit": 20, "consignee": 200, "permit": 40}
"""Characters of each text."""
MOST_LINES, DECIMALS, LARGEST = 2000, 3, Decimal(10**11)


class UnreadableFeedError(ValueError):
    """The text cannot be read without guessing; a sentence that names row and column."""


def read_feed(text: str) -> tuple[StatedLine, ...]:
    """The lines of a CSV text whose first row names the columns (`COLUMNS`, in any order).

    Raises UnreadableFeedError: unknown or missing columns, empty cells that are needed, a quantity or moment that is
    not written `1200.5` and `2026-03-31T14:05+00:00`, more than 2,000 lines.
    """
    try:
        rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff")), strict=True))
    except csv.Error as problem:
        raise UnreadableFeedError(f"The file is no CSV: {problem}.") from problem
    headings = [heading.strip() for heading in rows[0]] if rows else []
    wrong = [heading for heading in headings if heading not in COLUMNS or headings.count(heading) > 1]
    missing = [name for name in NEEDED if name not in headings]
    if wrong or missing:
        raise UnreadableFeedError(
            f"The first row names the columns {', '.join(NEEDED)}, and where known product, unit, consignee, permit; "
            f"found: {', '.join(headings) or 'nothing'}."
        )
    body = [(number, row) for number, row in enumerate(rows[1:], start=2) if any(cell.strip() for cell in row)]
    if not body:
        raise UnreadableFeedError("The file names no shipment: there is nothing under its first row.")
    if len(body) > MOST_LINES:
        raise UnreadableFeedError(f"{len(body)} lines are more than {MOST_LINES:,}. Split the file.")
    return tuple(_line(headings, row, number) for number, row in body)


def _line(headings: list[str], row: list[str], number: int) -> StatedLine:
    if len(row) > len(headings):
        raise UnreadableFeedError(f"Row {number} has more cells than the first row has columns.")
    cells = dict(zip(headings, (cell.strip() for cell in row), strict=False))
    for name in NEEDED:
        if not cells.get(name):
            raise UnreadableFeedError(f"Row {number} lacks {name}.")
    for name, text in cells.items():
        if len(text) > LONGEST.get(name, 40) or not text.isprintable():
            raise UnreadableFeedError(
                f"Row {number}, column {name}: at most {LONGEST.get(name, 40)} visible characters, please."
            )
    quantity, shipped_at = _quantity(cells.pop("quantity"), number), _moment(cells.pop("shipped_at"), number)
    return StatedLine(quantity=quantity, shipped_at=shipped_at, **cells)


def _quantity(text: str, number: int) -> Decimal:
    try:
        quantity = Decimal(text)
    except InvalidOperation:
        quantity = Decimal("NaN")
    if not quantity.is_finite() or abs(quantity) >= LARGEST or quantity != round(quantity, DECIMALS):
        raise UnreadableFeedError(
            f"Row {number}, column quantity: write a number such as 1200.5, at most three decimals, not “{text}”."
        )
    return quantity


def _moment(text: str, number: int) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise UnreadableFeedError(
            f"Row {number}, column shipped_at: write the moment with its zone, as 2026-03-31T14:05+00:00, not “{text}”."
        )
    return moment
