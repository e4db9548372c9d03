"""The closed list of units a pack may use, as UCUM codes, and exact conversion between them.

Source: UCUM (Unified Code for Units of Measure). IU, CFU and SPU are arbitrary units: what they count is
set for each substance, so they never become a mass. A ppm is a mass fraction: 1 [ppm] = 1 ug/g = 1 mg/kg.
A percentage of the label claim is no fraction of mass and stands apart.
"""

from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

import pint

from evidence.pack.problems import NotReadable

# code: definition in terms of the units above it; "[x]" alone founds a dimension of its own.
DEFINITIONS: dict[str, str] = {
    "g": "[mass]", "kg": "1000 g", "mg": "0.001 g", "ug": "0.000001 g", "ng": "0.000000001 g",
    "[lb_av]": "453.59237 g", "[oz_av]": "28.349523125 g", "t": "1000000 g",
    "L": "[volume]", "mL": "0.001 L", "uL": "0.000001 L",
    "{unit}": "[unit]", "{capsule}": "[capsule]", "{tablet}": "[tablet]", "{softgel}": "[softgel]",
    "{bottle}": "[bottle]", "{label}": "[label]", "{case}": "[case]", "{container}": "[container]",
    "{serving}": "[serving]", "{roll}": "[roll]",
    "g/g": "[fraction]", "%": "0.01 g/g", "[ppth]": "0.001 g/g", "[ppm]": "0.000001 g/g",
    "[ppb]": "0.000000001 g/g", "g/kg": "0.001 g/g", "mg/g": "0.001 g/g", "ug/g": "0.000001 g/g",
    "mg/kg": "0.000001 g/g", "ug/kg": "0.000000001 g/g", "ng/g": "0.000000001 g/g", "g/(100.g)": "0.01 g/g",
    "mg/(100.g)": "0.00001 g/g",
    "%{claim}": "[claim]", "%{RH}": "[humidity]",
    "g/mL": "[density]", "g/cm3": "1 g/mL", "g/L": "0.001 g/mL", "mg/mL": "0.001 g/mL",
    "mg/L": "0.000001 g/mL",
    "ug/mL": "0.000001 g/mL",
    "g/{serving}": "[serving mass]", "mg/{serving}": "0.001 g/{serving}",
    "ug/{serving}": "0.000001 g/{serving}",
    "g/{capsule}": "[capsule mass]", "mg/{capsule}": "0.001 g/{capsule}",
    "ug/{capsule}": "0.000001 g/{capsule}",
    "mg/{tablet}": "[tablet mass]", "ug/{tablet}": "0.001 mg/{tablet}",
    "mg/d": "[daily mass]", "ug/d": "0.001 mg/d",
    "[CFU]": "[colonies]", "10*6.[CFU]": "1000000 [CFU]", "10*9.[CFU]": "1000000000 [CFU]",
    "[CFU]/g": "[colonies of mass]", "10*9.[CFU]/g": "1000000000 [CFU]/g", "[CFU]/kg": "0.001 [CFU]/g",
    "[CFU]/mL": "[colonies of volume]", "[CFU]/{serving}": "[colonies of serving]",
    "10*9.[CFU]/{serving}": "1000000000 [CFU]/{serving}", "[CFU]/{capsule}": "[colonies of capsule]",
    "[IU]": "[international]", "[IU]/g": "[international of mass]", "[IU]/mg": "1000 [IU]/g",
    "[IU]/{serving}": "[international of serving]", "[IU]/{capsule}": "[international of capsule]",
    "{SPU}": "[peptidase]", "{SPU}/g": "[peptidase of mass]", "{SPU}/mg": "1000 {SPU}/g",
    "{SPU}/{capsule}": "[peptidase of capsule]", "{SPU}/{serving}": "[peptidase of serving]",
    "s": "[time]", "min": "60 s", "h": "3600 s", "d": "86400 s",
    "{rev}/min": "[speed]", "kJ/m2": "[impact]", "g/(10.min)": "[melt flow]", "N": "[force]",
    "kPa": "[pressure]", "mbar": "0.1 kPa",
    "mm": "[length]", "um": "0.001 mm", "Cel": "[temperature]", "[pH]": "[acidity]", "1": "[ratio]",
}  # fmt: skip

