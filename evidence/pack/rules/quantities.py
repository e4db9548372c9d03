"""Amounts with units, compared exactly: fractions decide, decimals are shown."""

from decimal import Decimal, localcontext
from fractions import Fraction
from functools import lru_cache

from evidence.pack.numbers import shortest_text
from evidence.pack.problems import NotReadable
from evidence.pack.units import convert, label, read_unit


@lru_cache(maxsize=512)
def code_of(unit: str | None) -> str | None:
    """The UCUM code of a unit; masters may hold it as people write it ("capsule")."""
    try:
        return None if unit is None else read_unit(unit)
    except NotReadable:
        return None


def stated_in(amount: Decimal, unit: str | None, target: str | None) -> Fraction | None:
    """`amount` of `unit` in `target`, exactly; None when one is missing or they measure different things."""
    if unit is not None and unit == target:
        return Fraction(amount)
    unit, target = code_of(unit), code_of(target)
    if unit is None or target is None:
        return None
    try:
        return Fraction(convert(amount, unit, target))
    except NotReadable:
        pass
    try:
        return Fraction(amount) / Fraction(convert(Decimal(1), target, unit))
    except NotReadable:
        return None


def shown(amount: Decimal | Fraction | int, unit: str | None = None) -> str:
    """“360.04 kg”: the amount without trailing zeros, rounded to six decimals where it was calculated."""
    text = _rounded(amount) if isinstance(amount, Fraction) else shortest_text(Decimal(amount))
    return f"{text} {label(unit)}" if unit else text


def percent(part: Fraction, whole: Fraction) -> str:
    """“99.74 %”, rounded to four decimals for reading; a rule never decides on it."""
    return f"{_rounded(100 * part / whole, 4)} %"


def _rounded(exact: Fraction, places: int = 6) -> str:
    with localcontext(prec=60):
        value = Decimal(exact.numerator) / Decimal(exact.denominator)
        return shortest_text(value.quantize(Decimal(1).scaleb(-places)))
