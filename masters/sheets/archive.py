"""What a workbook's bytes may contain: an ordinary XLSX, no macros, no bombs, no cells out of all bounds.

The reader lays a sheet out as a full rectangle: one cell at XFD1048576 would ask for more memory than there
is and end the process, so positions are checked in the XML before it is handed on.
"""

import io
import re
import zipfile
import zlib

from masters.sheets.problems import NotReadable
from masters.sheets.suspects import has_percent_cells, has_suspects

LARGEST_CONTENT = 100 * 2**20
MOST_PARTS = 500
MOST_ROWS = 99_999
MOST_LOOKS = 10_000
_CURE = "Download the blank workbook again and fill it in."
_SAVE_AGAIN = "Open it in a spreadsheet program and save it again as XLSX."
# a cell or row whose tag doesn't begin with one address up to column AZ and row 99 999
_MISPLACED = re.compile(rb'<(?:c|row)(?=[\s>/])(?! r="A?[A-Z]?[0-9]{1,5}"(?: (?!r=)[A-Za-z0-9:_]++="[^"]*+")*+ ?/?>)')
_PREFIXED = re.compile(rb"</?[A-Za-z0-9_]+:(?:c|row|f)[\s>/]")
_DECLARED = re.compile(rb"<!")
_ENDS_PREFIXED = re.compile(rb":(?:c|row|f)[\s>/]")

# what zipfile raises on broken, truncated, encrypted or exotic archives
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError, LookupError)


def check_archive(data: bytes) -> bool:
    """Whether the workbook needs `suspect_cells`. Raises NotReadable when it is none, or a dangerous one."""
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise NotReadable("The workbook has a password or the old XLS form.", "Save it as XLSX, no password.")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _check_parts(archive)
    except NotReadable:
        raise
    except _BROKEN as error:
        raise NotReadable("The file is not a readable XLSX workbook.", _CURE) from error


def _check_parts(archive: zipfile.ZipFile) -> bool:
    parts = archive.infolist()
    names = [part.filename for part in parts]
    if "xl/workbook.xml" not in names:
        raise NotReadable("The file is not an XLSX workbook.", _CURE)
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_CONTENT:
        raise NotReadable("The workbook unpacks to more than can be read.", _CURE)
    if len({name.casefold() for name in names}) != len(names):
        raise NotReadable("The workbook holds two parts of one name.", _SAVE_AGAIN)
    if any(name.endswith("vbaProject.bin") for name in names):
        raise NotReadable("The workbook holds macros.", "Save it as XLSX, without macros.")
    is_suspect = False
    for name in names:
        is_suspect |= _check_part(name, archive.read(name))
    return is_suspect


def _check_part(name: str, content: bytes) -> bool:
    """Whether this part may hold formulas, errors or percentages."""
    if not content.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"):
        if name.endswith((".xml", ".rels")):
            raise NotReadable("The workbook holds a part that is not XML.", _SAVE_AGAIN)
        return False
    if b"\x00" in content or _meets(content, _DECLARED, b"!", before=1):
        raise NotReadable("The workbook holds XML that a spreadsheet program doesn't write.", _SAVE_AGAIN)
    if name == "xl/workbook.xml" and re.search(rb"date1904=[\"'](?:1|true)", content):
        raise NotReadable("The workbook counts its dates from 1904.", "Switch the 1904 date system off.")
    if name == "xl/styles.xml":
        return has_percent_cells(content)
    if b"sheetData" in content:
        _check_bounds(content)
        return has_suspects(content)
    return False


def _meets(content: bytes, pattern: re.Pattern[bytes], mark: bytes, before: int = 0) -> bool:
    """Whether the pattern stands in it, looked for by its `mark`: a byte that is rare where “<” is the commonest.

    `before`: bytes of the pattern before the mark. Where marks abound, the rest is searched as usual.
    """
    place = content.find(mark)
    for _ in range(MOST_LOOKS):
        if place < 0:
            return False
        if pattern.match(content, place - before):
            return True
        place = content.find(mark, place + 1)
    return place >= 0 and pattern.search(content, place - before) is not None


def _check_bounds(sheet: bytes) -> None:
    if _meets(sheet, _ENDS_PREFIXED, b":") and _PREFIXED.search(sheet):
        raise NotReadable("The workbook was not written by a spreadsheet program.", _SAVE_AGAIN)
    if _MISPLACED.search(sheet) or sheet.count(b'<row r="') > MOST_ROWS:
        raise NotReadable(
            f"A sheet has cells without address, or beyond column AZ or row {MOST_ROWS}.",
            "Remove what stands outside of the tables.",
        )