# How people write them; every code is accepted as itself, and without its brackets where that is unambiguous.
SPELLINGS: dict[str, str] = {
    "mcg": "ug", "µg": "ug", "μg": "ug", "gram": "g", "grams": "g", "kilogram": "kg", "lb": "[lb_av]",
    "lbs": "[lb_av]", "oz": "[oz_av]", "l": "L", "ml": "mL", "µL": "uL", "μL": "uL", "ppm": "[ppm]",
    "ppb": "[ppb]", "mcg/g": "ug/g", "µg/g": "ug/g", "μg/g": "ug/g", "mcg/kg": "ug/kg", "µg/kg": "ug/kg",
    "% w/w": "%", "g/100 g": "g/(100.g)", "mg/100 g": "mg/(100.g)", "% of claim": "%{claim}",
    "% label claim": "%{claim}", "% LC": "%{claim}", "% RH": "%{RH}",
    "units": "{unit}", "each": "{unit}", "ea": "{unit}", "capsules": "{capsule}", "tablets": "{tablet}",
    "softgels": "{softgel}", "bottles": "{bottle}", "labels": "{label}", "cases": "{case}",
    "containers": "{container}", "servings": "{serving}", "rolls": "{roll}",
    "mcg/serving": "ug/{serving}", "mcg/capsule": "ug/{capsule}", "mcg/tablet": "ug/{tablet}",
    "mcg/day": "ug/d", "mg/day": "mg/d", "billion CFU": "10*9.[CFU]", "million CFU": "10*6.[CFU]",
    "billion CFU/g": "10*9.[CFU]/g", "billion CFU/serving": "10*9.[CFU]/{serving}", "cfu": "[CFU]",
    "cfu/g": "[CFU]/g", "cfu/mL": "[CFU]/mL", "iu": "[IU]", "[iU]": "[IU]", "pH": "[pH]", "°C": "Cel",
    "rpm": "{rev}/min", "g/cm³": "g/cm3", "kJ/m²": "kJ/m2", "g/10m_": "g/(10.min)",
}  # fmt: skip

_LABELS = {
    "[lb_av]": "lb", "[oz_av]": "oz", "ug": "mcg", "%{claim}": "% of claim", "%{RH}": "% RH", "Cel": "°C",
    "{rev}/min": "rpm", "g/(100.g)": "g/100 g", "mg/(100.g)": "mg/100 g", "g/(10.min)": "g/10 min",
}  # fmt: skip


@lru_cache(maxsize=256)
def label(code: str) -> str:
    """The unit as a person reads it: “CFU/g” for [CFU]/g, “ppm” for [ppm]."""
    if code in _LABELS:
        return _LABELS[code]
    plain = code.replace("10*9.", "billion ").replace("10*6.", "million ").replace("ug/", "mcg/")
    return plain.translate({ord(mark): None for mark in "[]{}"})


_CODES: dict[str, str] = {label(code): code for code in DEFINITIONS} | SPELLINGS | {code: code for code in DEFINITIONS}
CODES: tuple[str, ...] = tuple(DEFINITIONS)


def is_unit(text: str) -> bool:
    return text.strip() in _CODES


def read_unit(text: str) -> str:
    """The UCUM code of the unit written in `text`. Case matters, as in UCUM. Raises NotReadable."""
    code = _CODES.get(text) or _CODES.get(text.strip())
    if code is None:
        raise NotReadable(
            f"“{text}” is not a unit of the list.",
            "Choose a unit from the list, for example kg, mg, mL, capsule, %, ppm, CFU/g or IU.",
        )
    return code


def convertible(source: str, target: str) -> bool:
    """Whether an amount in `source` can be stated in `target`: same kind of quantity."""
    return source == target or _dimension(source) == _dimension(target)


def convert(amount: Decimal, source: str, target: str) -> Decimal:
    """`amount` of `source` (UCUM code) stated in `target`, exactly.

    Raises NotReadable when the two measure different things, or when the result has no finite decimal
    form (a kilogram in pounds): nothing is rounded here.
    """
    if source == target:
        return amount
    if not convertible(source, target):
        raise NotReadable(
            f"{label(source)} cannot be converted to {label(target)}: they measure different things.",
            f"Report the value in {label(target)}.",
        )
    return _finite(Fraction(amount) * _factor(source, target), source, target)


def _finite(exact: Fraction, source: str, target: str) -> Decimal:
    rest, twos, fives = exact.denominator, 0, 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    if rest != 1:
        raise NotReadable(
            f"{label(source)} cannot be converted to {label(target)} without rounding.",
            f"Report the value in {label(target)}.",
        )
    places = max(twos, fives)
    digits = exact.numerator * 10**places // exact.denominator
    return Decimal((int(digits < 0), tuple(int(digit) for digit in str(abs(digits))), -places))


@lru_cache(maxsize=1)
def _registry() -> "pint.UnitRegistry[Fraction]":
    """Pint with fractions for numbers: its float and Decimal conversions carry rounding noise."""
    registry: pint.UnitRegistry[Fraction] = pint.UnitRegistry(None, non_int_type=Fraction, cache_folder=None)
    for code, definition in DEFINITIONS.items():
        if definition.startswith("["):
            registry.define(f"{_name(code)} = [dimension_{definition[1:-1].replace(' ', '_')}]")
        else:
            factor, _, base = definition.partition(" ")
            registry.define(f"{_name(code)} = {factor} * {_name(base)}")
    return registry


def _name(code: str) -> str:
    """Pint reads names as expressions, so a code becomes a plain word."""
    return f"unit_{CODES.index(code)}_"


@lru_cache(maxsize=4096)
def _dimension(code: str) -> str:
    return str(_registry().get_dimensionality(_name(code)))


@lru_cache(maxsize=4096)
def _factor(source: str, target: str) -> Fraction:
    registry = _registry()
    return Fraction(registry.Quantity(Fraction(1), _name(source)).to(_name(target)).magnitude)
