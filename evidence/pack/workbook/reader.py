"""A pack from a filled workbook."""

import io
from typing import Any

from pydantic import ValidationError
from python_calamine import CalamineError, CalamineWorkbook

from evidence.pack.format import FORMAT, Pack, Reading
from evidence.pack.problems import NotReadable, Problem, Unreadable
from evidence.pack.reasons import Path as PackPath
from evidence.pack.reasons import problems_of, quoted
from evidence.pack.workbook.blocks import Contents, column_name, read_sheet
from evidence.pack.workbook.layout import LISTS_SHEET, READ_ME, SHEETS, STAMP_SHEET, Block
from evidence.pack.zones import site_zone
from masters.sheets.archive import check_archive
from masters.sheets.suspects import suspect_cells

_BLOCKS: dict[tuple[str, ...], Block] = {block.path: block for sheet in SHEETS for block in sheet.blocks}
_KNOWN_SHEETS = {READ_ME, STAMP_SHEET, LISTS_SHEET, *(sheet.title for sheet in SHEETS)}
_DOWNLOAD = "Download the workbook of this lot again and copy the values over."


def read(data: bytes, *, file: str) -> Pack | Unreadable:
    """The pack in the workbook, or every problem of it by sheet, row and column."""
    contents = Contents(file)
    try:
        is_suspect = check_archive(data)
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        lot_number = _check_stamp(book)
        _read_sheets(book, contents)
    except NotReadable as problem:
        return Unreadable((Problem(file, "", None, "", problem.reason, problem.cure),))
    except (CalamineError, OSError, ValueError) as error:
        reason = f"The workbook cannot be opened: {quoted(error)}."
        return Unreadable((Problem(file, "", None, "", reason, _DOWNLOAD),))
    if is_suspect:
        contents.problems += suspect_cells(data, file=file)
    pack = _validated(contents)
    _check_lot(contents, lot_number)
    if pack is None or contents.problems:
        return Unreadable(tuple(contents.problems))
    return pack


def _check_stamp(book: CalamineWorkbook) -> str:
    """The lot the workbook was made for. Raises NotReadable for a foreign or outdated workbook."""
    if STAMP_SHEET not in book.sheet_names:
        raise NotReadable("This is not a workbook made here: its version stamp is missing.", _DOWNLOAD)
    stamp = [row[0] for row in book.get_sheet_by_name(STAMP_SHEET).to_python() if row]
    if not stamp or stamp[0] != FORMAT:
        raise NotReadable(f"The workbook's version is not {FORMAT}.", _DOWNLOAD)
    return str(stamp[1]) if len(stamp) > 1 else ""


def _read_sheets(book: CalamineWorkbook, contents: Contents) -> None:
    names = book.sheet_names
    for sheet in SHEETS:
        if sheet.title in names:
            rows = book.get_sheet_by_name(sheet.title).to_python(skip_empty_area=False)
            read_sheet(sheet, rows, contents)
        else:
            contents.refuse(sheet.title, None, "", "The sheet is missing.", _DOWNLOAD)
    for name in names:
        if name not in _KNOWN_SHEETS:
            contents.refuse(name, None, "", "The sheet is not part of the pack.", "Remove the sheet.")


def _validated(contents: Contents) -> Pack | None:
    raw = _assembled(contents)
    settings = contents.values.get(("workbook",), {})
    reading = Reading(zone=site_zone(raw), decimal_comma=settings.get("decimal_mark") == "comma")
    if settings and settings.get("decimal_mark") not in ("point", "comma"):
        contents.refuse("Header", None, "B", "The decimal mark is neither point nor comma.", _DOWNLOAD)
    try:
        return Pack.model_validate(raw, context=reading)
    except ValidationError as error:
        found = problems_of(error, file=contents.file, place=lambda path: _place(path, contents))
        refused = [details["loc"] in contents.refused for details in error.errors(include_url=False)]
        contents.problems += [problem for problem, known in zip(found, refused, strict=True) if not known]
        return None


def _assembled(contents: Contents) -> dict[str, Any]:
    raw: dict[str, Any] = {}
    for path, values in contents.values.items():
        match path:
            case ("workbook",):
                continue
            case (name,):
                raw[name] = values
            case (category, part):
                raw.setdefault(category, {})[part] = values
    return raw


def _place(path: PackPath, contents: Contents) -> tuple[str, int | None, str]:
    """Sheet, row and column of a path in the pack."""
    for length in (1, 2):
        block = _BLOCKS.get(tuple(str(part) for part in path[:length]))
        if block is None:
            continue
        names = {field.name for field in block.columns}
        rest = path[length:]
        field_name = next((part for part in rest if part in names), None)
        key = path if not block.is_table else path[: length + 1]
        sheet, row = contents.rows.get(key, (_sheet_of(block), None))
        if field_name is None:
            return sheet, row, ""
        if block.is_table:
            return sheet, row, column_name(block, str(field_name))
        heading = next(field.heading for field in block.columns if field.name == field_name)
        return sheet, row, f"B ({heading})"
    return ".".join(str(part) for part in path), None, ""


def _sheet_of(block: Block) -> str:
    return next(sheet.title for sheet in SHEETS if block in sheet.blocks)


def _check_lot(contents: Contents, lot_number: str) -> None:
    written = contents.values.get(("header",), {}).get("lot_number")
    if lot_number and isinstance(written, str) and written.strip() != lot_number:
        sheet, row = contents.rows.get(("header", "lot_number"), ("Header", 0))
        contents.refuse(
            sheet, row, "B (Lot number *)",
            f"The workbook was made for lot {lot_number}, but its header says {quoted(written)}.", _DOWNLOAD,
        )  # fmt: skip
