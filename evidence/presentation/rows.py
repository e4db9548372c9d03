"""A pack's rows as tables: the headings of the workbook, the values as people read them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from evidence.models import PackRow
from evidence.pack.problems import NotReadable
from evidence.pack.units import is_unit, label, read_unit
from evidence.pack.values import read_limit, read_result
from evidence.pack.workbook.layout import SHEETS, Block


@dataclass(frozen=True, slots=True)
class Cell:
    """`value` is a text, a date or an instant; `kind` as in the workbook's layout."""

    kind: str
    value: Any
    field: str = ""


@dataclass(frozen=True, slots=True)
class ShownRow:
    position: int
    cells: list[Cell]


@dataclass(frozen=True, slots=True)
class Table:
    """The filled columns of a section, with its rows."""

    section: str
    title: str
    headings: list[str]
    rows: list[ShownRow]


@cache
def blocks() -> Mapping[str, Block]:
    """The workbook's blocks by their path in the pack: "laboratory.results"."""
    return {".".join(block.path): block for sheet in SHEETS for block in sheet.blocks}


def title_of(section: str) -> str:
    """ "laboratory.results" as people call it: Results."""
    block = blocks().get(section)
    return block.title.split(" ", 1)[-1] if block else section


def heading_of(section: str, field: str) -> str:
    """The heading that a field has in the workbook."""
    block = blocks().get(section)
    found = next((c.heading for c in block.columns if c.name == field), field) if block else field
    return found.removesuffix(" *")


def table(section: str, rows: Iterable[PackRow]) -> Table:
    """The rows under their headings; columns that no row fills are left out."""
    listed = list(rows)
    filled = {name for row in listed for name in row.data}
    block = blocks().get(section)
    columns = [column for column in block.columns if column.name in filled] if block else []
    shown = [
        ShownRow(row.position, [cell(column.kind, row.data.get(column.name), column.name) for column in columns])
        for row in listed
    ]
    return Table(section, title_of(section), [column.heading.removesuffix(" *") for column in columns], shown)


def facts(section: str, data: Mapping[str, Any]) -> list[tuple[str, Cell]]:
    """One row as label and value pairs, as the page of an exception shows it."""
    block = blocks().get(section)
    columns = block.columns if block else ()
    return [
        (column.heading.removesuffix(" *"), cell(column.kind, data[column.name], column.name))
        for column in columns
        if column.name in data
    ]


def cell(kind: str, value: Any, field: str = "") -> Cell:
    """A stored value in the type that a page shows it by."""
    if value is None:
        return Cell(kind, None, field)
    if kind == "moment":
        return Cell(kind, datetime.fromisoformat(value), field)
    if kind == "day":
        return Cell(kind, date.fromisoformat(value), field)
    if kind == "unit":
        return Cell(kind, label(read_unit(value)) if is_unit(value) else value, field)
    if isinstance(value, bool):
        return Cell(kind, "yes" if value else "no", field)
    return Cell(kind, _worded(value) if kind == "value" else value, field)


def _worded(text: str) -> str:
    """A result or limit with its unit as people write it: ≤0.5 ppm, not ≤0.5 [ppm]."""
    for read in (read_result, read_limit):
        try:
            return read(text).text_for_people()
        except NotReadable:
            continue
    return text
