"""One cell of a foreign table in the writing that the pack's fields take; ambiguous ones are refused."""

import re
from datetime import date, datetime
from decimal import Decimal

from evidence.pack.foreign.profile import DAY_ORDERS
from evidence.pack.problems import NotReadable
from evidence.pack.reasons import quoted
from evidence.pack.ucum import listed
from evidence.pack.units import is_unit

DAYS = frozenset({"tested_on", "sampled_on", "received_on"})
_NUMBERS = frozenset({"value", "loq", "limit"})
_DAY = re.compile(r"(\d{1,4})[-./ ](\d{1,2})[-./ ](\d{1,4})\Z", re.ASCII)
_LONGEST_YEAR = 4


def read_field(field: str, cell: object, day_order: str) -> object:
    """What the field takes for a filled cell. Raises NotReadable with reason and cure."""
    if field in DAYS:
        return read_day_in(cell, day_order)
    if isinstance(cell, str):
        text = cell.strip()
        if field == "unit" and not is_unit(text):
            return listed(text) or text
        return text.casefold() if field == "stated" else text
    return _read_number(field, cell)


def _read_number(field: str, cell: object) -> object:
    """A number cell as the digits that a spreadsheet program shows; a text field takes whole numbers alone."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        number = Decimal(f"{cell:.15g}")
        if field in _NUMBERS:
            return number
        if number == number.to_integral_value():
            return format(number, "f")
    raise NotReadable(f"{quoted(cell)} is not what this column can hold.", "Format the cell as text and type it again.")


def read_day_in(cell: object, day_order: str) -> date:
    """A day from a date cell, or from a text in the profile's own order; a year always has four digits."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    match = _DAY.match(cell.strip()) if isinstance(cell, str) else None
    parts = dict(zip(day_order, match.groups(), strict=True)) if match else {}
    order = DAY_ORDERS[day_order]
    if not parts or len(parts["y"]) != _LONGEST_YEAR or max(len(parts["m"]), len(parts["d"])) > len("31"):
        raise NotReadable(
            f"{quoted(cell)} is not a day written {order}.", "Correct the cell, or choose the file's order of days."
        )
    try:
        return date(int(parts["y"]), int(parts["m"]), int(parts["d"]))
    except ValueError:
        raise NotReadable(
            f"{quoted(cell)}, read as {order}, is no day of the calendar.", "Check the order of days in the profile."
        ) from None
