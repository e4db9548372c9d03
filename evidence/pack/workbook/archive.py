"""What a workbook's bytes may contain: an ordinary XLSX, no macros, no bombs, no formulas, no error cells.

A formula's stored result may be stale or missing, and readers that want values give it silently; so the
sheets' XML is searched first, and only a file that has such cells is opened again to name them.
"""

import io
import re
import zipfile

from openpyxl import load_workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.utils.exceptions import InvalidFileException

from evidence.pack.problems import NotReadable, Problem

LARGEST_CONTENT = 300 * 2**20
MOST_PARTS = 500
_CURE = "Download the blank workbook of this lot and fill it in."
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml\Z")
# a formula element, with or without a prefix, or an error cell; a text that looks so only costs time
_SUSPECT = (b"<f>", b"<f ", b"<f/", b"<f\n", b":f>", b":f ", b":f/", b't="e"', b"t='e'")
_CELL_FORMATS = re.compile(rb"<cellXfs.*?</cellXfs>", re.DOTALL)
_PERCENT_CODES = re.compile(rb"<numFmt\s[^>]*numFmtId=\"(\d+)\"[^>]*formatCode=\"[^\"]*%[^\"]*\"")


def check_archive(data: bytes) -> list[str]:
    """The names of the sheet parts that need `suspect_cells`. Raises NotReadable when this is no workbook."""
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise NotReadable(
            "The workbook is encrypted or in the old XLS form.", "Save it as XLSX without password."
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _check_parts(archive)
    except (zipfile.BadZipFile, EOFError, OSError, RuntimeError, NotImplementedError, ValueError) as error:
        raise NotReadable("The file is not a readable XLSX workbook.", _CURE) from error


def _check_parts(archive: zipfile.ZipFile) -> list[str]:
    parts = archive.infolist()
    names = [part.filename for part in parts]
    if "xl/workbook.xml" not in names:
        raise NotReadable("The file is not an XLSX workbook.", _CURE)
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_CONTENT:
        raise NotReadable("The workbook unpacks to more than a pack can hold.", _CURE)
    if len(set(names)) != len(names):
        raise NotReadable("The workbook holds two parts of one name.", _CURE)
    if any(name.endswith("vbaProject.bin") for name in names):
        raise NotReadable("The workbook holds macros.", "Save it as XLSX, without macros.")
    suspects = []
    has_percent_cells = _has_percent_cells(archive, names)
    for name in names:
        if name.endswith((".xml", ".rels")):
            content = archive.read(name)
            _check_part(name, content)
            if _SHEET.match(name) and (has_percent_cells or any(mark in content for mark in _SUSPECT)):
                suspects.append(name)
    return suspects


def _check_part(name: str, content: bytes) -> None:
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise NotReadable("The workbook declares XML entities.", _CURE)
    if name == "xl/workbook.xml" and re.search(rb"date1904=[\"'](?:1|true)", content):
        raise NotReadable("The workbook counts its dates from 1904.", "Switch the 1904 date system off.")


def _has_percent_cells(archive: zipfile.ZipFile, names: list[str]) -> bool:
    """Whether any cell may show its number as a percentage: 12 % is stored as 0.12 there."""
    if "xl/styles.xml" not in names:
        return False
    styles = archive.read("xl/styles.xml")
    percent = {b"9", b"10", *_PERCENT_CODES.findall(styles)}
    formats = _CELL_FORMATS.search(styles)
    return bool(formats) and any(b'numFmtId="' + code + b'"' in formats.group(0) for code in percent)


def suspect_cells(data: bytes, *, file: str) -> list[Problem]:
    """Every formula, error and percentage cell, by sheet and address."""
    try:
        book = load_workbook(io.BytesIO(data), data_only=False)
    except (InvalidFileException, KeyError, ValueError, TypeError, IndexError, AttributeError):
        return [Problem(file, "", None, "", "The workbook cannot be opened.", _CURE)]
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
