"""Pages by key instead of by offset: the thousandth page costs what the first does (docs/architecture.md).

Pages and API use the same: `?after=…` leads on, `?before=…` leads back; a cursor holds a row's sort values.
"""

import binascii
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet
from django.utils.timezone import is_naive

Row = TypeVar("Row", bound=Model)


class BadCursorError(ValueError):
    """The cursor does not come from this list."""


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Rows in their order, and the cursors of the neighbours ("" where there is none)."""

    rows: list[Row]
    after: str
    before: str


def encode_cursor(values: Sequence[object]) -> str:
    """Sort values as URL-safe text without padding."""
    text = json.dumps([str(value) for value in values], separators=(",", ":"))
    return urlsafe_b64encode(text.encode()).decode().rstrip("=")


def decode_cursor(cursor: str, length: int) -> list[str]:
    """The texts behind a cursor. Raises BadCursorError for anything that `encode_cursor` did not make."""
    try:
        values = json.loads(urlsafe_b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4)))
    except (ValueError, binascii.Error, RecursionError) as error:
        raise BadCursorError(cursor) from error
    if not isinstance(values, list) or len(values) != length or not all(isinstance(v, str) for v in values):
        raise BadCursorError(cursor)
    return values


def page_of(
    rows: QuerySet[Row], *, order: Sequence[str], after: str = "", before: str = "", size: int = 25
) -> Page[Row]:
    """One page of `rows` in the order of these columns (all ascending, or all with "-"; the last one unique).

    No column of the order may be null. Raises BadCursorError for a cursor of another list.
    """
    names = [name.lstrip("-") for name in order]
    descending = order[0].startswith("-")
    cursor, backwards = (before, True) if before and not after else (after, False)
    if cursor:
        rows = rows.filter(_beyond(rows.model, names, cursor, below=descending != backwards))
    directed = [f"-{name}" if descending != backwards else name for name in names]
    found = list(rows.order_by(*directed)[: size + 1])
    more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    has_next, has_previous = (bool(cursor), more) if backwards else (more, bool(cursor))
    return Page(
        rows=found,
        after=_cursor_of(found[-1], names) if found and has_next else "",
        before=_cursor_of(found[0], names) if found and has_previous else "",
    )


def _cursor_of(row: Model, names: Sequence[str]) -> str:
    return encode_cursor([getattr(row, name) for name in names])


def _beyond(model: type[Model], names: Sequence[str], cursor: str, *, below: bool) -> Q:
    """Rows after the cursor: (a, b) > (x, y) written so that an index on (a, b) serves."""
    values = [_typed(model, name, text) for name, text in zip(names, decode_cursor(cursor, len(names)), strict=True)]
    compare = "lt" if below else "gt"
    condition = Q()
    for position, name in enumerate(names):
        equal = {other: values[n] for n, other in enumerate(names[:position])}
        condition |= Q(**equal, **{f"{name}__{compare}": values[position]})
    return Q(**{f"{names[0]}__{compare}e": values[0]}) & condition


def _typed(model: type[Model], name: str, text: str) -> Any:
    if "\x00" in text:
        raise BadCursorError(text)
    try:
        value = model._meta.get_field(name).to_python(text)  # type: ignore[union-attr]  # a sort column, no relation
    except ValidationError as error:
        raise BadCursorError(text) from error
    if isinstance(value, datetime) and is_naive(value):
        raise BadCursorError(text)
    return value
