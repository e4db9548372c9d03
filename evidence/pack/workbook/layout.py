"""How the pack's models lie in a workbook: one sheet a category, one block a table or record.

Derived from the models alone, so a field added there has its column here.
"""

from dataclasses import dataclass
from functools import cached_property
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from pydantic.fields import FieldInfo

from evidence.pack.format import Pack, Row
from evidence.pack.format.fields import Cell, column

STAMP_SHEET, LISTS_SHEET, READ_ME = "stamp", "lists", "Read me"
SHEET_TITLES = {
    "header": "Header",
    "batch_record": "1 Batch record",
    "materials": "2 Materials",
    "laboratory": "3 Laboratory",
    "packaging": "4 Packaging",
    "quality_events": "5 Quality events",
    "distribution": "6 Distribution",
    "documents": "Documents",
}
Path = tuple[str, ...]


class Settings(Row):
    """How this workbook writes its values; not part of the pack's content."""

    decimal_mark: Literal["point", "comma"] = column("Decimal mark", "Chosen when the workbook was downloaded.")


@dataclass(frozen=True)
class Column:
    """A field as a column (or, in a record, as a line). `kind` is a Cell's, or "choice"."""

    name: str
    heading: str
    description: str
    kind: str
    choices: tuple[str, ...]


@dataclass(frozen=True)
class Block:
    """A table (headings on top, a row each) or a record (headings at the left, one value each)."""

    path: Path
    title: str
    is_table: bool
    columns: tuple[Column, ...]

    @cached_property
    def headings(self) -> tuple[str, ...]:
        return tuple(field.heading for field in self.columns)


@dataclass(frozen=True)
class Sheet:
    title: str
    blocks: tuple[Block, ...]


def _sheets() -> tuple[Sheet, ...]:
    sheets = []
    for number, (name, title) in enumerate(SHEET_TITLES.items()):
        field = Pack.model_fields[name]
        parts: list[tuple[Path, str, Any]]
        if name == "header":
            parts = [(("workbook",), "Workbook", Settings), ((name,), "Lot", field.annotation)]
        elif name == "documents":
            parts = [((name,), "Documents", field.annotation)]
        else:
            category = field.annotation
            assert category is not None  # noqa: S101 - a pydantic field of a model always has one
            parts = [((name, part), str(info.title), info.annotation) for part, info in category.model_fields.items()]
        blocks = tuple(
            _block(path, f"{number}.{position} {heading}", model)
            for position, (path, heading, model) in enumerate(parts, start=1)
        )
        sheets.append(Sheet(title, blocks))
    return tuple(sheets)


def _block(path: Path, title: str, annotation: Any) -> Block:
    is_table = get_origin(annotation) is tuple
    model: type[Row] = get_args(annotation)[0] if is_table else annotation
    hints = get_type_hints(model, include_extras=True)
    columns = tuple(_column(name, info, hints[name]) for name, info in model.model_fields.items())
    return Block(path, title, is_table, columns)


def _column(name: str, field: FieldInfo, hint: Any) -> Column:
    heading = f"{field.title} *" if field.is_required() else str(field.title)
    plain = _without_none(hint)
    if get_origin(plain) is Literal:
        return Column(name, heading, str(field.description), "choice", tuple(get_args(plain)))
    if get_origin(plain) is not Annotated:
        raise TypeError(f"The field {name} has no type of the pack's fields.")
    kind = next(mark.kind for mark in get_args(plain) if isinstance(mark, Cell))
    return Column(name, heading, str(field.description), kind, ("yes", "no") if kind == "yes or no" else ())


def _without_none(hint: Any) -> Any:
    if get_origin(hint) in (Union, UnionType):
        return next(part for part in get_args(hint) if part is not type(None))
    return hint


SHEETS = _sheets()
