"""One cell: what a field's value looks like in it, and what is read from it.

Numbers and results are written as text, so that 12.50 stays 12.50 and nothing turns into a date;
number cells are read too, as the up to 15 digits that a spreadsheet program shows.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from datetime import time as clock_time
from decimal import Decimal
from zoneinfo import ZoneInfo

from evidence.pack.dates import DAY_CURE, MOMENT_CURE
from evidence.pack.numbers import plain_text
from evidence.pack.problems import NotReadable
from evidence.pack.reasons import quoted
from evidence.pack.units import label
from evidence.pack.values import Value

Written = str | date | datetime | None
_NEARLY = timedelta(milliseconds=10)


def read_cell(kind: str, cell: object) -> object:
    """The value of a filled cell as the pack's models take it. Raises NotReadable."""
    if isinstance(cell, str):
        return _read_yes_or_no(cell) if kind == "yes or no" else cell
    return _READERS[kind](cell)


def _read_text(cell: object) -> object:
    raise NotReadable(
        f"The cell holds {_named(cell)}, not a text.",
        "Format the cell as text and type it again, so that zeros and digits stay as they are.",
    )


def _read_number(cell: object) -> Decimal:
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return Decimal(f"{cell:.15g}")
    raise NotReadable(
        f"The cell holds {_named(cell)}, not a number.", "Format the cell as text and type the value again."
    )


def _read_day(cell: object) -> object:
    if isinstance(cell, date):
        return cell
    raise NotReadable(f"The cell holds {_named(cell)}, not a date.", DAY_CURE)


def _read_moment(cell: object) -> object:
    if isinstance(cell, datetime):
        whole = (cell + timedelta(milliseconds=500)).replace(microsecond=0)
        return whole if abs(whole - cell) < _NEARLY else cell
    if isinstance(cell, date):
        raise NotReadable(f"“{cell}” has no time of day.", f"{MOMENT_CURE} For midnight write 00:00 as text.")
    raise NotReadable(f"The cell holds {_named(cell)}, not a date with a time.", MOMENT_CURE)


def _read_yes_or_no(cell: object) -> object:
    if isinstance(cell, bool):
        return cell
    answer = cell.strip().casefold() if isinstance(cell, str) else ""
    if answer in ("yes", "no"):
        return answer == "yes"
    raise NotReadable(f"{quoted(cell)} is neither yes nor no.", "Write yes or no.")


_READERS: dict[str, Callable[[object], object]] = {
    "text": _read_text,
    "note": _read_text,
    "choice": _read_text,
    "unit": _read_text,
    "number": _read_number,
    "value": _read_number,
    "day": _read_day,
    "moment": _read_moment,
    "yes or no": _read_yes_or_no,
}


def _named(cell: object) -> str:
    if isinstance(cell, bool):
        return f"the truth value {str(cell).upper()}"
    if isinstance(cell, datetime | date):
        return f"the date {cell}"
    if isinstance(cell, clock_time | timedelta):
        return f"the time of day {cell}"
    return f"the number {cell:.15g}" if isinstance(cell, int | float) else "something else"


def write_cell(kind: str, value: object, *, zone: ZoneInfo, decimal_comma: bool) -> Written:
    """What stands in the cell for a field's value: a text, or a date cell."""
    if isinstance(value, datetime):
        return _write_moment(value, zone)
    if value is None or isinstance(value, date):
        return value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Value):
        return value.text_for_people(decimal_comma=decimal_comma)
    text = plain_text(value) if isinstance(value, Decimal) else str(value)
    if kind == "unit":
        return label(text)
    return text.replace(".", ",") if decimal_comma and kind == "number" else text


def _write_moment(moment: datetime, zone: ZoneInfo) -> datetime | str:
    """Site time as a date cell; as text with its offset where the cell could not say it."""
    local = moment.astimezone(zone)
    is_midnight = (local.hour, local.minute, local.second) == (0, 0, 0)
    is_double = local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
    if is_midnight or is_double:
        return local.isoformat(sep="T", timespec="seconds") if local.utcoffset() else f"{local:%Y-%m-%dT%H:%M:%SZ}"
    return local.replace(tzinfo=None)
