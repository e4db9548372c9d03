"""The workbook: one sheet a table, prefilled with what is known."""

import io
import re

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from masters.entrance.cells import written
from masters.entrance.tables import FORMAT, TABLES, Column, Content, Row, Table

READ_ME, STAMP_SHEET = "Read me", "stamp"
SPARE_ROWS = 200
_TEXT = "@"
_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")  # “_x0041_” in a cell means the letter A
_HEAD, _HEAD_FILL = Font(bold=True, color="FFFFFF"), PatternFill("solid", fgColor="1F4B5F")


def write_workbook(content: Content, *, title: str) -> bytes:
    """The workbook holding these rows; read again, it says the same. `title` stands on its first sheet."""
    book = Workbook()
    read_me: Worksheet = book.worksheets[0]
    read_me.title = READ_ME
    read_me.column_dimensions["A"].width = 110
    for number, line in enumerate(_read_me(title), start=1):
        _write(read_me, number, 1, line)
    read_me["A1"].font = Font(bold=True, size=15)
    for table in TABLES.values():
        _write_table(book.create_sheet(table.title), table, content.get(table.name, ()))
    stamp: Worksheet = book.create_sheet(STAMP_SHEET)
    _write(stamp, 1, 1, FORMAT)
    stamp.sheet_state = "veryHidden"
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _write_table(page: Worksheet, table: Table, rows: tuple[Row, ...]) -> None:
    page.freeze_panes = "A2"
    last = len(rows) + 1 + SPARE_ROWS
    for position, column in enumerate(table.columns, start=1):
        letter = get_column_letter(position)
        page.column_dimensions[letter].width = 40 if column.name in ("name", "instruction", "basis", "tests") else 18
        page.column_dimensions[letter].number_format = _TEXT
        _write(page, 1, position, column.heading)
        head = page.cell(1, position)
        head.font, head.fill, head.alignment = _HEAD, _HEAD_FILL, Alignment(wrap_text=True, vertical="top")
        if column.choices:
            _offer(page, column, f"{letter}2:{letter}{last}")
        for number, row in enumerate(rows, start=2):
            _write(page, number, position, written(row.values.get(column.name)))


def _write(page: Worksheet, row: int, column: int, text: str) -> None:
    """A text stays a text: what begins with = is no formula, 007 stays 007, nothing turns into a date."""
    cell = page.cell(row, column)
    cell.number_format = _TEXT
    if text:
        cell.value = _ESCAPED.sub("_x005F_", text)
        cell.data_type = "s"


def _offer(page: Worksheet, column: Column, cells: str) -> None:
    listed = DataValidation(type="list", formula1=f'"{",".join(column.choices)}"', allow_blank=True)
    listed.add(cells)
    page.add_data_validation(listed)


def _read_me(title: str) -> list[str]:
    return [
        title,
        "First versions of products: master record, specification, sampling plan, label; and who may supply and test.",
        "",
        "One sheet a table, one row a thing. A column with a star must be given. Leave a cell empty when there is",
        "nothing to say: never write 0, n/a or a dash for it. Never move or rename a heading.",
        "The column product holds the product's code of the sheet Products, or of a product that is added already.",
        "A version has one row on its own sheet and its lines on the sheets behind it.",
        "",
        "Numbers: plain digits with a decimal point. Dates: year-month-day. Several words of one cell: parted by ;",
        "Units are UCUM codes: kg, mg, %, ppm, {capsule}. Limits as they read: NMT 0.5 ppm, 90 to 110, complies.",
        "version is the number on paper, valid_from the day from which it holds there; it may lie in the past.",
        "No formulas: paste as values. A file with one is refused and the cell is named.",
        "",
        "Upload it where you downloaded it. You see what each row would do; nothing holds before it is signed.",
    ]
