"""A warehouse's list of what went to which account, CSV or XLSX: read by a profile, whole or not at all. Pure."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal, InvalidOperation
from typing import Any

from evidence.pack.foreign import Sheet, read_sheets
from evidence.pack.foreign.cells import read_day_in
from evidence.pack.problems import NotReadable, Unreadable
from traceability.gs1 import is_gln, is_sscc
from traceability.lists.profile import FIELDS, MUST, OFFSET, Profile

LONGEST = {
    "line": 120, "lot": 40, "product": 40, "unit": 20, "reference": 80, "account": 200, "account_number": 60,
    "address": 500, "contact": 200, "ship_from": 200,
}  # fmt: skip
MOST_PROBLEMS, DECIMALS, LARGEST = 50, 3, Decimal(10**11)


@dataclass(frozen=True, slots=True)
class OnwardLine:
    """One shipment of the list. `line` is its number in the list's own system, or made of what it says."""

    line: str
    lot: str
    quantity: Decimal
    shipped_at: datetime
    reference: str
    account: str
    product: str = ""
    unit: str = ""
    account_number: str = ""
    gln: str = ""
    address: str = ""
    contact: str = ""
    ship_from: str = ""
    sscc: str = ""


class UnreadableListError(ValueError):
    """Cells that cannot be read without guessing; sentences that name row and column, fifty at most."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__(" ".join(problems[:3]))
        self.problems = tuple(problems[:MOST_PROBLEMS])


def sheets_of(data: bytes, *, file: str) -> tuple[Sheet, ...]:
    """The sheets of a CSV or workbook. Raises UnreadableListError."""
    sheets = read_sheets(data, file=file)
    if isinstance(sheets, Unreadable):
        raise UnreadableListError([f"{problem.reason} {problem.cure}" for problem in sheets.problems])
    return sheets


def read_list(data: bytes, profile: Profile, *, file: str) -> tuple[OnwardLine, ...]:
    """Every line of the list. Raises UnreadableListError with every cell that cannot be read."""
    sheet = next((s for s in sheets_of(data, file=file) if profile.sheet in ("", s.name)), None)
    if sheet is None:
        raise UnreadableListError([f"The workbook has no sheet “{profile.sheet}”."])
    headings = sheet.headings(profile.header_row)
    missing = [heading for heading in profile.columns.values() if heading not in headings]
    if missing:
        raise UnreadableListError([f"Row {profile.header_row} has no column “{heading}”." for heading in missing])
    places = {field: headings.index(heading) for field, heading in profile.columns.items()}
    problems = [str(problem) for problem in sheet.suspects]
    lines: list[OnwardLine] = []
    for number, row in enumerate(sheet.rows[profile.header_row :], start=profile.header_row + 1):
        cells = {field: row[place] if place < len(row) else "" for field, place in places.items()}
        if any(str(cell).strip() for cell in cells.values()):
            values, wrong = _values(cells, profile, f"Row {number}")
            problems += wrong
            if not wrong:
                lines.append(OnwardLine(**{"line": "", **values}))
    if problems or not lines:
        raise UnreadableListError(problems or ["The file names no shipment."])
    return tuple(_numbered(lines))


def check_line(line: OnwardLine, place: str) -> list[str]:
    """What cannot be in a line, however it came."""
    problems = [f"{place} lacks {FIELDS[name].lower()}." for name in MUST if name != "lot" and not getattr(line, name)]
    problems += [
        f"{place}, {FIELDS[name]}: at most {most} visible characters."
        for name, most in LONGEST.items()
        if len(getattr(line, name)) > most or not getattr(line, name).isprintable()
    ]
    if line.quantity <= 0 or line.quantity >= LARGEST or round(line.quantity, DECIMALS) != line.quantity:
        problems.append(f"{place}, Quantity: more than zero, at most three decimals.")
    if line.shipped_at.tzinfo is None:
        problems.append(f"{place}, Shipped: the moment lacks its offset.")
    if line.gln and not is_gln(line.gln):
        problems.append(f"{place}, GLN: “{line.gln[:20]}” is not 13 digits with their check digit.")
    if line.sscc and not is_sscc(line.sscc):
        problems.append(f"{place}, SSCC: “{line.sscc[:24]}” is not 18 digits with their check digit.")
    return problems


def _values(cells: dict[str, Any], profile: Profile, place: str) -> tuple[dict[str, Any], list[str]]:
    values: dict[str, Any] = {name: _text(cell) for name, cell in cells.items()}
    problems = []
    for name, reader in (("quantity", _quantity), ("shipped_at", _moment)):
        try:
            values[name] = reader(cells[name], profile)
        except ValueError as problem:
            problems.append(f"{place}, {FIELDS[name]}: {problem}")
    if problems:
        return values, problems
    return values, check_line(OnwardLine(**{"line": "-", **{k: v for k, v in values.items() if k != "line"}}), place)


def _text(cell: Any) -> str:
    if isinstance(cell, float) and cell == int(cell):
        return str(int(cell))
    return str(cell).strip()


def _quantity(cell: Any, profile: Profile) -> Decimal:
    text = _text(cell)
    if profile.decimal_comma and isinstance(cell, str):
        text = text.replace(".", "").replace(",", ".")
    try:
        number = Decimal(text)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        raise ValueError(f"“{text[:20]}” is not a number.")
    return number


def _moment(cell: Any, profile: Profile) -> datetime:
    """A moment with its offset as it stands; a day, or a time without offset, by the warehouse's own clock."""
    sign, hours, minutes = OFFSET.fullmatch(profile.offset).groups()  # type: ignore[union-attr]  # the profile's own
    zone = timezone((1 if sign == "+" else -1) * timedelta(hours=int(hours), minutes=int(minutes)))
    if isinstance(cell, datetime):
        return cell if cell.tzinfo else cell.replace(tzinfo=zone)
    try:
        day = cell if isinstance(cell, date) else datetime.fromisoformat(_text(cell))
    except ValueError:
        try:
            day = read_day_in(_text(cell), profile.day_order)
        except NotReadable as problem:
            raise ValueError(f"{problem.reason} {problem.cure}") from problem
    if isinstance(day, datetime):
        return day if day.tzinfo else day.replace(tzinfo=zone)
    return datetime.combine(day, time(), tzinfo=zone)


def _numbered(lines: Sequence[OnwardLine]) -> Iterator[OnwardLine]:
    """Lines without a number get one made of what they say, so that the same list again is the same lines."""
    seen: dict[str, int] = {}
    for line in lines:
        if line.line:
            yield line
            continue
        said = "|".join([line.lot, line.product, line.reference, line.account_number or line.account, line.sscc,
                         line.shipped_at.isoformat(), str(line.quantity.normalize())])  # fmt: skip
        seen[said] = seen.get(said, 0) + 1
        name = f"{hashlib.sha256(said.encode()).hexdigest()[:24]}-{seen[said]}"
        yield OnwardLine(**{n: getattr(line, n) for n in OnwardLine.__slots__} | {"line": name})
