"""Supplement Facts as data: the order of its lines, percent of the Daily Value, and the formula behind it. Pure.

Sources: 21 CFR 101.36(b)(2)(i)(B) for the order, 101.9(c)(8)(iv) for the Daily Values of adults and children of four
years and more, 101.36(b)(2)(iii)(C) for the rounding of the percentage.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from masters.baseline import ComponentValue, LabelFactValue


@dataclass(frozen=True, slots=True)
class Nutrient:
    """A vitamin or mineral with its Daily Value in `unit` (g, mg or ug); None where none is established."""

    name: str
    daily_value: Decimal | None
    unit: str


def _nutrients(*rows: tuple[str, str, str]) -> tuple[Nutrient, ...]:
    return tuple(Nutrient(name, Decimal(value) if value else None, unit) for name, value, unit in rows)


NUTRIENTS = _nutrients(
    ("Vitamin A", "900", "ug"), ("Vitamin C", "90", "mg"), ("Vitamin D", "20", "ug"), ("Vitamin E", "15", "mg"),
    ("Vitamin K", "120", "ug"), ("Thiamin", "1.2", "mg"), ("Riboflavin", "1.3", "mg"), ("Niacin", "16", "mg"),
    ("Vitamin B6", "1.7", "mg"), ("Folate", "400", "ug"), ("Vitamin B12", "2.4", "ug"), ("Biotin", "30", "ug"),
    ("Pantothenic acid", "5", "mg"), ("Choline", "550", "mg"), ("Calcium", "1300", "mg"), ("Iron", "18", "mg"),
    ("Phosphorus", "1250", "mg"), ("Iodine", "150", "ug"), ("Magnesium", "420", "mg"), ("Zinc", "11", "mg"),
    ("Selenium", "55", "ug"), ("Copper", "0.9", "mg"), ("Manganese", "2.3", "mg"), ("Chromium", "35", "ug"),
    ("Molybdenum", "45", "ug"), ("Chloride", "2300", "mg"), ("Sodium", "2300", "mg"), ("Potassium", "4700", "mg"),
    ("Fluoride", "", "mg"),
)  # fmt: skip
"""In the order in which a label names them."""
ORDER_CITATION = "21 CFR 101.36(b)(2)(i)(B)"
_PLACES = {nutrient.name.casefold(): place for place, nutrient in enumerate(NUTRIENTS)}
_MICROGRAMS = {"g": Decimal(1_000_000), "mg": Decimal(1000), "ug": Decimal(1), "µg": Decimal(1), "mcg": Decimal(1)}
_BEFORE_SOURCE = re.compile(r"\s*[(,].*\Z")


def nutrient_of(name: str) -> Nutrient | None:
    """The nutrient that a declared line names; its source may follow: “Magnesium (as magnesium bisglycinate)”."""
    place = _PLACES.get(_BEFORE_SOURCE.sub("", name).strip().casefold())
    return None if place is None else NUTRIENTS[place]


def daily_value(fact: LabelFactValue) -> str:
    """Percent of the Daily Value of the declared amount: “29 %”, “<1 %”; empty where none is established or known.

    The amount counts as declared, for one serving or one unit of it: the unit says for what.
    """
    nutrient, weight = nutrient_of(fact.name), _MICROGRAMS.get(fact.unit.partition("/")[0].strip())
    if nutrient is None or nutrient.daily_value is None or fact.amount is None or weight is None:
        return ""
    whole = nutrient.daily_value * _MICROGRAMS[nutrient.unit]
    percent = (fact.amount * weight * 100 / whole).quantize(Decimal(1), ROUND_HALF_UP)
    return f"{percent} %" if percent else "<1 %"


def problems(facts: Sequence[LabelFactValue], components: Iterable[ComponentValue]) -> tuple[str, ...]:
    """What of the panel does not fit its rules or its formula, each in a sentence with its paragraph."""
    return (*_out_of_order(facts), *_undeclared(facts, components))


def _out_of_order(facts: Sequence[LabelFactValue]) -> Iterable[str]:
    """Vitamins and minerals in their order, and before every other ingredient with an amount (101.36(b)(3))."""
    before: Nutrient | None = None
    other = ""
    for fact in facts:
        nutrient = nutrient_of(fact.name)
        if nutrient is None:
            other = other or (fact.name if fact.amount is not None else "")
            continue
        if other:
            place = "which has its place below the vitamins and minerals (21 CFR 101.36(b)(3))"
            yield f"{fact.name} stands after {other}, {place}."
        elif before is not None and _PLACES[nutrient.name.casefold()] < _PLACES[before.name.casefold()]:
            yield f"{fact.name} stands after {before.name}, and has its place before it ({ORDER_CITATION})."
        before = nutrient


def _undeclared(facts: Sequence[LabelFactValue], components: Iterable[ComponentValue]) -> Iterable[str]:
    """Each dietary ingredient of the formula is named, by its own name or its source (101.36(b), (d))."""
    if not facts:
        return
    declared = set().union(*(_words(fact.name) for fact in facts))
    for component in components:
        if component.kind == "dietary ingredient" and not _words(component.name) & declared:
            yield f"No declared line names {component.name} ({component.code}) of the formula (21 CFR 101.36(b), (d))."


def _words(name: str) -> set[str]:
    return {word for word in re.findall(r"[^\W\d_]{3,}", name.casefold()) if word not in _FILLING}


_FILLING = frozenset({"and", "the", "from", "with", "extract", "powder", "standardized"})
"""Words that tell no ingredient from another."""
