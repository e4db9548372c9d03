"""Rows of a foreign table as results: every one readable, or the whole file refused with each place."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from openpyxl.utils import get_column_letter
from pydantic import ValidationError

from evidence.pack.foreign.cells import read_field
from evidence.pack.foreign.profile import FIELDS, Profile
from evidence.pack.foreign.tables import Sheet, read_sheets
from evidence.pack.format import Reading, TestResult
from evidence.pack.problems import NotReadable, Problem, Unreadable
from evidence.pack.reasons import problems_of, quoted

_NEW_VERSION = "Choose the columns of this file again: that saves the profile's next version."


@dataclass(frozen=True, slots=True)
class Mapped:
    """The results by their row, and the rows of other lots that were passed over."""

    sheet: str
    value_column: str
    """The letter of the column in which the results stand."""
    results: tuple[tuple[int, TestResult], ...]
    other_lots: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class _Reading:
    """A sheet, its profile, and where each field stands."""

    file: str
    sheet: Sheet
    profile: Profile
    places: dict[str, int]

    def problem(self, row: int | None, field: str, reason: str, cure: str) -> Problem:
        letter = f"{get_column_letter(self.places[field] + 1)} " if field in self.places else ""
        heading = self.profile.columns.get(field, FIELDS.get(field, field))
        return Problem(self.file, self.sheet.name, row, f"{letter}({heading})" if letter else heading, reason, cure)


def read_rows(data: bytes, profile: Profile, *, file: str, lot_number: str) -> Mapped | Unreadable:
    """The results of this lot; a row that names another lot is passed over and counted, never taken."""
    sheets = read_sheets(data, file=file)
    if isinstance(sheets, Unreadable):
        return sheets
    sheet = next((found for found in sheets if found.name == profile.sheet), None)
    if sheet is None:
        reason = f"There is no sheet {quoted(profile.sheet)} in the file."
        return Unreadable((Problem(file, profile.sheet, None, "", reason, _NEW_VERSION),))
    problems, places = _places(sheet, profile, file)
    if problems:
        return Unreadable(tuple(problems))
    return _read(_Reading(file, sheet, profile, places), lot_number)


def _places(sheet: Sheet, profile: Profile, file: str) -> tuple[list[Problem], dict[str, int]]:
    headings = [heading.casefold() for heading in sheet.headings(profile.header_row)]
    problems, places = [], {}
    for field, heading in profile.columns.items():
        times = headings.count(heading.casefold())
        if times == 1:
            places[field] = headings.index(heading.casefold())
            continue
        reason = "is missing" if not times else f"stands {times} times"
        problems.append(
            Problem(
                file, sheet.name, profile.header_row, heading, f"The heading {quoted(heading)} {reason}.", _NEW_VERSION
            )
        )
    return problems, places


def _read(reading: _Reading, lot_number: str) -> Mapped | Unreadable:
    results: list[tuple[int, TestResult]] = []
    others: list[tuple[int, str]] = []
    problems = _suspects(reading)
    suspect_rows = {problem.row for problem in problems}
    for number, cells in _filled(reading):
        raw, found = _raw(reading, number, cells)
        named = str(raw.get("sample_lot") or "")
        if named and named != lot_number:
            others.append((number, named))
        elif found:
            problems += found
        elif number not in suspect_rows:
            _validate(reading, number, raw, results, problems)
    if not results and not problems:
        words = "Its rows name other lots." if others else "No row below the headings is filled."
        problems.append(
            reading.problem(None, "", f"There is no result of lot {lot_number}. {words}", "Check the file.")
        )
    return Unreadable(tuple(problems)) if problems else _mapped(reading, results, others)


def _mapped(reading: _Reading, results: list[tuple[int, TestResult]], others: list[tuple[int, str]]) -> Mapped:
    letter = get_column_letter(reading.places["value"] + 1)
    return Mapped(reading.sheet.name, letter, tuple(results), tuple(others))


def _filled(reading: _Reading) -> list[tuple[int, Sequence[Any]]]:
    first = reading.profile.header_row
    rows = enumerate(reading.sheet.rows[first:], start=first + 1)
    used = set(reading.places.values())
    return [(n, cells) for n, cells in rows if any(str(cell).strip() for i, cell in enumerate(cells) if i in used)]


def _suspects(reading: _Reading) -> list[Problem]:
    """Formulas, errors and percentages in the columns that are read; elsewhere they do no harm."""
    letters = {get_column_letter(place + 1) for place in reading.places.values()}
    return [
        problem
        for problem in reading.sheet.suspects
        if (problem.row or 0) > reading.profile.header_row and re.sub(r"\d", "", problem.column) in letters
    ]


def _raw(reading: _Reading, number: int, cells: Sequence[Any]) -> tuple[dict[str, object], list[Problem]]:
    raw: dict[str, object] = {}
    problems = []
    for field, place in reading.places.items():
        cell = cells[place] if place < len(cells) else ""
        if isinstance(cell, str) and not cell.strip():
            continue
        try:
            raw[field] = read_field(field, cell, reading.profile.day_order)
        except NotReadable as problem:
            problems.append(reading.problem(number, field, problem.reason, problem.cure))
    return raw, problems


def _validate(
    reading: _Reading,
    number: int,
    raw: dict[str, object],
    results: list[tuple[int, TestResult]],
    problems: list[Problem],
) -> None:
    if "value" not in raw:
        cure = "Give the result, or take the row out. It is never taken for zero."
        problems.append(reading.problem(number, "value", "The row has no result.", cure))
        return
    shared: dict[str, object] = {"number": str(number), "document": reading.file}
    decimal = Reading(decimal_comma=reading.profile.decimal_comma)
    try:
        results.append((number, TestResult.model_validate(shared | raw, context=decimal)))
    except ValidationError as error:
        places = problems_of(error, file=reading.file, place=lambda path: (str(path[0]), None, ""))
        problems += [reading.problem(number, found.sheet, found.reason, found.cure) for found in places]
