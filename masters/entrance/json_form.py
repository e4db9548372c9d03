"""The same tables as JSON: what the API takes and gives, and how a draft is kept."""

from collections.abc import Mapping, Sequence
from typing import Any

from masters.entrance.cells import is_blank, written
from masters.entrance.rows import Refuse, read_rows, refusing
from masters.entrance.tables import TABLES, Content, Row, Table
from masters.sheets.problems import Problem, Unreadable, printable

Numbers = Mapping[str, Sequence[int]]
"""Which row of its sheet each row of a table was; without, the items of a list are counted from 1."""


def read_json(tables: object, *, file: str, numbers: Numbers | None = None) -> Content | Unreadable:
    """The rows of an object of lists, or every problem by list, item and field."""
    problems: list[Problem] = []
    if not isinstance(tables, Mapping):
        return _unreadable(
            file, "", "The tables are no object of lists.", "Write an object with a list for each table."
        )
    for name in tables:
        if name not in TABLES:
            reason = f"“{printable(str(name))}” is no table."
            problems.append(Problem(file, "", None, "", reason, f"Write one of: {', '.join(TABLES)}."))
    content = {
        name: _rows(table, tables.get(name, []), (numbers or {}).get(name, ()), refusing(problems, file, name))
        for name, table in TABLES.items()
    }
    if not problems and not any(content.values()):
        return _unreadable(file, "", "Nothing is given.", "Give at least one row.")
    return Unreadable(tuple(problems)) if problems else content


def _rows(table: Table, items: object, numbers: Sequence[int], refuse: Refuse) -> tuple[Row, ...]:
    if not isinstance(items, list) or not all(isinstance(item, Mapping) for item in items):
        refuse(None, "", "It is no list of objects.", "Write a list, empty when there are none.")
        return ()
    numbered = list(zip(numbers or range(1, len(items) + 1), items, strict=True))
    for number, item in numbered:
        for field, given in item.items():
            if field not in table.names:
                cure = f"Write one of: {', '.join(table.names)}."
                refuse(number, printable(str(field)), "This field is not part of the table.", cure)
            elif isinstance(given, float):
                refuse(number, field, f"{given} is a binary number.", "Write it as text, for example “0.36”.")
    return read_rows(table, numbered, str, refuse)


def written_json(content: Content) -> dict[str, Any]:
    """The object that reads as these rows again; empty tables and blank fields are left out."""
    return {name: [_item(row) for row in content[name]] for name in TABLES if content.get(name)}


def row_numbers(content: Content) -> dict[str, list[int]]:
    """The numbers that `read_json` needs to name the rows of a sheet."""
    return {name: [row.number for row in rows] for name, rows in content.items() if rows}


def _item(row: Row) -> dict[str, Any]:
    given = {name: list(value) if isinstance(value, tuple) else _plain(value) for name, value in row.values.items()}
    return {name: value for name, value in given.items() if not is_blank(value)}


def _plain(value: object) -> object:
    return value if isinstance(value, int) else written(value)


def _unreadable(file: str, place: str, reason: str, cure: str) -> Unreadable:
    return Unreadable((Problem(file, place, None, "", reason, cure),))
