"""The small drawings of a report: a verdict's sign, and a figure against its limits."""

from decimal import Decimal

import pytest
from django.template import Context, Template


def drawn(template: str, **values: object) -> str:
    return Template("{% load report %}" + template).render(Context(values)).strip()


@pytest.mark.parametrize(
    ("tone", "shape"),
    [
        ("good", 'fill="#1a6638"'),
        ("bad", 'fill="#a2231b"'),
        ("wait", 'fill="#c7791a"'),
        ("info", 'fill="#23509a"'),
        ("idle", 'stroke="#868d8c"'),
        ("anything", 'stroke="#868d8c"'),
    ],
)
def test_each_tone_has_its_own_sign(tone: str, shape: str) -> None:
    drawing = drawn("{% mark tone %}", tone=tone)
    assert drawing.startswith("<svg")
    assert shape in drawing


def test_a_verdict_has_its_word_beside_the_sign_and_words_stay_text() -> None:
    html = drawn("{% verdict tone words %}", tone="bad", words="Failed <b>")
    assert html.startswith('<span class="bad"><svg')
    assert html.endswith("Failed &lt;b&gt;</span>")


@pytest.mark.parametrize(
    ("value", "low", "high", "sign"),
    [
        ("100", "95", "105", "<circle"),
        ("105", "95", "105", "<circle"),
        ("105.1", "95", "105", "translate("),
        ("94.9", "95", "105", "translate("),
        ("900", "95", "105", "M107 3l8 5l-8 5z"),
        ("-900", "95", "105", "M13 3l-8 5l8 5z"),
        ("0.5", None, "0.5", "<circle"),
        ("0.51", None, "0.5", "translate("),
        ("120", "120", None, "<circle"),
        ("119", "120", None, "translate("),
    ],
)
def test_a_figure_stands_inside_or_outside_its_limits(value: str, low: str | None, high: str | None, sign: str) -> None:
    limits = {name: None if text is None else Decimal(text) for name, text in (("low", low), ("high", high))}
    drawing = drawn("{% bar value low high %}", value=Decimal(value), **limits)
    assert sign in drawing
    assert drawing.count('stroke="#1b2326"') == sum(limit is not None for limit in (low, high))


@pytest.mark.parametrize(("value", "high"), [(None, Decimal(1)), (Decimal(1), None), (None, None)])
def test_without_figure_or_limit_nothing_is_drawn(value: Decimal | None, high: Decimal | None) -> None:
    assert drawn("{% bar value None high %}", value=value, high=high) == ""


def test_an_unknown_figure_is_a_dash_and_never_zero() -> None:
    assert drawn("{{ value|figure }}", value=None) == "–"
    assert drawn("{{ value|figure }}", value=Decimal("0.00")) == "0.00"
