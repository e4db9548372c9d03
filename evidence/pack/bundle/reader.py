"""A pack from a CSV bundle."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from evidence.pack import json_text
from evidence.pack.bundle.archive import contents
from evidence.pack.bundle.neutral import restored
from evidence.pack.bundle.tables import BUNDLE_FORMAT, MANIFEST, TABLES, Manifest, file_name
from evidence.pack.format import FORMAT, Pack, Reading
from evidence.pack.problems import NotReadable, Problem, Unreadable, printable
from evidence.pack.reasons import Path, problems_of, quoted
from evidence.pack.workbook.cells import read_cell
from evidence.pack.workbook.layout import Block
from evidence.pack.zones import site_zone

_DOWNLOAD = "Download the bundle of this lot again and copy the values over."
_HEADINGS = 1  # the line of headings is row 1, as a spreadsheet program counts


@dataclass
class _Found:
    """What was taken from the tables: raw values, the row of each item, and the problems."""

    file: str
    raw: dict[str, Any] = field(default_factory=dict)
    rows: dict[tuple[str, int], int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    refused: set[tuple[int | str, ...]] = field(default_factory=set)

    def refuse(self, table: str, row: int | None, column: str, reason: str, cure: str) -> None:
        self.problems.append(Problem(self.file, table, row, column, reason, cure))


def read(data: bytes, *, file: str) -> Pack | Unreadable:
    """The pack in the zip, or every problem of it by table, row and column."""
    found = _Found(file)
    try:
        parts = contents(data)
        manifest = _manifest(parts, file)
    except NotReadable as problem:
        return Unreadable((Problem(file, "", None, "", problem.reason, problem.cure),))
    for name in sorted(set(parts) - {MANIFEST} - set(manifest.tables)):
        found.refuse(name, None, "", "The manifest does not list this table.", "List it, or remove it.")
    for name in manifest.tables:
        if name not in TABLES:
            found.refuse(
                MANIFEST, None, "tables", f"{quoted(name)} is not a table of the pack.", "Correct the manifest."
            )
        elif name not in parts:
            found.refuse(name, None, "", "The table is missing.", "Add it, or take it off the manifest's list.")
        else:
            _read_table(name, parts[name], found)
    return _validated(manifest, found)


def _manifest(parts: dict[str, bytes], file: str) -> Manifest:
    if MANIFEST not in parts:
        raise NotReadable(f"This is not a bundle made here: {MANIFEST} is missing.", _DOWNLOAD)
    given = json_text.parse(parts[MANIFEST], file=file)
    if isinstance(given, Unreadable):
        raise NotReadable(f"{MANIFEST} cannot be read: {given.problems[0].reason}", _DOWNLOAD)
    version = (given.get("format"), given.get("bundle")) if isinstance(given, dict) else None
    if version != (FORMAT, BUNDLE_FORMAT):
        raise NotReadable(f"The bundle's version is not {FORMAT} as {BUNDLE_FORMAT}.", _DOWNLOAD)
    try:
        return Manifest.model_validate(given)
    except ValidationError as error:
        place = ".".join(map(str, error.errors()[0]["loc"]))
        raise NotReadable(f"{MANIFEST} cannot be read at {quoted(place)}.", _DOWNLOAD) from error


def _read_table(name: str, data: bytes, found: _Found) -> None:
    block = TABLES[name]
    items: list[dict[str, Any]] = []
    try:
        records = _records(data)
        columns = _columns(name, block, next(records, []), found)
        for row, cells in enumerate(records, start=_HEADINGS + 1):
            if columns and any(cell.strip() for cell in cells):
                found.rows[(name, len(items))] = row
                items.append(_item(name, block, (row, len(items)), list(zip(columns, cells, strict=False)), found))
                if len(cells) > len(columns):
                    found.refuse(name, row, "", "The row has more values than headings.", "Put texts in quotes.")
    except NotReadable as problem:
        found.refuse(name, None, "", problem.reason, problem.cure)
    if not block.is_table and len(items) > 1:
        found.refuse(name, found.rows[(name, 1)], "", "This table holds one row.", "Remove the other rows.")
    _keep(found.raw, block, items if block.is_table else next(iter(items), {}))


def _records(data: bytes) -> Iterator[list[str]]:
    """The records of a CSV; the mark between values is the one that the headings stand apart by."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotReadable(f"Byte {error.start + 1} is not valid UTF-8.", "Save it as CSV UTF-8.") from error
    mark = ";" if ";" in text.partition("\n")[0] else ","
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    except csv.Error as error:
        raise NotReadable(f"This is not CSV: {error}.", "Put texts in quotes, and double a quote in them.") from error


def _columns(name: str, block: Block, headings: list[str], found: _Found) -> list[str]:
    known = {column.name for column in block.columns}
    named = [heading.strip() for heading in headings]
    for place, heading in enumerate(named):
        if heading not in known:
            reason = f"The column {quoted(heading)} is not part of the table."
        elif heading in named[:place]:
            reason = f"The column {quoted(heading)} stands twice."
        else:
            continue
        found.refuse(name, _HEADINGS, printable(heading), reason, _DOWNLOAD)
        return []
    if not named:
        found.refuse(name, None, "", "The table has no headings.", _DOWNLOAD)
    return named


def _item(
    name: str, block: Block, place: tuple[int, int], cells: list[tuple[str, str]], found: _Found
) -> dict[str, Any]:
    row, position = place
    kinds = {column.name: column.kind for column in block.columns}
    item: dict[str, Any] = {}
    for column, cell in cells:
        if not cell.strip():
            continue
        try:
            item[column] = read_cell(kinds[column], restored(cell))
        except NotReadable as problem:
            found.refused.add((*block.path, *([position] if block.is_table else []), column))
            found.refuse(name, row, column, problem.reason, problem.cure)
    return item


def _keep(raw: dict[str, Any], block: Block, value: object) -> None:
    *above, last = block.path
    for part in above:
        raw = raw.setdefault(part, {})
    raw[last] = value


def _validated(manifest: Manifest, found: _Found) -> Pack | Unreadable:
    found.raw.setdefault("header", {})
    lot_number = found.raw["header"].get("lot_number", "")
    if lot_number.strip() != manifest.lot_number:
        reason = f"The manifest names lot {quoted(manifest.lot_number)}, the header {quoted(lot_number)}."
        found.refuse("header.csv", _HEADINGS + 1, "lot_number", reason, _DOWNLOAD)
    reading = Reading(zone=site_zone(found.raw), decimal_comma=manifest.decimal_mark == "comma")
    try:
        pack = Pack.model_validate(found.raw, context=reading)
    except ValidationError as error:
        read = problems_of(error, file=found.file, place=lambda path: _place(path, found))
        known = [details["loc"] in found.refused for details in error.errors(include_url=False)]
        found.problems += [problem for problem, is_known in zip(read, known, strict=True) if not is_known]
        return Unreadable(tuple(found.problems))
    return Unreadable(tuple(found.problems)) if found.problems else pack


def _place(path: Path, found: _Found) -> tuple[str, int | None, str]:
    """Table, row and column of a path in the pack."""
    for length in (1, 2):
        block = next((block for block in TABLES.values() if block.path == tuple(map(str, path[:length]))), None)
        if block is None:
            continue
        name, rest = file_name(block), path[length:]
        position = rest[0] if block.is_table and rest and isinstance(rest[0], int) else 0
        column = next((part for part in rest if isinstance(part, str)), "")
        return name, found.rows.get((name, position)), column
    return ".".join(str(part) for part in path), None, ""
