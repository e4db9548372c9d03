"""The CMO's reason for every difference between two versions: for one field, a row, a section, or all of them.

A reason leaves blank what it does not name. Of several that fit, the one that names most counts.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from evidence.pack.comparison import FieldChange, RowChange

Reasons = Mapping[tuple[str, str, str], str]
"""(section, row, field) → reason; blank is "every"."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """A reason with what it is for; `row` as a difference names it (`RowChange.row`)."""

    reason: str
    section: str = ""
    row: str = ""
    field: str = ""


@dataclass(frozen=True, slots=True)
class Unexplained:
    """A difference that nobody has given a reason for."""

    change: RowChange
    field: FieldChange

    @property
    def sentence(self) -> str:
        where = ", ".join(filter(None, (self.change.section, self.change.row, self.field.name)))
        old, new = ("nothing" if value is None else f"“{value}”" for value in (self.field.old, self.field.new))
        return f"{where}: {old} became {new}, without a reason."


def by_place(given: Iterable[Explanation]) -> dict[tuple[str, str, str], str]:
    """Reasons by what they are for; blank ones are none."""
    return {(one.section, one.row, one.field): one.reason.strip() for one in given if one.reason.strip()}


def reason_for(reasons: Reasons, change: RowChange, field: str) -> str:
    """The reason of one changed field; empty without one."""
    section, row = change.section, change.row
    places = ((section, row, field), (section, row, ""), (section, "", field), (section, "", ""), ("", "", ""))
    return next((reasons[place] for place in places if place in reasons), "")


def unexplained(changes: Iterable[RowChange], reasons: Reasons) -> Iterator[Unexplained]:
    """Every changed field without a reason."""
    for change in changes:
        for field in change.fields:
            if not reason_for(reasons, change, field.name):
                yield Unexplained(change, field)
