"""What differs between two versions of a pack, row by row: rows are matched by what names them.

A row is named by the fields that must be given (step number, component lot, test …); the second row of one name
is matched with the second. Works on rows as they are stored: section path → plain dictionaries in order.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from evidence.pack.format import Pack
from evidence.pack.workbook.layout import SHEETS

Rows = Mapping[str, Sequence[Mapping[str, Any]]]
Key = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field's stored texts before and after; None where it was missing."""

    name: str
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class RowChange:
    """`kind` is added, removed or changed; `name` is what the row is known by; `position` in its own version."""

    section: str
    kind: str
    name: str
    position: int
    fields: tuple[FieldChange, ...] = ()


@cache
def naming_fields(section: str) -> tuple[str, ...]:
    """The fields that must be given in a row of this section; none for a single record."""
    block = next((b for sheet in SHEETS for b in sheet.blocks if ".".join(b.path) == section), None)
    if block is None or not block.is_table:
        return ()
    return tuple(column.name for column in block.columns if column.heading.endswith(" *"))


def compare(old: Rows, new: Rows) -> tuple[RowChange, ...]:
    """Every row that was added, removed or changed, in the order of the pack's sections."""
    order = {name: place for place, name in enumerate(_sections())}
    sections = sorted({*old, *new}, key=lambda name: (order.get(name, len(order)), name))
    return tuple(
        change for section in sections for change in _changes(section, old.get(section, ()), new.get(section, ()))
    )


def _sections() -> list[str]:
    return ["header", *(".".join(block.path) for sheet in SHEETS for block in sheet.blocks), *Pack.model_fields]


def _changes(section: str, old: Sequence[Mapping[str, Any]], new: Sequence[Mapping[str, Any]]) -> Iterator[RowChange]:
    before, after = _named(section, old), _named(section, new)
    for key, (position, row) in after.items():
        if key not in before:
            yield RowChange(section, "added", _words(key), position, _fields({}, row))
        elif row != before[key][1]:
            yield RowChange(section, "changed", _words(key), position, _fields(before[key][1], row))
    for key, (position, row) in before.items():
        if key not in after:
            yield RowChange(section, "removed", _words(key), position, _fields(row, {}))


def _named(section: str, rows: Sequence[Mapping[str, Any]]) -> dict[Key, tuple[int, Mapping[str, Any]]]:
    names, seen = naming_fields(section), Counter[Key]()
    found: dict[Key, tuple[int, Mapping[str, Any]]] = {}
    for position, row in enumerate(rows, start=1):
        name = tuple(row.get(field) for field in names)
        seen[name] += 1
        found[(*name, seen[name])] = (position, row)
    return found


def _words(key: Key) -> str:
    *name, occurrence = key
    text = ", ".join(str(part) for part in name if part is not None)
    return f"{text} ({occurrence})" if text and occurrence > 1 else text


def _fields(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[FieldChange, ...]:
    names = [*new, *(name for name in old if name not in new)]
    return tuple(FieldChange(name, old.get(name), new.get(name)) for name in names if old.get(name) != new.get(name))
