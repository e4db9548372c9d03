"""What differs between two versions of a pack, row by row: rows are matched by what names them.

A row is named by the fields that must be given (step number, component lot, test …). Of several rows of one name
those that say the same are matched first, the rest in their order. What is written differently but means the same
(evidence.pack.meaning) is no difference. Works on rows as they are stored: section path → plain dictionaries in order.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from evidence.pack.format import Pack
from evidence.pack.meaning import differing, meaning, row_meaning
from evidence.pack.workbook.layout import SHEETS

Rows = Mapping[str, Sequence[Mapping[str, Any]]]
Key = tuple[Hashable, ...]
Placed = tuple[int, Mapping[str, Any]]
LONGEST_NAME = 300


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

    @property
    def row(self) -> str:
        """What a reason names the row by; its place where nothing else does, nothing for a single record."""
        return (self.name or (str(self.position) if naming_fields(self.section) else ""))[:LONGEST_NAME]


@cache
def naming_fields(section: str) -> tuple[str, ...]:
    """The fields that must be given in a row of this section; none for a single record."""
    block = next((b for sheet in SHEETS for b in sheet.blocks if ".".join(b.path) == section), None)
    if block is None or not block.is_table:
        return ()
    return tuple(column.name for column in block.columns if column.heading.endswith(" *"))


def row_name(section: str, row: Mapping[str, Any]) -> Key:
    """What names a row, so that equal names are equal however they are written; empty where nothing does."""
    return tuple(meaning(section, field, row.get(field)) for field in naming_fields(section))


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
    gone: list[RowChange] = []
    for name in dict.fromkeys([*after, *before]):
        yield from _matched(section, before.get(name, []), after.get(name, []), gone)
    yield from gone


def _matched(section: str, old: list[Placed], new: list[Placed], gone: list[RowChange]) -> Iterator[RowChange]:
    """Rows of one name: those that say the same are the same row wherever they stand, the rest go in order."""
    kept = Counter(row_meaning(section, row) for _, row in old) & Counter(row_meaning(section, row) for _, row in new)
    waiting = iter(_without(section, old, kept))
    many = max(len(old), len(new)) > 1
    for position, row in _without(section, new, kept):
        words = _words(section, row, position if many else 0)
        earlier = next(waiting, None)
        if earlier is None:
            yield RowChange(section, "added", words, position, _fields(row, {}, row))
        elif fields := _fields(differing(section, earlier[1], row), earlier[1], row):
            yield RowChange(section, "changed", words, position, fields)
    gone += [
        RowChange(section, "removed", _words(section, row, position if many else 0), position, _fields(row, row, {}))
        for position, row in waiting
    ]


def _without(section: str, rows: list[Placed], kept: Counter[Hashable]) -> list[Placed]:
    left = kept.copy()
    found = []
    for position, row in rows:
        key = row_meaning(section, row)
        if left[key]:
            left[key] -= 1
        else:
            found.append((position, row))
    return found


def _named(section: str, rows: Sequence[Mapping[str, Any]]) -> dict[Key, list[Placed]]:
    found: dict[Key, list[Placed]] = {}
    for position, row in enumerate(rows, start=1):
        found.setdefault(row_name(section, row), []).append((position, row))
    return found


def _words(section: str, row: Mapping[str, Any], position: int) -> str:
    """What the row is known by; its place where several have the name."""
    text = ", ".join(str(row[field]) for field in naming_fields(section) if row.get(field) is not None)
    return f"{text} ({position})" if text and position else text


def _fields(names: Iterable[str], old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[FieldChange, ...]:
    return tuple(FieldChange(name, old.get(name), new.get(name)) for name in names)
