from decimal import Decimal

import pytest

from lots.quantities import quantity_words, unit_words


@pytest.mark.parametrize(
    ("unit", "value", "said"),
    [
        ("bottle", 1, "bottle"), ("bottle", Decimal(2), "bottles"), ("bottle", 0, "bottles"), ("gummy", 5, "gummies"),
        ("box", 5, "boxes"), ("pouch", 5, "pouches"), ("kg", 5, "kg"), ("bottles", 5, "bottles"), ("", 5, ""),
    ],
)  # fmt: skip
def test_counted_units_have_a_plural(unit: str, value: object, said: str) -> None:
    assert unit_words(unit, value) == said


@pytest.mark.parametrize(
    ("quantity", "said"),
    [
        ("4942.000", "4942 bottles"),
        ("1.000", "1 bottle"),
        ("0", "0 bottles"),
        ("0.5", "0.5 bottles"),
        ("1000", "1000 bottles"),
    ],
)
def test_a_quantity_in_a_sentence(quantity: str, said: str) -> None:
    assert quantity_words(Decimal(quantity), "bottle") == said
