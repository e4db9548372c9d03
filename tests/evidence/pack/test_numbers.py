from decimal import Decimal

import pytest

from evidence.pack.numbers import plain_text, read_number, shortest_text
from evidence.pack.problems import NotReadable


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", "0"),
        ("12.50", "12.50"),
        (" 7 ", "7"),
        ("-3.25", "-3.25"),
        ("999999999999999", "999999999999999"),
        ("0.000000000001", "0.000000000001"),
    ],
)
def test_a_plain_number_is_read_exactly(text: str, number: str) -> None:
    assert str(read_number(text)) == str(Decimal(number))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "“” is not a number."),
        ("abc", "“abc” is not a number."),
        ("NaN", "“NaN” is not a number."),
        ("Infinity", "“Infinity” is not a number."),
        ("-inf", "“-inf” is not a number."),
        ("1e5", "“1e5” uses an exponent."),
        ("1E-400", "“1E-400” uses an exponent."),
        ("0x1F", "“0x1F” is not a decimal number."),
        ("１２", "“１２” has characters that are not plain digits 0-9."),
        ("٣", "“٣” has characters that are not plain digits 0-9."),
        ("−5", "“−5” has characters that are not plain digits 0-9."),
        ("1 000", "“1 000” has a thousands separator."),
        ("1'000", "“1'000” has a thousands separator."),
        ("1_000", "“1_000” has a thousands separator."),
        ("+4", "“+4” begins with a plus sign."),
        (".5", "“.5” begins with the decimal point."),
        ("5.", "“5.” ends with the decimal point."),
        ("007", "“007” begins with zeros."),
        ("1,5", "“1,5” has a comma, which may be a decimal mark or a thousands separator."),
        ("1,000", "“1,000” has a comma, which may be a decimal mark or a thousands separator."),
        (
            "1000000000000000",
            "“1000000000000000” has more than 15 digits before or 12 after the decimal point.",
        ),
        (
            "0.0000000000001",
            "“0.0000000000001” has more than 15 digits before or 12 after the decimal point.",
        ),
    ],
)
def test_what_may_be_read_in_two_ways_is_refused_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(NotReadable) as refused:
        read_number(text)
    assert refused.value.reason == reason
    assert refused.value.cure.endswith(".")


def test_a_decimal_comma_is_read_only_where_the_workbook_says_so() -> None:
    assert read_number("1,5", decimal_comma=True) == Decimal("1.5")
    with pytest.raises(NotReadable, match="decimal mark is a comma"):
        read_number("1.5", decimal_comma=True)
    with pytest.raises(NotReadable):
        read_number("1,234,567", decimal_comma=True)


def test_numbers_are_written_without_exponents() -> None:
    assert plain_text(Decimal("1E+3")) == "1000"
    assert plain_text(Decimal("0.40")) == "0.40"
    assert shortest_text(Decimal("0.40")) == "0.4"
    assert shortest_text(Decimal("100")) == "100"
    assert shortest_text(Decimal("-0.00")) == "0"
