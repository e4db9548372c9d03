from decimal import Decimal

import pytest

from workspace.kit.figures import grouped


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
