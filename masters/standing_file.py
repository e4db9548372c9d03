"""Standing facts as a spreadsheet saved as CSV: one heading a field, read strictly, written the same way."""

import csv
import io
from dataclasses import MISSING, fields
from datetime import date
from typing import Any, get_args, get_type_hints

from masters.standing import StandingKind

_YES_NO = {"yes": True, "no": False}
_LARGEST = 32_000
"""The largest whole number that its column takes."""


class UnreadableFileError(ValueError):
    """The file cannot be read without guessing; the text is a sentence that names the row."""


def read_rows(kind: StandingKind, text: str) -> tuple[Any, ...]:
    """The values of a CSV text with a heading row; several words of one field are parted by semicolons.

    Raises UnreadableFileError: unknown headings, missing keys, a date that is not written 2026-03-31, the same key
    twice.
    """
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    if not rows:
        raise UnreadableFileError("The file is empty. Its first row names the columns.")
    headings = [heading.strip() for heading in rows[0]]
    unknown = [heading for heading in headings if heading not in kind.fields]
    if unknown or len(set(headings)) != len(headings):
        raise UnreadableFileError(
            f"The columns must be among {', '.join(kind.fields)}, each once; found {', '.join(headings)}."
        )
    values = [_value(kind, headings, row, number) for number, row in enumerate(rows[1:], start=2) if any(row)]
    seen: set[tuple[object, ...]] = set()
    for number, value in enumerate(values, start=2):
        key = tuple(getattr(value, name) for name in kind.key)
        if key in seen:
            raise UnreadableFileError(f"Row {number} repeats {' / '.join(map(str, key))}. List it once.")
        seen.add(key)
    return tuple(values)


def _value(kind: StandingKind, headings: list[str], row: list[str], number: int) -> Any:
    cells = dict(zip(headings, (cell.strip() for cell in row), strict=False))
    if len(row) > len(headings):
        raise UnreadableFileError(f"Row {number} has more cells than the first row has columns.")
    hints, given = get_type_hints(kind.value), {}
    for field in fields(kind.value):
        text = cells.get(field.name, "")
        if text:
            given[field.name] = _cell(hints[field.name], text, f"Row {number}, column {field.name}")
        elif field.default is MISSING:
            raise UnreadableFileError(f"Row {number} lacks {field.name}.")
    return kind.value(**given)


def _cell(hint: Any, text: str, where: str) -> Any:
    kinds = get_args(hint) or (hint,)
    if not text.isprintable():
        raise UnreadableFileError(f"{where}: the text holds an invisible character.")
    if bool in kinds:
        if text.casefold() not in _YES_NO:
            raise UnreadableFileError(f"{where}: write yes or no, not “{text}”.")
        return _YES_NO[text.casefold()]
    if date in kinds:
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise UnreadableFileError(f"{where}: write the date as 2026-03-31, not “{text}”.") from None
    if int in kinds:
        if not (text.isascii() and text.isdecimal()) or int(text) > _LARGEST:
            raise UnreadableFileError(f"{where}: write a whole number, not “{text}”.")
        return int(text)
    if Ellipsis in kinds:
        return tuple(part.strip() for part in text.split(";") if part.strip())
    return text


def write_rows(kind: StandingKind, values: tuple[Any, ...]) -> str:
    """The CSV text of these values; reading it gives the same values."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(kind.fields)
    writer.writerows([_written(getattr(value, name)) for name in kind.fields] for value in values)
    return out.getvalue()


def _written(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return "; ".join(value)
    return "" if value is None else str(value)
