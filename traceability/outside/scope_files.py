"""A scope as a workbook of four sheets, or its shipped goods as CSV; written row by row."""

from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import BinaryIO

from openpyxl import Workbook

from lots.outside.sheets import add_sheet, write_csv
from traceability.outside import scope_rows as rows
from traceability.queries.scope import Scope


def write_scope_csv(scope: Scope, file: BinaryIO) -> str:
    """What left, one row a shipment. Its SHA-256."""
    write_csv(rows.SHIPPED, rows.shipped_rows(scope), file)
    return _hash(file)


def write_scope_xlsx(scope: Scope, file: BinaryIO) -> str:
    """Summary, shipped goods, lots and steps. Its SHA-256."""
    book = Workbook(write_only=True)
    sheets: tuple[tuple[str, Sequence[str], Iterable[Sequence[rows.Cell]]], ...] = (
        ("Summary", ("What", "Answer"), rows.summary_rows(scope)),
        ("Shipped", rows.SHIPPED, rows.shipped_rows(scope)),
        ("Lots", rows.LOTS, rows.lot_rows(scope)),
        ("Steps", rows.STEPS, rows.step_rows(scope)),
    )
    for title, heads, body in sheets:
        add_sheet(book, title, heads, body)
    book.save(file)
    return _hash(file)


def _hash(file: BinaryIO) -> str:
    file.seek(0)
    digest = sha256()
    while block := file.read(65536):
        digest.update(block)
    file.seek(0)
    return digest.hexdigest()
