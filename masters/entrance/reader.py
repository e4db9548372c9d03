"""The filled workbook, read as it stands: what was moved, renamed or calculated is refused, not guessed."""

import io
from typing import Any

from openpyxl.utils import get_column_letter
from python_calamine import CalamineError, CalamineWorkbook

from masters.entrance.cells import is_blank
from masters.entrance.rows import Refuse, read_rows, refusing
from masters.entrance.tables import FORMAT, TABLES, Content, Table
from masters.entrance.writer import READ_ME, STAMP_SHEET
from masters.sheets.archive import check_archive
from masters.sheets.problems import NotReadable, Problem, Unreadable, printable
from masters.sheets.suspects import suspect_cells

_AGAIN = "Download the workbook again and copy the values over."
_TITLES = {table.title for table in TABLES.values()}


def read_workbook(data: bytes, *, file: str) -> Content | Unreadable:
    """The rows of every sheet, or every problem by sheet, row and column."""
    problems: list[Problem] = []
    try:
        is_suspect = check_archive(data)
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        _check_stamp(book)
        problems += suspect_cells(data, file=file) if is_suspect else ()
        content = {} if problems else _content(book, file, problems)
    except NotReadable as problem:
        return Unreadable((Problem(file, "", None, "", problem.reason, problem.cure),))
    except (CalamineError, OSError, ValueError) as error:
        reason = f"The workbook cannot be opened: “{printable(str(error))}”."
        return Unreadable((Problem(file, "", None, "", reason, _AGAIN),))
    if not problems and not any(content.values()):
        problems.append(
            Problem(file, "", None, "", "Nothing is filled in.", "Fill in the white cells, then upload it.")
        )
    return Unreadable(tuple(problems)) if problems else content


def _check_stamp(book: CalamineWorkbook) -> None:
    if STAMP_SHEET not in book.sheet_names:
        raise NotReadable("This is not a workbook made here: its version stamp is missing.", _AGAIN)
    stamp = [row[0] for row in book.get_sheet_by_name(STAMP_SHEET).to_python() if row]
    if not stamp or stamp[0] != FORMAT:
        raise NotReadable(f"The workbook's version is not {FORMAT}.", _AGAIN)


def _content(book: CalamineWorkbook, file: str, problems: list[Problem]) -> Content:
    content: Content = {}
    names = book.sheet_names
    problems += [
        Problem(file, name, None, "", "The sheet is not part of the workbook.", "Remove the sheet.")
        for name in names
        if name not in (READ_ME, STAMP_SHEET, *_TITLES)
    ]
    for table in TABLES.values():
        refuse = refusing(problems, file, table.title)
        if table.title not in names:
            refuse(None, "", "The sheet is missing.", _AGAIN)
            continue
        sheet = book.get_sheet_by_name(table.title).to_python(skip_empty_area=False)
        found = _rows(table, sheet, refuse)
        content[table.name] = read_rows(table, found, lambda name, of=table: _column(of, name), refuse)  # type: ignore[misc]
    return content


def _rows(table: Table, sheet: list[list[Any]], refuse: Refuse) -> list[tuple[int, dict[str, Any]]]:
    """The filled rows below the headings; nothing when the headings do not stand."""
    headings = [str(cell).strip() for cell in sheet[0]] if sheet else []
    while headings and not headings[-1]:
        headings.pop()
    expected = list(table.headings)
    if headings != expected:
        wrong = next((i for i, pair in enumerate(zip(headings, expected, strict=False)) if pair[0] != pair[1]), None)
        place = min(len(headings), len(expected)) if wrong is None else wrong
        should = f"be headed “{expected[place]}”" if place < len(expected) else "be empty"
        says = printable(headings[place]) if place < len(headings) else ""
        refuse(1, get_column_letter(place + 1), f"The column should {should}, but says “{says}”.", _AGAIN)
        return []
    rows = []
    for number, cells in enumerate(sheet[1:], start=2):
        if all(is_blank(cell) for cell in cells):
            continue
        for position, cell in enumerate(cells[len(expected) :], start=len(expected) + 1):
            if not is_blank(cell):
                reason = f"“{printable(str(cell))}” stands beside the table."
                refuse(number, get_column_letter(position), reason, "Move the row's values back under their headings.")
        rows.append((number, dict(zip(table.names, cells, strict=False))))
    return rows


def _column(table: Table, name: str) -> str:
    place = table.names.index(name)
    return f"{get_column_letter(place + 1)} ({table.headings[place]})"
