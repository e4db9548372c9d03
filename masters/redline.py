"""Two versions of a master, line by line: what each said, under one name. Pure: values in, lines out."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from decimal import Decimal
from typing import Any

_TITLES = {
    "components": "Formula",
    "steps": "Written instructions",
    "yields": "Theoretical yields",
    "control_points": "Control points",
    "tests": "Tests",
    "facts": "Declared on the label",
}
_HEAD = "Header"
_LEFT_OUT = {"version", "in_force_from"}
"""Say which version it is and from when, not what it says."""
_IN_UNITS = {"target", "tolerance", "theoretical", "amount", "lowest", "highest"}
"""Quantities in the unit of their line."""
_PERCENT = {"minimum_percent": "at least", "maximum_percent": "at most"}
_WORDS = {"tolerance": "±", "lowest": "at least", "highest": "at most", "step": "step", "test": "shown by"}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of both versions; an empty text where a version does not have it."""

    section: str
    name: str
    old: str
    new: str

    @property
    def change(self) -> str:
        if self.old == self.new:
            return "same"
        if not self.old:
            return "added"
        return "changed" if self.new else "removed"


def compared(old: Any, new: Any) -> tuple[Line, ...]:
    """Every line of two values of one kind, in the order of the new one; what is gone stands at its section's end."""
    before, after = dict(_lines(old)), dict(_lines(new))
    sections = {section: None for section, _ in [*after, *before]}
    every = [*after, *(key for key in before if key not in after)]
    names = [key for section in sections for key in every if key[0] == section]
    return tuple(Line(*key, before.get(key, ""), after.get(key, "")) for key in names)


def _lines(value: Any) -> Iterator[tuple[tuple[str, str], str]]:
    for field in fields(value):
        told = getattr(value, field.name)
        if field.name in _LEFT_OUT:
            continue
        if isinstance(told, tuple) and told and is_dataclass(told[0]):
            for place, line in enumerate(told, start=1):
                yield (_TITLES[field.name], _name(line)), _text(line, place)
        elif field.name not in _TITLES or not isinstance(told, tuple) or told:
            yield (_HEAD, field.name.replace("_", " ").capitalize()), _plain(told)


def _name(line: Any) -> str:
    first = fields(line)[0].name
    other = getattr(line, "name", "")
    key = str(getattr(line, first))
    return f"{key} {other}" if other and other != key else key


def _text(line: Any, place: int) -> str:
    """The rest of a line in words; its place counts: an instruction moved is an instruction changed."""
    parts = [f"{place}."] if hasattr(line, "instruction") else []
    for field in fields(line)[1:]:
        told = getattr(line, field.name)
        if field.name in {"name", "unit"} or told in ("", None):
            continue
        if field.name in _PERCENT:
            parts.append(f"{_PERCENT[field.name]} {_plain(told)} %")
            continue
        unit = f" {line.unit}" if field.name in _IN_UNITS else ""
        word = f"{_WORDS[field.name]} " if field.name in _WORDS else ""
        parts.append(f"{word}{_plain(told)}{unit}".rstrip())
    return (" " if hasattr(line, "instruction") else "; ").join(parts)


def _plain(told: Any) -> str:
    if isinstance(told, Decimal):
        return format(told.normalize(), "f")
    if isinstance(told, tuple):
        return ", ".join(str(part) for part in told)
    if isinstance(told, date):
        return told.isoformat()
    return "–" if told in ("", None) else str(told)
