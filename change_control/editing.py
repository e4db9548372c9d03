"""A version's content as fields that a clerk changes, and back: what is in force stands in them already. Pure.

A field's name is its place: `batch_size`, or `components.0.target`. A line whose first field is emptied is taken away;
two empty lines below each table take new ones.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from decimal import Decimal
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from masters.written import LEFT_OUT, read, written

BLANK_LINES = 2


@dataclass(frozen=True, slots=True)
class Cell:
    """One field: its place, the column that it stands in, and what stands in it now."""

    name: str
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Section:
    """The header's fields as one line, or the lines of one table under their columns."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def sections_of(value: Any) -> list[Section]:
    """Every field of the content with what it says; the header first."""
    hints = get_type_hints(type(value))
    told = written(value)
    head = [name for name in told if _line_type(hints[name]) is None]
    cells = tuple(Cell(name, _label(name), _text(told[name])) for name in head)
    found = [Section("Header", tuple(cell.label for cell in cells), (cells,))]
    for name in told:
        kind = _line_type(hints[name])
        if kind is not None:
            columns = _columns(kind)
            lines = [*told[name], *({} for _ in range(BLANK_LINES))]
            rows = tuple(
                tuple(Cell(f"{name}.{place}.{column}", _label(column), _text(line.get(column))) for column in columns)
                for place, line in enumerate(lines)
            )
            found.append(Section(_label(name), tuple(_label(column) for column in columns), rows))
    return found


def edited(value: Any, typed: Mapping[str, str]) -> Any:
    """The content with what was typed. Raises `UnreadableContentError` for what cannot be read, naming the field."""
    kind = type(value)
    hints = get_type_hints(kind)
    data: dict[str, Any] = {}
    for name in written(value):
        line = _line_type(hints[name])
        if line is None:
            data[name] = _json(hints[name], typed.get(name, ""))
        else:
            data[name] = list(_lines(name, line, typed))
    return read(kind, data)


def _lines(name: str, kind: type[Any], typed: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    columns, hints = _columns(kind), get_type_hints(kind)
    places = sorted({int(key.split(".")[1]) for key in typed if key.startswith(f"{name}.")})
    for place in places:
        line = {column: typed.get(f"{name}.{place}.{column}", "").strip() for column in columns}
        if line[columns[0]]:
            yield {column: _json(hints[column], text) for column, text in line.items()}


def _json(hint: Any, text: str) -> Any:
    """What JSON would hold; text that is no figure stays text, so that the reading names it."""
    text = text.strip()
    if get_origin(hint) in (UnionType, Union):
        if not text:
            return None
        hint = next(part for part in get_args(hint) if part is not type(None))
    if get_origin(hint) is tuple:
        return [part.strip() for part in text.split(",") if part.strip()]
    if hint is int and text.lstrip("-").isdigit():
        return int(text)
    return text


def _line_type(hint: Any) -> type[Any] | None:
    if get_origin(hint) is tuple and is_dataclass(get_args(hint)[0]):
        kind: type[Any] = get_args(hint)[0]
        return kind
    return None


def _columns(kind: type[Any]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind) if field.name not in LEFT_OUT)


def _text(told: Any) -> str:
    if told is None:
        return ""
    if isinstance(told, list):
        return ", ".join(str(part) for part in told)
    return format(told, "f") if isinstance(told, Decimal) else str(told)


def _label(name: str) -> str:
    return name.replace("_", " ").replace("sha256", "SHA-256").replace("gtin", "GTIN").capitalize()
