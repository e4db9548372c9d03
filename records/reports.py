"""What a report says, as plain values: an app compiles its own, `workspace` prints it and copies it for machines.

A section's rows are frozen dataclasses; the words above each column stand beside the field, so that what is printed and
what is copied cannot drift apart: every field is printed, and every field is copied (21 CFR 11.10(b)).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from decimal import Decimal
from typing import Any

Value = str | int | Decimal | bool | date | datetime | None

_LABEL, _WIDTH, _UNDER = "label", "width", "under"


def printed_as(label: str, *, width: str = "", under: bool = False) -> Any:
    """A field of a row and the words above its column; `under` prints it in the cell of the field before it."""
    return field(metadata={_LABEL: label, _WIDTH: width, _UNDER: under})


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a printed table: the fields that stand in it, the first one large."""

    label: str
    width: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of the first page."""

    label: str
    value: Value


@dataclass(frozen=True, slots=True)
class Section:
    """A table of the report; `name` is its key in the machine copy, `none` the sentence when it has no row."""

    name: str
    title: str
    shape: type
    rows: tuple[Any, ...]
    none: str

    @property
    def columns(self) -> tuple[Column, ...]:
        return tuple(columns_of(self.shape))


@dataclass(frozen=True, slots=True)
class Report:
    """One record as it is printed: what it is, its first page, its sections."""

    format: str
    """Of the machine copy, with its version: “quality-event-1”."""
    number: str
    title: str
    state: str
    tone: str
    """good, wait, bad, info or idle: it only colors the state's word."""
    time_zone: str
    """IANA name of the zone in which the report prints its times."""
    facts: tuple[Fact, ...]
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class PartRow:
    """A titled text: a part of 21 CFR 111.140(b)(3), a field of a request."""

    part: str = printed_as("Part", width="w28")
    text: str = printed_as("What it says")


def columns_of(shape: type) -> Iterator[Column]:
    """The columns that rows of this shape are printed in, from left to right."""
    found: list[tuple[str, str, list[str]]] = []
    for part in fields(shape):
        if part.metadata[_UNDER]:
            found[-1][2].append(part.name)
        else:
            found.append((part.metadata[_LABEL], part.metadata[_WIDTH], [part.name]))
    return (Column(label, width, tuple(names)) for label, width, names in found)
