"""Cells whose value is not what was typed: formulas, errors, percentages. Named one by one.

A formula's stored result may be stale or missing, and a reader that wants values gives it silently; so the
sheets' XML is searched first, and only a file that has such cells is opened again to name them.
"""

import io
import re

from openpyxl import load_workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.utils.exceptions import InvalidFileException

from masters.sheets.problems import Problem

_FORMULA = re.compile(rb"<f[\s/>]")
_CELL_FORMATS = re.compile(rb"<cellXfs.*?</cellXfs>", re.DOTALL)
_PERCENT_CODES = re.compile(rb'<numFmt\s[^>]*numFmtId="(\d+)"[^>]*formatCode="[^"]*%[^"]*"')
_BUILT_IN_PERCENT = (b"9", b"10")


def has_suspects(sheet: bytes) -> bool:
    return _FORMULA.search(sheet) is not None or b't="e"' in sheet


def has_percent_cells(styles: bytes) -> bool:
    """Whether any cell may show its number as a percentage: 12 % is stored as 0.12 there."""
    codes = {*_BUILT_IN_PERCENT, *_PERCENT_CODES.findall(styles)}
    formats = _CELL_FORMATS.search(styles)
    return formats is not None and any(b'numFmtId="' + code + b'"' in formats.group(0) for code in codes)


def suspect_cells(data: bytes, *, file: str) -> list[Problem]:
    """Every formula, error and percentage cell, by sheet and address."""
    try:
        book = load_workbook(io.BytesIO(data), data_only=False)
    except (InvalidFileException, KeyError, ValueError, TypeError, IndexError, AttributeError):
        return [Problem(file, "", None, "", "The workbook cannot be opened.", "Save it again as XLSX.")]
    return [
        Problem(file, sheet.title, cell.row, cell.coordinate, *complaint)
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if (complaint := _complaint(cell)) is not None
    ]


def _complaint(cell: Cell | MergedCell) -> tuple[str, str] | None:
    if isinstance(cell, MergedCell) or cell.value is None:
        return None
    if cell.data_type == "f":
        return f"The cell {cell.coordinate} holds a formula.", "Replace it by its value (paste as values)."
    if cell.data_type == "e":
        return (
            f"The cell {cell.coordinate} holds the error {cell.value}.",
            "Replace it by the value, or empty it.",
        )
    if cell.data_type == "n" and "%" in str(cell.number_format):
        return (
            f"The cell {cell.coordinate} shows a percentage, stored as {cell.value}.",
            "Format the cell as text, type the number, and give % as the unit.",
        )
    return None
