"""A workbook of a lot: blank but for what the platform knows, or filled with a pack's values."""

import io
import re
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from evidence.pack.carrying import begun
from evidence.pack.format import FORMAT, Pack
from evidence.pack.known import KnownLot, prefilled
from evidence.pack.units import CODES, label
from evidence.pack.workbook import styles
from evidence.pack.workbook.cells import Written, write_cell
from evidence.pack.workbook.layout import LISTS_SHEET, READ_ME, SHEETS, STAMP_SHEET, Block, Column, Settings
from evidence.pack.workbook.read_me import read_me_lines

SPARE_ROWS, SPARE_ROWS_LAST = 10, 40  # below the last table of a sheet every row is open, see _widen
LONGEST_PROMPT, LONGEST_LIST = 250, 250
_UNITS_RANGE = f"{LISTS_SHEET}!$A$1:$A${len(CODES)}"


def blank(known: KnownLot, last: Pack | None = None, *, decimal_comma: bool = False) -> bytes:
    """The lot's workbook with what is known filled in and locked, and the static parts of the `last` pack filled in.

    The decimal mark is the writer's choice.
    """
    return fill(begun(known, last), known, decimal_comma=decimal_comma)


def fill(pack: Pack, known: KnownLot, *, decimal_comma: bool = False) -> bytes:
    """The same workbook holding a pack's values; cells that say what is known of the lot are locked."""
    book = Workbook()
    styles.register(book)
    _write_read_me(book, known)
    given = prefilled(known)
    for sheet in SHEETS:
        page: Worksheet = book.create_sheet(sheet.title)
        _write_line(page, 1, sheet.title, "sheet title")
        _write_line(page, 2, "White cells are yours, gray cells are known. A * must be given.", "guide")
        row = 4
        for block in sheet.blocks:
            spare = SPARE_ROWS_LAST if block is sheet.blocks[-1] else SPARE_ROWS
            writing = _BlockWriting(page, block, pack, given, decimal_comma=decimal_comma)
            row = (writing.write_table(row, spare) if block.is_table else writing.write_record(row)) + 1
        _protect(page)
    _write_hidden(book, pack)
    book.calculation.fullCalcOnLoad = False
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


# “_x0041_” in a cell means the letter A; the underscore that begins it is escaped to stay what it is
_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


class _BlockWriting:
    """One block on its sheet: title, headings, rows, drop-down lists and prompts."""

    def __init__(self, page: Worksheet, block: Block, pack: Pack, given: Pack, *, decimal_comma: bool) -> None:
        self.page, self.block, self.decimal_comma = page, block, decimal_comma
        self.zone = pack.header.zone
        settings = Settings(decimal_mark="comma" if decimal_comma else "point")
        is_settings = block.path == ("workbook",)
        self.source = settings if is_settings else _part(pack, block)
        self.given = settings if is_settings else _part(given, block)

    def write_table(self, row: int, spare: int) -> int:
        _write_line(self.page, row, self.block.title, "block title")
        for position, field in enumerate(self.block.columns, start=1):
            _write(self.page.cell(row + 1, position), field.heading, "heading")
            _widen(self.page, position, field)
        first, items, given = row + 2, list(self.source), list(self.given)
        for offset in range(len(items) + spare):
            item = items[offset] if offset < len(items) else None
            known = given[offset] if offset < len(given) else None
            for position, field in enumerate(self.block.columns, start=1):
                self._write_value(self.page.cell(first + offset, position), field, item, known)
        last = first + len(items) + spare - 1
        for position, field in enumerate(self.block.columns, start=1):
            letter = get_column_letter(position)
            _advise(self.page, field, f"{letter}{first}:{letter}{last}")
        return last + 1

    def write_record(self, row: int) -> int:
        _write_line(self.page, row, self.block.title, "block title")
        for line, field in enumerate(self.block.columns, start=row + 1):
            _write(self.page.cell(line, 1), field.heading, "heading")
            self._write_value(self.page.cell(line, 2), field, self.source, self.given)
            _write(self.page.cell(line, 3), field.description, "guide")
            _advise(self.page, field, f"B{line}")
        _widen(self.page, 1, self.block.columns[0])
        return row + 1 + len(self.block.columns)

    def _write_value(self, cell: Cell, field: Column, item: Any, known: Any) -> None:
        value = getattr(item, field.name) if item is not None else None
        is_known = known is not None and value is not None and getattr(known, field.name) == value
        written = write_cell(field.kind, value, zone=self.zone, decimal_comma=self.decimal_comma)
        _write(cell, written, styles.style_name(field.kind, is_known=is_known))


def _part(pack: Pack, block: Block) -> Any:
    part: Any = pack
    for name in block.path:
        part = getattr(part, name)
    return part


def _write(cell: Cell, written: Written, style: str) -> None:
    """A text stays a text: what begins with = is no formula (the writer may be hostile)."""
    cell.style = style
    if isinstance(written, str):
        cell.value = _ESCAPED.sub("_x005F_", written)
        cell.data_type = "s"
        cell.number_format = styles.TEXT_FORMAT
    elif written is not None:
        number_format = cell.number_format
        cell.value = written
        cell.number_format = number_format


def _write_line(page: Worksheet, row: int, text: str, style: str) -> None:
    _write(page.cell(row, 1), text, style)


def _widen(page: Worksheet, position: int, field: Column) -> None:
    dimension = page.column_dimensions[get_column_letter(position)]
    dimension.width = max(dimension.width, styles.WIDTHS.get(field.kind, 18))
    dimension.protection = Protection(locked=False)
    dimension.number_format = styles.TEXT_FORMAT


def _advise(page: Worksheet, field: Column, cells: str) -> None:
    """The field's description as a prompt, and its choices as a drop-down list."""
    listed = ",".join(field.choices)
    if field.kind == "unit":
        advice = DataValidation(type="list", formula1=_UNITS_RANGE, allow_blank=True)
    elif listed and len(listed) <= LONGEST_LIST:
        advice = DataValidation(type="list", formula1=f'"{listed}"', allow_blank=True)
    else:
        advice = DataValidation(allow_blank=True)
    advice.showErrorMessage = bool(listed)
    advice.showInputMessage = True
    advice.promptTitle = field.heading[:32]
    advice.prompt = field.description[:LONGEST_PROMPT]
    advice.add(cells)
    page.add_data_validation(advice)


def _protect(page: Worksheet) -> None:
    """Locked cells hold the headings and what is known; there is no password, it guards against slips."""
    page.protection.sheet = True
    page.protection.insertRows = False
    page.protection.formatColumns = False
    page.protection.formatRows = False
    page.sheet_view.showGridLines = False


def _write_read_me(book: Workbook, known: KnownLot) -> None:
    page: Worksheet = book.worksheets[0]
    page.title = READ_ME
    for row, (text, style) in enumerate(read_me_lines(known), start=1):
        _write_line(page, row, text, style)
    page.column_dimensions["A"].width = 110
    _protect(page)


def _write_hidden(book: Workbook, pack: Pack) -> None:
    stamp: Worksheet = book.create_sheet(STAMP_SHEET)
    for row, text in enumerate((FORMAT, pack.header.lot_number), start=1):
        _write_line(stamp, row, text, "guide")
    lists: Worksheet = book.create_sheet(LISTS_SHEET)
    for row, code in enumerate(CODES, start=1):
        _write_line(lists, row, label(code), "guide")
    for page in (stamp, lists):
        page.sheet_state = "veryHidden"
        _protect(page)
