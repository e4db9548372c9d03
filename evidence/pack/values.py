"""Laboratory results and specification limits as typed values, compared exactly as written.

A limit is inclusive where it says so ("NMT 10", "≤ 10", "90 to 110") and exclusive where it says "<" or ">".
What is missing stays missing: there is no value for it here, and never a zero.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

from evidence.pack import units
from evidence.pack.numbers import plain_text, read_number, shortest_text
from evidence.pack.problems import NotReadable


class Kind(StrEnum):
    NUMBER = "number"
    BELOW = "<"
    AT_MOST = "≤"
    ABOVE = ">"
    AT_LEAST = "≥"
    RANGE = "range"
    NOT_DETECTED = "ND"
    BELOW_QUANTITATION = "<LOQ"
    COMPLIES = "complies"
    FAILS = "does not comply"
    ABSENT = "absent in"
    PRESENT = "present in"
    TEXT = "text"


LOWER_BOUNDS = frozenset({Kind.ABOVE, Kind.AT_LEAST})
UPPER_BOUNDS = frozenset({Kind.BELOW, Kind.AT_MOST})
_WORDS = {
    "nd": Kind.NOT_DETECTED,
    "not detected": Kind.NOT_DETECTED,
    "<loq": Kind.BELOW_QUANTITATION,
    "< loq": Kind.BELOW_QUANTITATION,
    "below loq": Kind.BELOW_QUANTITATION,
    "complies": Kind.COMPLIES,
    "conforms": Kind.COMPLIES,
    "pass": Kind.COMPLIES,
    "passes": Kind.COMPLIES,
    "does not comply": Kind.FAILS,
    "does not conform": Kind.FAILS,
    "fail": Kind.FAILS,
    "fails": Kind.FAILS,
}
_BOUNDS = {
    "<": Kind.BELOW,
    "<=": Kind.AT_MOST,
    "≤": Kind.AT_MOST,
    "nmt": Kind.AT_MOST,
    ">": Kind.ABOVE,
    ">=": Kind.AT_LEAST,
    "≥": Kind.AT_LEAST,
    "nlt": Kind.AT_LEAST,
}
_BOUND = re.compile(r"(?i)(<=|>=|<|>|≤|≥|nmt\b|nlt\b)\s*(\S+)(?:\s+(.+))?\Z")
_RANGE = re.compile(r"(?i)(\S+)(?:\s+to\s+|\s*–\s*|\s+-\s+)([^\s%]+)\s*(.*)\Z")
_HYPHENED = re.compile(r"([0-9][0-9.,]*)-([0-9][0-9.,]*)(?:\s+(.+))?\Z")
_QUOTED = re.compile(r'"([^"]+)"\Z')
_PORTION = re.compile(r"(?i)(absent|negative|present|positive)\s*(?:in\s+|/\s*)([0-9.,]+)\s*([a-z]+)\Z")


@dataclass(frozen=True, slots=True)
class Value:
    """A result or a limit. `low` and `high` are the ends that were written; a number has both, equal.

    `unit` is the unit written with the value, if any: of a limit ("NMT 10 ppm"), or of the portion tested
    ("absent in 10 g"; the portion itself is `low`). `words` is the wording of a descriptive value.
    """

    kind: Kind
    low: Decimal | None = None
    high: Decimal | None = None
    unit: str | None = None
    words: str | None = None
    _texts: dict[Callable[[Decimal], str], str] = field(default_factory=dict, init=False, repr=False, compare=False)
    """Both writings, each made once: results and limits of a long pack are few values again and again."""

    @property
    def text(self) -> str:
        """The value in this format's own writing, decimals as given: reading it gives the same value."""
        return self._texts.get(plain_text) or self._kept(plain_text)

    @property
    def canonical_text(self) -> str:
        """The same without trailing zeros: one content has one text."""
        return self._texts.get(shortest_text) or self._kept(shortest_text)

    def text_for_people(self, *, decimal_comma: bool = False) -> str:
        """The same with the unit as people write it (ppm for [ppm]) and the decimal mark of the workbook."""

        def number(end: Decimal) -> str:
            return plain_text(end).replace(".", ",") if decimal_comma else plain_text(end)

        return self._written(number, units.label(self.unit) if self.unit else None)

    @property
    def is_numeric(self) -> bool:
        return self.kind is Kind.NUMBER or self.kind is Kind.RANGE or self.is_bound

    @property
    def is_bound(self) -> bool:
        return self.kind in LOWER_BOUNDS or self.kind in UPPER_BOUNDS

    def _kept(self, write: Callable[[Decimal], str]) -> str:
        self._texts[write] = text = self._written(write, self.unit)
        return text

    def _written(self, write: Callable[[Decimal], str], unit_text: str | None) -> str:
        ends = [write(end) for end in (self.low, self.high) if end is not None]
        unit = f" {unit_text}" if unit_text else ""
        if self.kind is Kind.NUMBER:
            return ends[0] + unit
        if self.kind is Kind.RANGE:
            return f"{ends[0]} to {ends[1]}{unit}"
        if self.kind is Kind.TEXT:
            return f'"{self.words}"'
        if ends:
            space = " " if self.kind in (Kind.ABSENT, Kind.PRESENT) else ""
            return f"{self.kind.value}{space}{ends[0]}{unit}"
        return self.kind.value


