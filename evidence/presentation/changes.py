"""Two versions side by side: changed rows by section, old and new values as people read them."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from evidence.pack.comparison import RowChange
from evidence.pack.explaining import Reasons, reason_for
from evidence.presentation.rows import Cell, blocks, cell, heading_of, title_of

WORDS = {"added": "Added", "removed": "Removed", "changed": "Changed"}


@dataclass(frozen=True, slots=True)
class ShownField:
    heading: str
    old: Cell
    new: Cell
    name: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ShownChange:
    kind: str
    words: str
    name: str
    fields: list[ShownField]
    row: str = ""


@dataclass
class Group:
    """The changes of one section."""

    section: str
    title: str
    changes: list[ShownChange] = field(default_factory=list)


def grouped(changes: Iterable[RowChange], reasons: Reasons | None = None) -> list[Group]:
    """By section, in the pack's order, each field with the CMO's reason."""
    groups: dict[str, Group] = {}
    for change in changes:
        group = groups.setdefault(change.section, Group(change.section, title_of(change.section)))
        kinds = _kinds(change.section)
        fields = [
            ShownField(
                heading_of(change.section, changed.name),
                cell(kinds.get(changed.name, ""), changed.old),
                cell(kinds.get(changed.name, ""), changed.new),
                changed.name,
                reason_for(reasons or {}, change, changed.name),
            )
            for changed in change.fields
        ]
        group.changes.append(ShownChange(change.kind, WORDS[change.kind], change.name, fields, change.row))
    return list(groups.values())


def _kinds(section: str) -> dict[str, str]:
    block = blocks().get(section)
    return {column.name: column.kind for column in block.columns} if block else {}
