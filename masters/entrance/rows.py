"""Rows of raw values become rows of typed ones, or problems."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from masters.entrance.cells import is_blank, read_value
from masters.entrance.tables import MOST_ROWS, Row, Table
from masters.sheets.problems import NotReadable, Problem

Where = Callable[[str], str]
"""A column's name as the writer sees it."""
Refuse = Callable[[int | None, str, str, str], None]
"""Hears of what cannot be read: row, column, reason, cure."""


def read_rows(
    table: Table,
    raw_rows: Iterable[tuple[int, Mapping[str, Any]]],
    where: Where,
    refuse: Refuse,
) -> tuple[Row, ...]:
    """The typed rows; `refuse` hears of every value that cannot be read."""
    rows = [Row(number, _typed(table, number, raw, where, refuse)) for number, raw in raw_rows]
    if len(rows) > MOST_ROWS:
        refuse(None, "", f"There are more than {MOST_ROWS} rows.", "Split it into several uploads.")
    return tuple(rows)


def _typed(
    table: Table,
    number: int,
    raw: Mapping[str, Any],
    where: Where,
    refuse: Refuse,
) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for column in table.columns:
        given = raw.get(column.name)
        if is_blank(given):
            if column.is_needed:
                refuse(number, where(column.name), "It is missing.", "It must be given.")
            continue
        try:
            values[column.name] = read_value(column, given)
        except NotReadable as problem:
            refuse(number, where(column.name), problem.reason, problem.cure)
    return values


def refusing(problems: list[Problem], file: str, place: str) -> Refuse:
    """A listener that notes problems of one sheet or list."""

    def refuse(row: int | None, column: str, reason: str, cure: str) -> None:
        problems.append(Problem(file, place, row, column, reason, cure))

    return refuse