def read_result(text: str, *, decimal_comma: bool = False) -> Value:
    """A result as reported: 12.5, <0.5, <LOQ, ND, NMT 10, complies, absent in 10 g, "descriptive words".

    The unit of a result stands in its own field. Raises NotReadable.
    """
    value = _read(text, decimal_comma=decimal_comma)
    if value.unit is not None and value.is_numeric:
        raise NotReadable(f"“{text}” has a unit inside the result.", "Write the unit in the field Unit.")
    return value


def read_limit(text: str, *, decimal_comma: bool = False) -> Value:
    """A limit as specified: NMT 10 ppm, NLT 90, 90 to 110, <1000 CFU/g, ND, complies, absent in 10 g.

    A bare number is no limit: it says neither minimum nor maximum. Raises NotReadable.
    """
    value = _read(text, decimal_comma=decimal_comma)
    if value.kind is Kind.NUMBER:
        raise NotReadable(f"“{text}” is a number, not a limit.", "Write NMT, NLT or a range such as 90 to 110.")
    if value.kind in (Kind.BELOW_QUANTITATION, Kind.FAILS, Kind.PRESENT):
        raise NotReadable(f"“{text}” is a result, not a limit.", "Write NMT, NLT, a range, ND or complies.")
    return value


@lru_cache(maxsize=8192)
def _read(text: str, *, decimal_comma: bool) -> Value:
    plain = text.strip()
    word = _WORDS.get(" ".join(plain.casefold().split()))
    if word is not None:
        return Value(word)
    if match := _QUOTED.match(plain):
        return Value(Kind.TEXT, words=match.group(1))
    if match := _PORTION.match(plain):
        found, amount, unit = match.groups()
        kind = Kind.ABSENT if found.casefold() in ("absent", "negative") else Kind.PRESENT
        return Value(kind, read_number(amount, decimal_comma=decimal_comma), unit=units.read_unit(unit))
    if match := _BOUND.match(plain):
        sign, number, unit = match.groups()
        kind, end = _BOUNDS[sign.casefold()], read_number(number, decimal_comma=decimal_comma)
        lower = kind in LOWER_BOUNDS
        return Value(kind, end if lower else None, None if lower else end, _optional_unit(unit))
    if match := _HYPHENED.match(plain) or _RANGE.match(plain):
        return _read_range(text, *match.groups(), decimal_comma=decimal_comma)
    return _read_plain(text, plain, decimal_comma=decimal_comma)


def _read_range(text: str, low: str, high: str, unit: str | None, *, decimal_comma: bool) -> Value:
    ends = [read_number(end, decimal_comma=decimal_comma) for end in (low, high)]
    if ends[0] > ends[1]:
        raise NotReadable(f"“{text}” begins with the larger number.", "Write the smaller number first.")
    return Value(Kind.RANGE, ends[0], ends[1], _optional_unit(unit))


def _read_plain(text: str, plain: str, *, decimal_comma: bool) -> Value:
    head, _, tail = plain.partition(" ")
    if tail and units.is_unit(tail):
        number = read_number(head, decimal_comma=decimal_comma)
        return Value(Kind.NUMBER, number, number, units.read_unit(tail))
    if plain[:1].isalpha() and plain.casefold() not in ("nan", "inf", "infinity"):
        raise NotReadable(
            f"“{text}” is not a result that can be evaluated.",
            'Write a number, <0.5, <LOQ, ND, complies, fails, absent in 10 g, or words in "quotes".',
        )
    number = read_number(text, decimal_comma=decimal_comma)
    return Value(Kind.NUMBER, number, number)


def _optional_unit(unit: str | None) -> str | None:
    return units.read_unit(unit) if unit and unit.strip() else None
