"""A report that was compiled and waits for the press: its copy for machines, its annexes, its pages to be laid out."""

import csv
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import Any

from django.conf import settings
from django.urls import reverse

from records.outside.machine_copy import MachineCopy, plain
from records.outside.qr import qr_drawing
from workspace.dossier_data import Printing
from workspace.kit.paper import printed_moment

ANNEX = 2000
"""A section of more rows is no reading matter: it is attached as a table, hashed, and the page says so."""


@dataclass(frozen=True, slots=True)
class Compiled:
    """What `making.make` prints. `pages` gives whole HTML documents; it is called when the press is at hand."""

    printing: Printing
    title: str
    copy: MachineCopy
    annexes: tuple[MachineCopy, ...]
    pages: Callable[[], list[str]]

    @property
    def attachments(self) -> list[MachineCopy]:
        return [self.copy, *self.annexes]


def common_values(printing: Printing, zone: str, copy: MachineCopy, annexes: Sequence[MachineCopy]) -> dict[str, Any]:
    """What every report's frame (`templates/records/report.html`) prints besides its own content."""
    address = settings.SITE_ADDRESS + reverse("workspace:verify")
    return {
        "copy": copy,
        "annexes": annexes,
        "report_number": printing.number,
        "printed": _printed(printing, zone),
        "verify_address": address,
        "qr": qr_drawing(f"{address}?number={printing.number}"),
    }


def annex(name: str, title: str, rows: Sequence[Any]) -> MachineCopy:
    """The rows of a long section as comma-separated values (RFC 4180), the fields' names first."""
    written = StringIO()
    table = csv.writer(written)
    table.writerow(_flat(plain(rows[0])))
    table.writerows(list(_cells(_flat(plain(row)).values())) for row in rows)
    content = written.getvalue().encode()
    return MachineCopy(f"{name}.csv", content, f"{title}, {len(rows)} rows", "text/csv")


def _flat(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row's fields beside each other, those of a row inside it too."""
    found: dict[str, Any] = {}
    for name, value in row.items():
        found |= _flat(value) if isinstance(value, dict) else {name: value}
    return found


def _cells(values: Iterable[Any]) -> Iterable[Any]:
    """A text that a spreadsheet would take for a formula is led by an apostrophe."""
    for value in values:
        text = "; ".join(map(str, value)) if isinstance(value, list) else value
        yield f"'{text}" if isinstance(text, str) and text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def _printed(printing: Printing, zone: str) -> str:
    return (
        f"{printed_moment(printing.printed_at, zone)} by {printing.printed_by}, {printing.organisation} "
        f"({printing.access}), with Oversight {printing.version}"
    )
