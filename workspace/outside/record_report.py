"""A record's report on paper and as a machine copy, both from the same values (domain §E.2: both agree)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.template.loader import render_to_string

from records.outside.machine_copy import MachineCopy, canonical_json, plain
from records.reports import Column, Report, Section
from workspace.dossier_data import Printing
from workspace.kit.figures import grouped
from workspace.kit.paper import UNKNOWN, printed_day, printed_moment
from workspace.outside.compiled import ANNEX, Compiled, annex, common_values
from workspace.outside.dossier_sections import LONGEST, parts

YES = {True: "Yes", False: "No"}


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in one place of the table: lines of the first field, then those of the fields under it."""

    lines: tuple[str, ...]
    under: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A section, or a slice of a long one, or the note where its rows are attached."""

    title: str
    note: str
    none: str
    columns: tuple[Column, ...]
    rows: Sequence[tuple[Cell, ...]]
    annex: MachineCopy | None = None


def compiled(
    kind: str,
    report: Report,
    printing: Printing,
    *,
    pictures: Sequence[tuple[str, str]] = (),
    attached: Sequence[MachineCopy] = (),
) -> Compiled:
    """The report with its machine copy; `kind` is what it is called on every page.

    `pictures`: addresses below the base that it is printed on, each with its caption, behind the sections.
    `attached`: further files that travel with it.
    """
    copy = machine_copy(report, printing)
    annexes = {s.name: annex(s.name, s.title, s.rows) for s in report.sections if len(s.rows) > ANNEX}
    others = (*annexes.values(), *attached)
    values = {
        **common_values(printing, report.time_zone, copy, others),
        "pictures": pictures,
        "kind": kind,
        "title": f"{kind}: {report.number}, {report.title}",
        "subject": f"{report.number}, {report.title}",
        "report": report,
        "facts": [(fact.label, "; ".join(lines_of(fact.value, report.time_zone))) for fact in report.facts],
    }
    return Compiled(printing, values["title"], copy, others, lambda: _pages(report, annexes, values))


def machine_copy(report: Report, printing: Printing) -> MachineCopy:
    """Canonical JSON: the record's head, its facts, and every section's rows by their fields' names."""
    content = {
        "format": report.format,
        "printing": plain(printing),
        "number": report.number,
        "title": report.title,
        "state": report.state,
        "time_zone": report.time_zone,
        "facts": plain(report.facts),
        "sections": {section.name: plain(section.rows) for section in report.sections},
    }
    name = report.format.rpartition("-")[0]
    return MachineCopy(f"{name}.json", canonical_json(content), f"Machine copy of {report.number}, {report.format}")


def _pages(report: Report, annexes: dict[str, MachineCopy], values: dict[str, Any]) -> list[str]:
    divided = parts(list(_sheets(report, annexes)))
    last = len(divided) - 1
    return [
        render_to_string(
            "workspace/record_report.html",
            {**values, "sheets": sheets, "is_first": number == 0, "is_last": number == last},
        )
        for number, sheets in enumerate(divided)
    ]


def _sheets(report: Report, annexes: dict[str, MachineCopy]) -> Iterable[Sheet]:
    for section in report.sections:
        columns, count = section.columns, len(section.rows)
        if section.name in annexes:
            yield Sheet(section.title, f"{count} in all", section.none, columns, (), annexes[section.name])
        elif count <= LONGEST:
            yield Sheet(section.title, f"{count} in all", section.none, columns, _rows(section, report.time_zone))
        else:
            yield from _slices(section, report.time_zone)


def _slices(section: Section, zone: str) -> Iterable[Sheet]:
    rows, count = _rows(section, zone), len(section.rows)
    for start in range(0, count, LONGEST):
        end = min(start + LONGEST, count)
        title = f"{section.title}, continued" if start else section.title
        yield Sheet(title, f"{start + 1} to {end} of {count}", section.none, section.columns, rows[start:end])


def _rows(section: Section, zone: str) -> list[tuple[Cell, ...]]:
    return [tuple(_cell(row, column, zone) for column in section.columns) for row in section.rows]


def _cell(row: Any, column: Column, zone: str) -> Cell:
    first, *others = column.names
    labels = {part.name: part.metadata["label"] for part in fields(row)}
    under = [(labels[name], getattr(row, name)) for name in others]
    words = [f"{label}: {line}" for label, value in under if not is_empty(value) for line in lines_of(value, zone)]
    return Cell(lines_of(getattr(row, first), zone), tuple(words))


def is_empty(value: Any) -> bool:
    return value is None or value in ("", ())


def lines_of(value: Any, zone: str) -> tuple[str, ...]:
    """A value as paper shows it: times at the site in full, figures grouped, what is not known a dash."""
    if is_empty(value):
        return (UNKNOWN,)
    if isinstance(value, bool):
        return (YES[value],)
    if isinstance(value, tuple):
        return tuple(value)
    if isinstance(value, datetime):
        return (printed_moment(value, zone),)
    if isinstance(value, date):
        return (printed_day(value),)
    return (grouped(value) if isinstance(value, int | Decimal) else str(value),)
