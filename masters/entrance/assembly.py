"""From rows to the values that are approved, and from what is approved to rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from masters.baseline import ProductValue
from masters.entrance.tables import TABLES, VERSIONS, Content, Row, Table
from masters.standing import KINDS

_FIELDS = {"label_facts": "facts"}
"""A table of lines → the field of the version that holds them, where it has another name."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that would be added: a product, a version with its lines, a laboratory, a standing fact."""

    table: str
    row: Row
    value: Any
    lines: tuple[tuple[str, Row, Any], ...] = ()
    """The rows of its lines: table, row, value."""

    @property
    def valid_from(self) -> date:
        """Of a version."""
        day: date = self.row.values["valid_from"]
        return day


@dataclass(frozen=True, slots=True)
class Assembled:
    """Everything of an upload, in the order in which it is added."""

    entries: tuple[Entry, ...]
    strays: tuple[tuple[str, Row], ...]
    """Lines whose product has no version on the sheet that they belong to."""

    def of(self, table: str) -> list[Entry]:
        return [entry for entry in self.entries if entry.table == table]


def assembled(content: Content) -> Assembled:
    """Versions with their lines, matched by the product's code."""
    entries: list[Entry] = []
    strays: list[tuple[str, Row]] = []
    for name, table in TABLES.items():
        if name in VERSIONS:
            versions, lost = _versions(name, content)
            entries += versions
            strays += lost
        elif not any(name in lines for lines in VERSIONS.values()):
            entries += [Entry(name, row, _value(table, row)) for row in content[name]]
    return Assembled(tuple(entries), tuple(strays))


def _versions(name: str, content: Content) -> tuple[list[Entry], list[tuple[str, Row]]]:
    table, entries = TABLES[name], []
    for row in content[name]:
        lines = [
            (part, line, _value(TABLES[part], line))
            for part in VERSIONS[name]
            for line in content[part]
            if line.product == row.product
        ]
        parts = {
            _FIELDS.get(part, part): tuple(value for of, _, value in lines if of == part) for part in VERSIONS[name]
        }
        entries.append(Entry(name, row, _value(table, row, **parts), tuple(lines)))
    heads = {row.product for row in content[name]}
    strays = [(part, line) for part in VERSIONS[name] for line in content[part] if line.product not in heads]
    return entries, strays


def _value(table: Table, row: Row, **parts: Any) -> Any:
    own = table.value.__dataclass_fields__  # type: ignore[attr-defined]  # a dataclass
    given = {name: value for name, value in row.values.items() if name in own and name != "product"}
    return table.value(**given, **parts)


@dataclass(frozen=True, slots=True)
class Known:
    """What stands already, to be written: products, their versions with the day each is valid from, the rest."""

    products: Sequence[ProductValue] = ()
    versions: Mapping[str, Sequence[tuple[str, Any, date]]] = field(default_factory=dict)
    """A version's table → (the product's code, the value, valid from)."""
    laboratories: Sequence[Any] = ()
    standing: Mapping[str, Sequence[Any]] = field(default_factory=dict)


def content_of(known: Known) -> Content:
    """The rows that say what is known, as a workbook or JSON takes them."""
    given: dict[str, list[dict[str, Any]]] = {name: [] for name in TABLES}
    given["products"] = [_columns("products", value) for value in known.products]
    for name, versions in known.versions.items():
        for product, value, valid_from in versions:
            given[name].append(_columns(name, value) | {"product": product, "valid_from": valid_from})
            for part in VERSIONS[name]:
                lines = getattr(value, _FIELDS.get(part, part))
                given[part] += [_columns(part, line) | {"product": product} for line in lines]
    given["laboratories"] = [_columns("laboratories", value) for value in known.laboratories]
    for name in KINDS:
        given[name] = [_columns(name, value) for value in known.standing.get(name, ())]
    return {
        name: tuple(Row(number, values) for number, values in enumerate(rows, start=2)) for name, rows in given.items()
    }


def _columns(name: str, value: Any) -> dict[str, Any]:
    columns = {column: getattr(value, column, None) for column in TABLES[name].names}
    return {column: given for column, given in columns.items() if given not in (None, "", ())}
