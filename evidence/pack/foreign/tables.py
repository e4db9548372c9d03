"""The sheets of a foreign file: a workbook's, or the one table of a CSV."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from evidence.pack.problems import NotReadable, Problem, Unreadable, printable
from evidence.pack.reasons import quoted
from masters.sheets.archive import check_archive
from masters.sheets.suspects import suspect_cells

MOST_ROWS, MOST_COLUMNS = 20_000, 200
_MARKS = (",", ";", "\t", "|")
_AS_CSV = "Save the table as CSV (UTF-8), or as XLSX."


@dataclass(frozen=True, slots=True)
class Sheet:
    """`rows` begins with the sheet's first row; empty cells are "". `suspects`: cells that hold no typed value."""

    name: str
    rows: Sequence[Sequence[Any]]
    suspects: tuple[Problem, ...] = ()

    def headings(self, header_row: int) -> list[str]:
        """The texts of a row, counted from 1, without what is invisible; none where the sheet is shorter."""
        cells = self.rows[header_row - 1] if 0 < header_row <= len(self.rows) else ()
        return [printable(" ".join(str(cell).split())) for cell in cells]


def read_sheets(data: bytes, *, file: str) -> tuple[Sheet, ...] | Unreadable:
    """Every sheet with its cells, or why the file cannot be opened."""
    try:
        sheets = _workbook(data, file) if data.startswith(b"PK") else (Sheet("", _records(data)),)
        for sheet in sheets:
            _check_size(sheet)
    except NotReadable as problem:
        return Unreadable((Problem(file, "", None, "", problem.reason, problem.cure),))
    except (CalamineError, OSError, ValueError) as error:
        return Unreadable((Problem(file, "", None, "", f"The workbook cannot be opened: {quoted(error)}.", _AS_CSV),))
    return sheets


def _workbook(data: bytes, file: str) -> tuple[Sheet, ...]:
    suspects = suspect_cells(data, file=file) if check_archive(data) else []
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    return tuple(
        Sheet(
            name,
            book.get_sheet_by_name(name).to_python(skip_empty_area=False),
            tuple(problem for problem in suspects if problem.sheet == name),
        )
        for name in book.sheet_names
    )


def _records(data: bytes) -> list[list[str]]:
    """The rows of a CSV; the mark between values is the one that its first filled line has most of."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotReadable(f"Byte {error.start + 1} is not valid UTF-8.", "Save it as CSV UTF-8.") from error
    if "\x00" in text:
        raise NotReadable("The file is not a text.", _AS_CSV)
    first = next((line for line in text.splitlines() if line.strip()), "")
    mark = max(_MARKS, key=first.count)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True))
    except csv.Error as error:
        raise NotReadable(f"This is not CSV: {error}.", "Put texts in quotes, and double a quote in them.") from error


def _check_size(sheet: Sheet) -> None:
    if len(sheet.rows) > MOST_ROWS or max((len(row) for row in sheet.rows), default=0) > MOST_COLUMNS:
        raise NotReadable(
            f"A table has more than {MOST_ROWS} rows or {MOST_COLUMNS} columns.", "Split it, one file for each lot."
        )
