"""One value, from a cell of a sheet or from JSON: read in one way only, or refused with reason and cure."""

import re
from datetime import date, datetime
from datetime import time as clock_time
from decimal import Decimal
from types import NoneType
from typing import Any, get_args

from masters.entrance.tables import Column
from masters.sheets.problems import NotReadable, printable

FIRST_YEAR, LAST_YEAR = 1990, 2120
LARGEST = 2_000_000_000
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,11})(?:\.[0-9]{1,6})?\Z")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
_YES_NO = {"yes": True, "no": False}
_DAY_CURE = "Write year-month-day, for example 2026-03-31."


def is_blank(raw: object) -> bool:
    return raw is None or (isinstance(raw, str) and not raw.strip())


def read_value(column: Column, raw: object) -> Any:
    """The typed value of what is not blank. Raises NotReadable."""
    kinds = set(get_args(column.hint) or (column.hint,)) - {NoneType}
    if bool in kinds:
        return _yes_or_no(raw)
    if date in kinds:
        return _day(raw)
    if Decimal in kinds:
        return _number(raw)
    if int in kinds:
        return _whole(raw)
    if Ellipsis in kinds:
        return _words(raw)
    text = _text(raw)
    if column.choices and text not in column.choices:
        raise NotReadable(f"“{text}” is not one of the choices.", f"Write one of: {', '.join(column.choices)}.")
    return text


def _text(raw: object) -> str:
    if not isinstance(raw, str):
        raise NotReadable(f"“{_shown(raw)}” is not a text.", "Format the cell as text and type it again.")
    text = raw.strip()
    if not text.isprintable():
        raise NotReadable(f"“{text}” holds an invisible character.", "Type the text again.")
    return text


def _yes_or_no(raw: object) -> bool:
    if isinstance(raw, bool):
        return raw
    answer = raw.strip().casefold() if isinstance(raw, str) else ""
    if answer not in _YES_NO:
        raise NotReadable(f"“{_shown(raw)}” is neither yes nor no.", "Write yes or no.")
    return _YES_NO[answer]


def _day(raw: object) -> date:
    day = raw
    if isinstance(raw, datetime):
        if raw.time() != clock_time.min:
            raise NotReadable(f"“{_shown(raw)}” is a day with a time.", _DAY_CURE)
        day = raw.date()
    elif isinstance(raw, str) and _DAY.match(raw.strip()):
        try:
            day = date.fromisoformat(raw.strip())
        except ValueError:
            raise NotReadable(f"“{_shown(raw)}” is no day of the calendar.", _DAY_CURE) from None
    if not isinstance(day, date):
        raise NotReadable(f"“{_shown(raw)}” is not a day that can be read in one way only.", _DAY_CURE)
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise NotReadable(f"“{day}” lies outside {FIRST_YEAR} to {LAST_YEAR}.", _DAY_CURE)
    return day


def _number(raw: object) -> Decimal:
    """A number cell is read as the up to 15 digits that a spreadsheet program shows."""
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        text = f"{Decimal(f'{raw:.15g}'):f}"
    else:
        text = raw.strip() if isinstance(raw, str) else ""
    if not _NUMBER.match(text):
        raise NotReadable(
            f"“{_shown(raw)}” is not a number that can be read in one way only.",
            "Write plain digits with a decimal point: at most 12 before it and 6 after, no separators.",
        )
    return Decimal(text)


def _whole(raw: object) -> int:
    if isinstance(raw, float) and raw.is_integer():
        raw = int(raw)
    if isinstance(raw, str) and re.fullmatch(r"[0-9]{1,10}", raw.strip()):
        raw = int(raw.strip())
    if isinstance(raw, bool) or not isinstance(raw, int) or not 0 <= raw <= LARGEST:
        raise NotReadable(f"“{_shown(raw)}” is not a whole number.", "Write plain digits.")
    return raw


def _words(raw: object) -> tuple[str, ...]:
    """Several words: parted by semicolons in a cell, a list in JSON."""
    parts = raw.split(";") if isinstance(raw, str) else raw
    if not isinstance(parts, list):
        raise NotReadable(f"“{_shown(raw)}” is not a list of words.", "Write them in one cell, parted by semicolons.")
    return tuple(text for part in parts if (text := _text(part)))


def _shown(raw: object) -> str:
    return printable(f"{raw:.15g}" if isinstance(raw, float) else str(raw))


def written(value: object) -> str:
    """The text that reads as this value again; empty for nothing."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        plain = f"{value:f}"
        return plain.rstrip("0").rstrip(".") if "." in plain else plain
    if isinstance(value, tuple):
        return "; ".join(value)
    return "" if value is None else str(value)
