"""Any unit that UCUM can write, exactly: validation, conversion, multiplication and division on fractions.

The grammar and UCUM's own definitions (ucum-essence 2.2) are ucumvert's; the figures are ours, because its conversions
run through floats. Arbitrary units (IU, CFU) and special ones (pH, °C) each found a dimension of their own: they never
become a mass, nor each other. A pack uses the closed list of `evidence.pack.units`; `listed` finds what equals one.
"""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from importlib.resources import files
from typing import Any
from xml.etree import ElementTree

from lark import Lark, Token, Tree
from lark.exceptions import LarkError
from ucumvert.parser import get_ucum_parser

from evidence.pack import units
from evidence.pack.problems import NotReadable

LONGEST = 60
_NAMESPACE = "{http://unitsofmeasure.org/ucum-essence}"


@dataclass(frozen=True, slots=True)
class Amount:
    """A factor and the base units it stands in: (("g", 1), ("m", -1)) for g/m."""

    factor: Fraction
    bases: tuple[tuple[str, int], ...] = ()

    def times(self, other: "Amount", power: int = 1) -> "Amount":
        powers = dict(self.bases)
        for base, exponent in other.bases:
            powers[base] = powers.get(base, 0) + power * exponent
        bases = tuple(sorted((base, exponent) for base, exponent in powers.items() if exponent))
        return Amount(self.factor * other.factor**power, bases)


_ONE = Amount(Fraction(1))


def is_valid(code: str) -> bool:
    """Whether this is a UCUM code, case-sensitive. The empty code is unity."""
    try:
        read(code)
    except NotReadable:
        return False
    return True


def convert(value: Decimal, source: str, target: str) -> Fraction:
    """`value` of `source` in `target`, exactly. Raises NotReadable for codes of different dimensions."""
    given, wanted = read(source), read(target)
    if given.bases != wanted.bases:
        raise NotReadable(f"“{source}” cannot be converted to “{target}”.", "They measure different things.")
    return Fraction(value) * given.factor / wanted.factor


def multiply(value: tuple[Decimal, str], by: tuple[Decimal, str]) -> Amount:
    """The product of two (number, code), in base units."""
    return _of(value).times(_of(by))


def divide(value: tuple[Decimal, str], by: tuple[Decimal, str]) -> Amount:
    """The quotient of two (number, code), in base units; units of the same kind leave unity."""
    return _of(value).times(_of(by), -1)


def _of(value: tuple[Decimal, str]) -> Amount:
    number, code = value
    unit = read(code)
    return Amount(Fraction(number) * unit.factor, unit.bases)


@lru_cache(maxsize=1024)
def read(code: str) -> Amount:
    """What one of this unit is in base units. Raises NotReadable for what is no UCUM code."""
    if not code:
        return _ONE
    try:
        return _amount(_parser().parse(code if len(code) <= LONGEST else "/"))
    except LarkError:
        raise NotReadable(f"“{code}” is not a UCUM code.", "Write it as UCUM does, for example mg/kg.") from None


@lru_cache(maxsize=512)
def listed(code: str) -> str | None:
    """The unit of the packs' closed list that equals this UCUM code: mg/kg for mg.kg-1; None where none does.

    None also where the list has several such units of different kinds: a bare “1” is a ratio and no fraction of mass.
    """
    if units.is_unit(code):
        return units.read_unit(code)
    try:
        amount = read(code)
    except NotReadable:
        return None
    equal = [known for known, its_amount in _list().items() if its_amount == amount] if "{" not in code else []
    of_one_kind = all(units.convertible(known, equal[0]) for known in equal)
    return equal[0] if equal and of_one_kind else None


@lru_cache(maxsize=1)
def _list() -> dict[str, Amount]:
    """Listed units that are UCUM codes without an annotation, which UCUM itself would leave out."""
    return {code: read(code) for code in units.CODES if "{" not in code and is_valid(code)}


@lru_cache(maxsize=1)
def _parser() -> Lark:
    parser: Lark = get_ucum_parser()
    return parser


def _amount(node: "Tree[Any] | Token") -> Amount:
    if isinstance(node, Token):
        return _ONE  # an annotation: UCUM counts it as unity
    parts = node.children
    if node.data == "simple_unit":
        return _simple([str(part) for part in parts])
    if node.data == "annotatable":
        return _power(parts[0], str(parts[1]))
    if len(parts) == 1 or node.data == "component":
        return _amount(parts[0])
    *left, operator, right = parts  # without a left side for “/m”, where the main term begins with a division
    return (_amount(left[0]) if left else _ONE).times(_amount(right), -1 if str(operator) == "/" else 1)


def _power(unit: "Tree[Any]", exponent: str) -> Amount:
    if unit.data == "simple_unit" and str(unit.children[0]).isdigit():
        raise LarkError  # a number has no exponent in UCUM: “10+3” is none
    return _ONE.times(_amount(unit), int(exponent))


def _simple(parts: list[str]) -> Amount:
    *prefix, atom = parts
    if atom.isdigit():
        return Amount(Fraction(int(atom)))
    unit = _atom(atom)
    return Amount(unit.factor * _essence()[0][prefix[0]], unit.bases) if prefix else unit


@lru_cache(maxsize=512)
def _atom(code: str) -> Amount:
    """A unit by its definition; base, arbitrary and special units stand for themselves."""
    definition = _essence()[1][code]
    if definition is None:
        return Amount(Fraction(1), ((code, 1),))
    value, unit = definition
    inner = read(unit) if unit != "1" else _ONE
    return Amount(value * inner.factor, inner.bases)


Essence = tuple[dict[str, Fraction], dict[str, tuple[Fraction, str] | None]]


@lru_cache(maxsize=1)
def _essence() -> Essence:
    """Prefixes with their factors, and units with their definitions (None: a dimension of its own)."""
    text = (files("ucumvert") / "vendor" / "ucum-essence.xml").read_text(encoding="ascii")
    root = ElementTree.fromstring(text)  # noqa: S314 - UCUM's own file, as installed
    prefixes = {item.attrib["Code"]: _value(item)[0] for item in root.iter(f"{_NAMESPACE}prefix")}
    defined: dict[str, tuple[Fraction, str] | None] = {
        item.attrib["Code"]: None for item in root.iter(f"{_NAMESPACE}base-unit")
    }
    for item in root.iter(f"{_NAMESPACE}unit"):
        stands_alone = "isArbitrary" in item.attrib or "isSpecial" in item.attrib
        defined[item.attrib["Code"]] = None if stands_alone else _value(item)
    return prefixes, defined


def _value(item: "ElementTree.Element") -> tuple[Fraction, str]:
    found = item.find(f"{_NAMESPACE}value")
    assert found is not None  # noqa: S101 - every prefix and unit of the essence has a value
    return Fraction(found.attrib["value"]), found.attrib.get("Unit", "1")
