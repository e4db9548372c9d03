"""A complete pack whose every rule passes, and ways to change one thing in it."""

import hashlib
from collections.abc import Mapping
from typing import Any

from evidence.pack.format import Pack, Row
from tests.factories import pack_sections as sections
from tests.factories.known_lots import known_lot

__all__ = ["added", "complete_pack", "known_lot", "with_fields", "with_row", "without_rows"]


def complete_pack(**changes: object) -> Pack:
    """Evidence of one magnesium glycinate lot, whole and conforming.

    `changes` are header fields ("lot_number", "expires_on", …) or whole sections by their name
    ("laboratory", "distribution", …). For one row use `with_row`, `without_rows`, `added`.
    """
    header = {name: value for name, value in changes.items() if name not in Pack.model_fields}
    whole = {name: value for name, value in changes.items() if name in Pack.model_fields}
    content: dict[str, Any] = {
        "header": sections.header() | header,
        "batch_record": sections.batch_record(),
        "materials": sections.materials(),
        "laboratory": sections.laboratory(),
        "packaging": sections.packaging(),
        "quality_events": sections.quality_events(),
        "distribution": sections.distribution(),
        "documents": [
            {"name": name, "category": category, "title": title, "sha256": sha256_of(name)}
            for name, category, title in sections.DOCUMENTS
        ],
    }
    return Pack.model_validate(content | whole, context=sections.READING)


def sha256_of(name: str) -> str:
    """The hash of the stand-in content that a document of this pack has: its own name."""
    return hashlib.sha256(name.encode()).hexdigest()


def with_row(pack: Pack, table: str, where: Mapping[str, object], **fields: object) -> Pack:
    """The pack with `fields` set in every row of `table` ("laboratory.results") that matches `where`.

    Times without an offset are site time, as in a file. Raises LookupError when no row matches.
    """
    rows = _rows(pack, table)
    if not any(_matches(row, where) for row in rows):
        raise LookupError(f"No row of {table} matches {dict(where)}.")
    return _replaced(pack, table, [_changed(row, fields) if _matches(row, where) else row for row in rows])


def without_rows(pack: Pack, table: str, where: Mapping[str, object] | None = None) -> Pack:
    """The pack without the rows of `table` that match `where` (all rows when it is not given)."""
    return _replaced(pack, table, [row for row in _rows(pack, table) if not _matches(row, where or {})])


def added(pack: Pack, table: str, **fields: object) -> Pack:
    """The pack with one more row at the end of `table`."""
    return _replaced(pack, table, [*_rows(pack, table), fields])


def with_fields(pack: Pack, section: str, **fields: object) -> Pack:
    """The pack with fields of a single record changed: "header", "packaging.label", "laboratory.sampling"."""
    record: Any = pack
    for name in section.split("."):
        record = getattr(record, name)
    return _replaced(pack, section, _changed(record, fields))


def _rows(pack: Pack, table: str) -> list[Row]:
    category, name = table.split(".") if "." in table else ("", table)
    return list(getattr(getattr(pack, category) if category else pack, name))


def _matches(row: Row, where: Mapping[str, object]) -> bool:
    return all(getattr(row, name) == value for name, value in where.items())


def _changed(row: Row, fields: Mapping[str, object]) -> Row:
    values = {name: getattr(row, name) for name in type(row).model_fields}
    return type(row).model_validate(values | dict(fields), context=sections.READING)


def _replaced(pack: Pack, path: str, value: object) -> Pack:
    category, _, name = path.partition(".")
    if name:
        section = getattr(pack, category)
        fields = {field: getattr(section, field) for field in type(section).model_fields}
        value = fields | {name: value}
    values = {field: getattr(pack, field) for field in Pack.model_fields}
    return Pack.model_validate(values | {category: value}, context=sections.READING)
