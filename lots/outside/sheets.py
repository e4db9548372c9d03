"""CSV and XLSX of table rows, written row by row into a file, so that memory does not grow with the list."""

import csv
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from io import TextIOWrapper
from typing import BinaryIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

Cell = str | Decimal | date | datetime | int | None
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_BAD_IN_XML = {code: "\N{REPLACEMENT CHARACTER}" for code in range(32) if code not in (9, 10, 13)}


def neutral(value: Cell) -> Cell:
    """Text that a spreadsheet would run as a formula gets an apostrophe; a figure stays a figure."""
    if not isinstance(value, str):
        return value
    return f"'{value}" if value.startswith(_FORMULA) else value


def write_csv(heads: Sequence[str], rows: Iterable[Sequence[Cell]], file: BinaryIO) -> None:
    """UTF-8 with a byte-order mark, so that Excel reads it as what it is; dates as 2026-03-14."""
    text = TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text)
    writer.writerow(heads)
    for row in rows:
        writer.writerow(["" if cell is None else _plain(cell) for cell in row])
    text.detach()


def _plain(cell: Cell) -> str:
    if isinstance(cell, Decimal):
        return f"{cell:f}"
    if isinstance(cell, datetime):
        return cell.isoformat(timespec="seconds")
    return str(neutral(cell))


def write_xlsx(title: str, heads: Sequence[str], rows: Iterable[Sequence[Cell]], file: BinaryIO) -> None:
    """One sheet with a bold head that stays in sight; openpyxl streams the rows through a temporary file."""
    book = Workbook(write_only=True)
    add_sheet(book, title, heads, rows)
    book.save(file)


def add_sheet(book: Workbook, title: str, heads: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    """One more sheet of a write-only workbook, with its bold head."""
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    bold = Font(bold=True)
    head_cells = [WriteOnlyCell(sheet, head) for head in heads]
    for cell in head_cells:
        cell.font = bold
    sheet.append(head_cells)
    for row in rows:
        sheet.append([_excel(cell) for cell in row])


def _excel(cell: Cell) -> Cell:
    if isinstance(cell, datetime):
        return cell.isoformat(timespec="seconds")  # a workbook's own times know no zone
    if isinstance(cell, str):
        return str(neutral(cell)).translate(_BAD_IN_XML)
    return cell
