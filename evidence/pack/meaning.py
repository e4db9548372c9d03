"""Whether two stored fields say the same: 0.50 and 0.5, 500 g and 0.5 kg, one instant in two time zones."""

from collections.abc import Hashable, Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any

from evidence.pack.problems import NotReadable
from evidence.pack.units import convert, convertible, read_unit
from evidence.pack.values import Value, read_limit, read_result
from evidence.pack.workbook.layout import SHEETS, Column

Row = Mapping[str, Any]
UNIT_FIELDS = {
    "Unit: see unit.": "unit",
    "Unit: own, or see unit.": "unit",
    "Unit: see quantity unit.": "quantity_unit",
    "Unit: see batch size unit.": "batch_size_unit",
}
"""How a field's description ends when another field of its row holds its unit."""


@cache
def columns(section: str) -> Mapping[str, Column]:
    """The columns of a section by field; none for a section that no format has."""
    block = next((b for sheet in SHEETS for b in sheet.blocks if ".".join(b.path) == section), None)
    return {column.name: column for column in block.columns} if block else {}


@cache
def measured_in(section: str) -> Mapping[str, str]:
    """Field → the field of its row that holds its unit."""
    return {
        name: unit
        for name, column in columns(section).items()
        for ending, unit in UNIT_FIELDS.items()
        if column.description.endswith(ending) and unit in columns(section)
    }


def meaning(section: str, name: str, value: Any) -> Hashable:
    """A field's value so that equal meanings are equal, without a look at its row's unit."""
    column = columns(section).get(name)
    if not isinstance(value, str) or column is None:
        return value if isinstance(value, Hashable) else repr(value)
    try:
        return _read(column.kind, value)
    except (NotReadable, ValueError, InvalidOperation):
        return value


def _read(kind: str, text: str) -> Hashable:
    if kind == "number":
        return Decimal(text)
    if kind == "moment":
        return datetime.fromisoformat(text)
    if kind == "unit":
        return read_unit(text)
    return _value(text) if kind == "value" else text


def _value(text: str) -> Value:
    try:
        return read_result(text)
    except NotReadable:
        return read_limit(text)


def row_meaning(section: str, row: Row) -> Hashable:
    """A whole row, to find the same one elsewhere."""
    return frozenset((name, meaning(section, name, value)) for name, value in row.items())


def differing(section: str, old: Row, new: Row) -> list[str]:
    """The fields whose meaning differs, in the row's order.

    A unit that changed along with its amounts is no difference; where an amount differs too, both are shown.
    """
    names = [*new, *(name for name in old if name not in new)]
    units = measured_in(section)
    changed = [name for name in names if name not in units.values() and not _same(section, name, old, new)]
    for unit in dict.fromkeys(units.values()):
        if meaning(section, unit, old.get(unit)) == meaning(section, unit, new.get(unit)):
            continue
        measured = [name for name in names if units.get(name) == unit]
        if not measured or any(name in changed for name in measured):
            changed.append(unit)
    return [name for name in names if name in changed]


def _same(section: str, name: str, old: Row, new: Row) -> bool:
    before, after = (meaning(section, name, row.get(name)) for row in (old, new))
    unit = measured_in(section).get(name)
    if unit is None or before is None or after is None:
        return before == after
    kept, given = (meaning(section, unit, row.get(unit)) for row in (old, new))
    if isinstance(before, Value) and isinstance(after, Value):
        return _same_value(before, kept, after, given)
    return _same_amount(before, kept, after, given)


def _same_value(before: Value, kept: Any, after: Value, given: Any) -> bool:
    if (before.kind, before.words) != (after.kind, after.words):
        return False
    units = before.unit or kept, after.unit or given
    pairs = [(before.low, after.low), (before.high, after.high)]
    return all(_same_amount(a, units[0], b, units[1]) for a, b in pairs)


def _same_amount(before: Any, kept: Any, after: Any, given: Any) -> bool:
    if before is None or after is None:
        return before is after
    if kept == given:
        return bool(before == after)
    try:
        return convertible(given, kept) and convert(after, given, kept) == before
    except (NotReadable, KeyError, TypeError, AttributeError):
        return False
