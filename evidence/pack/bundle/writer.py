"""A bundle of a lot: blank but for what the platform knows, or filled with a pack's values."""

import csv
import io
import zipfile
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from evidence.pack.bundle.neutral import neutralized
from evidence.pack.bundle.tables import BUNDLE_FORMAT, MANIFEST, READ_ME, TABLES, Manifest
from evidence.pack.carrying import begun
from evidence.pack.format import FORMAT, Pack
from evidence.pack.format.fields import write_moment
from evidence.pack.known import KnownLot
from evidence.pack.workbook.cells import write_cell
from evidence.pack.workbook.layout import Block, Column

_MADE_AT = (2000, 1, 1, 0, 0, 0)  # one pack, one sequence of bytes, whenever it is written
_BYTE_ORDER_MARK = "\ufeff"  # without it a spreadsheet program takes UTF-8 for the machine's own code page


def blank(known: KnownLot, last: Pack | None = None, *, decimal_comma: bool = False) -> bytes:
    """The lot's bundle with what is known filled in, and the static parts of the `last` pack."""
    return fill(begun(known, last), decimal_comma=decimal_comma)


def fill(pack: Pack, *, decimal_comma: bool = False) -> bytes:
    """The zip: manifest, read me, and a CSV for every table of the format, empty ones with their headings."""
    manifest = Manifest(
        format=FORMAT,
        bundle=BUNDLE_FORMAT,
        lot_number=pack.header.lot_number,
        decimal_mark="comma" if decimal_comma else "point",
        tables=tuple(TABLES),
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        _add(archive, MANIFEST, manifest.model_dump_json(indent=1) + "\n")
        _add(archive, READ_ME, read_me())
        for name, block in TABLES.items():
            _add(archive, name, _BYTE_ORDER_MARK + _table(pack, block, decimal_comma=decimal_comma))
    return buffer.getvalue()


def _add(archive: zipfile.ZipFile, name: str, text: str) -> None:
    entry = zipfile.ZipInfo(name, _MADE_AT)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    archive.writestr(entry, text.encode("utf-8"))


def _table(pack: Pack, block: Block, *, decimal_comma: bool) -> str:
    part: Any = pack
    for name in block.path:
        part = getattr(part, name)
    items = part if block.is_table else (part,)
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(column.name for column in block.columns)
    for item in items:
        writer.writerow(_cell(item, column, pack.header.zone, decimal_comma=decimal_comma) for column in block.columns)
    return text.getvalue()


def _cell(item: Any, column: Column, zone: ZoneInfo, *, decimal_comma: bool) -> str:
    value = getattr(item, column.name)
    if isinstance(value, datetime):
        return _site_time(value, zone)
    if isinstance(value, date):
        return value.isoformat()
    if column.kind == "unit":
        return str(value or "")  # the UCUM code, as in the JSON form
    written = write_cell(column.kind, value, zone=zone, decimal_comma=decimal_comma)
    text = "" if written is None else str(written)
    return text if column.kind == "number" else neutralized(text)


def _site_time(moment: datetime, zone: ZoneInfo) -> str:
    """Site time with its offset, so that the hour that comes twice a year stays one moment."""
    text = moment.astimezone(zone).isoformat(timespec="seconds")
    return text if len(text) == len("2026-03-10T07:30:00-06:00") else write_moment(moment)


def read_me() -> str:
    """What each column means, for the one who fills the bundle in or writes a program that does."""
    lines = [
        f"Evidence pack, format {FORMAT}, as a CSV bundle ({BUNDLE_FORMAT}).",
        "One CSV a table: UTF-8, comma or semicolon, the first line names the columns. Dates: year-month-day.",
        "Times: site time of header.csv, or with an offset. Empty: there is nothing to say; never 0, n/a or a dash.",
        "A text that begins with = + - @ or an apostrophe has an apostrophe before it; it is taken off when read.",
        "Zip the files again with the manifest and hand the zip over. A * must be given.",
    ]
    for name, block in TABLES.items():
        lines += ["", f"{name}: {block.title}" + ("" if block.is_table else ", one row")]
        lines += [f"  {column.name}{_star(column)}: {column.description}{_choices(column)}" for column in block.columns]
    return "\r\n".join(lines) + "\r\n"


def _star(column: Column) -> str:
    return " *" if column.heading.endswith("*") else ""


def _choices(column: Column) -> str:
    return f" One of: {', '.join(column.choices)}." if column.choices else ""
