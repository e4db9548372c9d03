"""Supplement Facts: order, percent of the Daily Value, and the formula behind it."""

from decimal import Decimal

import pytest

from masters.baseline import ComponentValue, LabelFactValue
from masters.supplement_facts import NUTRIENTS, daily_value, nutrient_of, problems
from oversight.demo.baseline import PRODUCTS
from tests.factories.baseline import label_value, master_record_value


def fact(name: str, amount: str = "1", unit: str = "mg") -> LabelFactValue:
    return LabelFactValue(name, Decimal(amount) if amount else None, unit)


def part(name: str, kind: str = "dietary ingredient") -> ComponentValue:
    return ComponentValue("C-1", name, kind, Decimal(1), "kg", Decimal(0), "10")


@pytest.mark.parametrize(
    ("name", "amount", "unit", "percent"),
    [
        ("Magnesium", "120", "mg/{capsule}", "29 %"),
        ("Magnesium (as magnesium bisglycinate)", "0.42", "g", "100 %"),
        ("Vitamin D", "50", "ug", "250 %"),
        ("Vitamin B12, as methylcobalamin", "6", "mcg", "250 %"),
        ("Calcium", "6.5", "mg", "1 %"),
        ("Calcium", "6.4", "mg", "<1 %"),
        ("Fluoride", "1", "mg", ""),
        ("Ashwagandha", "600", "mg", ""),
        ("Vitamin A", "3000", "[IU]", ""),
        ("Zinc", "", "mg", ""),
    ],
)
def test_percent_of_the_daily_value(name: str, amount: str, unit: str, percent: str) -> None:
    assert daily_value(fact(name, amount, unit)) == percent


def test_vitamins_and_minerals_have_their_order() -> None:
    assert problems([fact(nutrient.name) for nutrient in NUTRIENTS], []) == ()
    assert problems([fact("Zinc"), fact("Calcium (as carbonate)")], []) == (
        "Calcium (as carbonate) stands after Zinc, and has its place before it (21 CFR 101.36(b)(2)(i)(B)).",
    )


def test_other_ingredients_come_below_them() -> None:
    assert problems([fact("Zinc"), fact("Ashwagandha"), fact("Rice flour", "")], []) == ()
    assert problems([fact("Ashwagandha"), fact("Zinc")], []) == (
        "Zinc stands after Ashwagandha, which has its place below the vitamins and minerals (21 CFR 101.36(b)(3)).",
    )
    assert problems([fact("Rice flour", ""), fact("Zinc")], []) == ()


def test_each_dietary_ingredient_of_the_formula_is_declared() -> None:
    declared = [fact("Magnesium")]
    formula = [part("Magnesium bisglycinate, 20 % magnesium"), part("Rice flour", "other component")]
    assert problems(declared, formula) == ()
    assert problems(declared, [*formula, part("Ashwagandha extract")]) == (
        "No declared line names Ashwagandha extract (C-1) of the formula (21 CFR 101.36(b), (d)).",
    )
    assert problems([], formula) == ()


def test_a_source_is_no_part_of_the_name() -> None:
    found = nutrient_of("Iron (as ferrous bisglycinate)")
    assert found is not None
    assert (found.name, found.daily_value) == ("Iron", Decimal(18))
    assert nutrient_of("Iron oxide") is None


def test_what_is_approved_here_fits() -> None:
    assert problems(label_value().facts, master_record_value().components) == ()
    assert {
        design.product.code: problems(design.label.facts, design.master.components)
        for _, _, design in PRODUCTS
        if problems(design.label.facts, design.master.components)
    } == {}
