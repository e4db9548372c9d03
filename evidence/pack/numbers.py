"""Decimal numbers as people write them: read exactly, or refused with the reason.

A lab value is never a float: 0.1 + 0.2 must not decide a lot.
"""

import re
from decimal import Decimal

from evidence.pack.problems import NotReadable

WHOLE_DIGITS = 15
DECIMALS = 12

NUMBER = rf"-?(?:0|[1-9][0-9]{{0,{WHOLE_DIGITS - 1}}})(?:\.[0-9]{{1,{DECIMALS}}})?"
_PLAIN = re.compile(rf"{NUMBER}\Z")
_DIAGNOSES: tuple[tuple[re.Pattern[str], str, str], ...] = (
    (
        re.compile(r"[^\x00-\x7f]"),
        "has characters that are not plain digits 0-9",
        "Type it again with plain digits, a plain minus and a decimal point.",
    ),
    (re.compile(r"(?i)nan|inf"), "is not a number", "Leave the cell empty when there is no value."),
    (re.compile(r"(?i)[0-9.]e"), "uses an exponent", "Write the number out, for example 0.0012."),
    (re.compile(r"(?i)0x"), "is not a decimal number", "Write it with the digits 0-9."),
    (
        re.compile(r"[0-9][ '_][0-9]"),
        "has a thousands separator",
        "Write the digits without spaces, apostrophes or underscores.",
    ),
    (re.compile(r"^\+"), "begins with a plus sign", "Leave the plus sign out."),
    (re.compile(r"^-?\."), "begins with the decimal point", "Write a zero before the decimal point."),
    (re.compile(r"\.$"), "ends with the decimal point", "Write the decimals or leave the point out."),
    (re.compile(r"^-?0[0-9]"), "begins with zeros", "Leave the leading zeros out."),
    (
        re.compile(r"^-?[0-9]+(?:\.[0-9]+)?$"),
        f"has more than {WHOLE_DIGITS} digits before or {DECIMALS} after the decimal point",
        "Choose a unit that fits the amount.",
    ),
)


def read_number(text: str, *, decimal_comma: bool = False) -> Decimal:
    """The exact number written in `text`; raises NotReadable with the reason.

    `decimal_comma` is the workbook's own setting: with it the comma is the decimal mark and a point is
    refused; without it a comma is refused, because 1,500 may be read in two ways.
    """
    plain = text.strip()
    if decimal_comma:
        if "." in plain:
            raise NotReadable(
                f"“{text}” has a point, but this workbook's decimal mark is a comma.",
                "Write the decimals after a comma and no thousands separator.",
            )
        plain = plain.replace(",", ".", 1)
    if _PLAIN.match(plain):
        return Decimal(plain)
    raise not_a_number(text, plain)


def not_a_number(text: str, plain: str) -> NotReadable:
    """Why `plain`, written as `text`, isn't a number that can be read in one way only."""
    if "," in plain:
        return NotReadable(
            f"“{text}” has a comma, which may be a decimal mark or a thousands separator.",
            "Write a decimal point and no thousands separator, or set the workbook's decimal mark.",
        )
    for pattern, reason, cure in _DIAGNOSES:
        if pattern.search(plain):
            return NotReadable(f"“{text}” {reason}.", cure)
    return NotReadable(f"“{text}” is not a number.", "Write a plain number such as 12.5.")


def plain_text(number: Decimal) -> str:
    """The number as written, never with an exponent: Decimal('0.40') is “0.40”."""
    return format(number, "f")


def shortest_text(number: Decimal) -> str:
    """The number without its trailing zeros, so that 0.40 and 0.4 are one content."""
    text = format(number, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
