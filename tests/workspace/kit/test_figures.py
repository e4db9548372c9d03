from decimal import Decimal

import pytest

from workspace.kit.figures import grouped, unit_words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (11_880, "11\u00a0880"),
        (999, "999"),
        (1000, "1\u00a0000"),
        (Decimal("0.50"), "0.50"),
        (Decimal("1234567.890"), "1\u00a0234\u00a0567.890"),
        (-14, "\u221214"),
        (Decimal("1E+3"), "1\u00a0000"),
        ("ND", "ND"),
        ("NaN", "NaN"),
        (0, "0"),
        (None, "–"),
        ("", "–"),
    ],
)
def test_a_figure_keeps_the_precision_it_was_given(value: object, words: str) -> None:
    assert grouped(value) == words


@pytest.mark.parametrize(
    ("unit", "value", "said"),
    [
        ("bottle", 1, "bottle"), ("bottle", Decimal(2), "bottles"), ("bottle", 0, "bottles"), ("gummy", 5, "gummies"),
        ("box", 5, "boxes"), ("pouch", 5, "pouches"), ("kg", 5, "kg"), ("bottles", 5, "bottles"), ("", 5, ""),
    ],
)  # fmt: skip
def test_counted_units_have_a_plural(unit: str, value: object, said: str) -> None:
    assert unit_words(unit, value) == said
