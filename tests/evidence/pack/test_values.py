from decimal import Decimal

import pytest

from evidence.pack.problems import NotReadable
from evidence.pack.values import Kind, Value, read_limit, read_result


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12.50", Value(Kind.NUMBER, Decimal("12.50"), Decimal("12.50"))),
        ("<0.5", Value(Kind.BELOW, None, Decimal("0.5"))),
        ("< 0.5", Value(Kind.BELOW, None, Decimal("0.5"))),
        ("≤3", Value(Kind.AT_MOST, None, Decimal(3))),
        ("<= 3", Value(Kind.AT_MOST, None, Decimal(3))),
        ("NMT 10", Value(Kind.AT_MOST, None, Decimal(10))),
        (">7", Value(Kind.ABOVE, Decimal(7), None)),
        ("≥7", Value(Kind.AT_LEAST, Decimal(7), None)),
        ("nlt 90", Value(Kind.AT_LEAST, Decimal(90), None)),
        ("<LOQ", Value(Kind.BELOW_QUANTITATION)),
        ("< loq", Value(Kind.BELOW_QUANTITATION)),
        ("ND", Value(Kind.NOT_DETECTED)),
        ("not detected", Value(Kind.NOT_DETECTED)),
        ("1.0 to 2", Value(Kind.RANGE, Decimal("1.0"), Decimal(2))),
        ("1-2", Value(Kind.RANGE, Decimal(1), Decimal(2))),
        ("1 – 2", Value(Kind.RANGE, Decimal(1), Decimal(2))),
        ("-3 to -1", Value(Kind.RANGE, Decimal(-3), Decimal(-1))),
        ("Conforms", Value(Kind.COMPLIES)),
        ("does not comply", Value(Kind.FAILS)),
        ("absent in 10 g", Value(Kind.ABSENT, Decimal(10), unit="g")),
        ("Negative/25 g", Value(Kind.ABSENT, Decimal(25), unit="g")),
        ("present in 10 g", Value(Kind.PRESENT, Decimal(10), unit="g")),
        ('"off-white powder"', Value(Kind.TEXT, words="off-white powder")),
    ],
)
def test_a_result_is_typed_and_its_own_writing_reads_back(text: str, value: Value) -> None:
    assert read_result(text) == value
    assert read_result(value.text) == value
    assert read_result(value.canonical_text) == value


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("C", "“C” is not a result that can be evaluated."),
        ("OK", "“OK” is not a result that can be evaluated."),
        ("n/a", "“n/a” is not a result that can be evaluated."),
        ("", "“” is not a number."),
        ("-", "“-” is not a number."),
        ("12 ppm", "“12 ppm” has a unit inside the result."),
        ("5 to 2", "“5 to 2” begins with the larger number."),
        ("<1e5", "“1e5” uses an exponent."),
        ("<1,5", "“1,5” has a comma, which may be a decimal mark or a thousands separator."),
        ("NaN", "“NaN” is not a number."),
        ("=1+1", "“=1+1” is not a number."),
        ("absent", "“absent” is not a result that can be evaluated."),
        ("absent in 10 spoons", "“spoons” is not a unit of the list."),
    ],
)
def test_what_is_no_result_is_refused_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(NotReadable) as refused:
        read_result(text)
    assert refused.value.reason == reason


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("NMT 10 ppm", Value(Kind.AT_MOST, None, Decimal(10), "[ppm]")),
        ("<1000 CFU/g", Value(Kind.BELOW, None, Decimal(1000), "[CFU]/g")),
        ("90.0–110.0 % of claim", Value(Kind.RANGE, Decimal("90.0"), Decimal("110.0"), "%{claim}")),
        ("ND", Value(Kind.NOT_DETECTED)),
        ("complies", Value(Kind.COMPLIES)),
    ],
)
def test_a_limit_may_carry_its_unit(text: str, value: Value) -> None:
    assert read_limit(text) == value
    assert read_limit(value.text_for_people()) == value


@pytest.mark.parametrize("text", ["5", "<LOQ", "fails", "present in 10 g", "tight"])
def test_what_says_neither_minimum_nor_maximum_is_no_limit(text: str) -> None:
    with pytest.raises(NotReadable):
        read_limit(text)


def test_a_decimal_comma_holds_inside_values_too() -> None:
    limit = read_limit("NMT 0,5 ppm", decimal_comma=True)
    assert limit == Value(Kind.AT_MOST, None, Decimal("0.5"), "[ppm]")
    assert limit.text_for_people(decimal_comma=True) == "≤0,5 ppm"
    with pytest.raises(NotReadable):
        read_limit("NMT 0.5 ppm", decimal_comma=True)


def test_trailing_zeros_are_kept_in_writing_and_dropped_in_the_canonical_text() -> None:
    assert read_result("0.40").text == "0.40"
    assert read_result("0.40").canonical_text == "0.4"
