"""The page that asks why a new version differs: all differences by section, with the reasons typed so far."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from evidence.explaining import explained, field_name, is_explaining
from evidence.pack.comparison import RowChange
from evidence.pack.explaining import Explanation, by_place, unexplained
from evidence.presentation.changes import Group, ShownField, grouped
from lots.models import Lot

MOST_FIELDS = 400
"""Beyond these the changes of a section are explained together: nobody types thousands of reasons."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One input: its name, and what stands in it."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class AskedField:
    shown: ShownField
    asked: Asked


@dataclass(frozen=True, slots=True)
class AskedRow:
    name: str
    words: str
    fields: list[AskedField]
    asked: Asked | None
    """Of a row that came or went: one reason for it as a whole."""


@dataclass(frozen=True, slots=True)
class AskedSection:
    title: str
    asked: Asked
    rows: list[AskedRow]
    more: int = 0
    """Changed fields that are not listed one by one."""


def reasons_page(request: HttpRequest, lot: Lot, changes: Sequence[RowChange], summary: str) -> dict[str, Any]:
    """Everything of templates/evidence/reasons.html; what was said of the version stands ready for all changes."""
    is_again = is_explaining(request)
    typed = by_place(explained(request) if is_again else [Explanation(summary)])

    def asked(section: str = "", row: str = "", field: str = "") -> Asked:
        return Asked(field_name(section, row, field), typed.get((section, row, field), ""))

    room = MOST_FIELDS
    sections = []
    for group in grouped(changes):
        rows, more = _rows(group, asked, room)
        room -= sum(len(row.fields) for row in rows)
        sections.append(AskedSection(group.title, asked(group.section), rows, more))
    return {
        "lot": lot,
        "summary": summary,
        "for_all": asked(),
        "sections": sections,
        "change_count": sum(len(change.fields) for change in changes),
        "left": len(list(unexplained(changes, typed))),
        "is_again": is_again,
    }


def _rows(group: Group, asked: Any, room: int) -> tuple[list[AskedRow], int]:
    rows: list[AskedRow] = []
    more = 0
    for change in group.changes:
        if room < len(change.fields):
            more += len(change.fields)
            continue
        room -= len(change.fields)
        fields = [AskedField(field, asked(group.section, change.row, field.name)) for field in change.fields]
        whole = asked(group.section, change.row) if change.kind != "changed" else None
        rows.append(AskedRow(change.name or group.title, change.words, fields, whole))
    return rows, more
