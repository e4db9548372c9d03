"""Changing a workbook as a person or a foreign program would, for tests of its reading."""

import io
import zipfile
from collections.abc import Callable

from openpyxl import Workbook, load_workbook


def edited(data: bytes, change: Callable[[Workbook], None]) -> bytes:
    book = load_workbook(io.BytesIO(data))
    change(book)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def with_cell(data: bytes, sheet: str, address: str, value: object, *, number_format: str | None = None) -> bytes:
    """The workbook with one cell set, as if typed there."""

    def change(book: Workbook) -> None:
        cell = book[sheet][address]
        cell.value = value
        if number_format is not None:
            cell.number_format = number_format

    return edited(data, change)


def with_part(data: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """The workbook with one part of its archive replaced."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(buffer, "w") as target:
        for part in source.namelist():
            content = source.read(part)
            target.writestr(part, change(content) if part == name else content)
    return buffer.getvalue()


def address_of(data: bytes, sheet: str, block: str, heading: str, row: int) -> str:
    """The address of a cell: the table's title, the column's heading, the table's row from 1."""
    page = load_workbook(io.BytesIO(data))[sheet]
    title = next(cell.row for cell in page["A"] if cell.value == block)
    column = next(cell.column_letter for cell in page[title + 1] if cell.value == heading)
    return f"{column}{title + 1 + row}"
