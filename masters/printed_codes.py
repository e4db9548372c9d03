"""What a GS1 code on a unit says: its trade item, lot and expiry, and what of it is wrong. Pure.

biip reads the element string (GS1 General Specifications 7.8); here its refusals become sentences for the clerk.
"""

import re
from dataclasses import dataclass, field
from datetime import date

from biip import ParseError
from biip.gs1_messages import GS1Message

from masters.gtin import LENGTHS, is_gtin

GTIN, LOT, EXPIRY, BEST_BEFORE = "01", "10", "17", "15"
_SEPARATOR = "\x1d"
_WRITTEN_SEPARATORS = re.compile(r"<GS>|\{GS\}|<FNC1>|\{FNC1\}|[\x1d^~|]", re.IGNORECASE)
"""How scanners write FNC1 where the character itself cannot be typed; none of these may stand in a value."""
_SYMBOLOGY = re.compile(r"\A\](?:C1|d2|Q3|e0|J1)")
_SWALLOWED = re.compile(r"(?:17\d{6}|01\d{14})\Z")
"""An element of fixed length at the end of a lot number: the separator between them was not printed."""


@dataclass(frozen=True, slots=True)
class PrintedCode:
    """Empty texts and None for what the code does not carry; problems by the element that they concern."""

    gtin: str = ""
    lot: str = ""
    expires_on: date | None = None
    problems: dict[str, str] = field(default_factory=dict)


def read_code(text: str) -> PrintedCode:
    """An element string as scanned, with or without brackets, or a bare GTIN. Never raises."""
    plain = _SYMBOLOGY.sub("", text.strip())
    if plain.isascii() and plain.isdigit() and len(plain) in LENGTHS:
        return PrintedCode(gtin=plain, problems=_wrong_gtin(plain))
    if not plain.isascii():
        return PrintedCode(problems=_unreadable(""))
    try:
        if plain.startswith("("):
            message = GS1Message.parse_hri(plain)
        else:
            raw = _WRITTEN_SEPARATORS.sub(_SEPARATOR, plain).lstrip(_SEPARATOR)
            message = GS1Message.parse(raw)
    except (ParseError, ValueError) as error:
        return PrintedCode(problems=_unreadable(str(error)))
    return _told({string.ai.ai: (string.value, string.date) for string in message.element_strings})


def _told(elements: dict[str, tuple[str, date | None]]) -> PrintedCode:
    gtin, lot = elements.get(GTIN, ("", None))[0], elements.get(LOT, ("", None))[0]
    problems = _wrong_gtin(gtin) if gtin else {}
    swallowed = _SWALLOWED.search(lot)
    if swallowed and swallowed[0][:2] not in elements:
        problems[LOT] = (
            f"gives {lot} as its lot number (10), at whose end stands {swallowed[0]}: "
            "the separator (FNC1) behind the lot number is missing"
        )
    expiry = elements.get(EXPIRY) or elements.get(BEST_BEFORE) or ("", None)
    return PrintedCode(gtin, lot, expiry[1], problems)


def _wrong_gtin(gtin: str) -> dict[str, str]:
    if is_gtin(gtin):
        return {}
    return {GTIN: f"carries {gtin}, which is no GTIN: its check digit is wrong"}


def _unreadable(error: str) -> dict[str, str]:
    """The library names the element; its own words are for programmers."""
    for day in (EXPIRY, BEST_BEFORE):
        if f"AI ({day})" in error:
            return {EXPIRY: f"gives a date ({day}) that is none: six digits YYMMDD, 00 as the day for the month's end"}
    named = re.search(r"AI \((\d{2,4})\)", error)
    if named:
        return {LOT: f"cannot be read: what follows ({named[1]}) is not what GS1 allows there"}
    return {LOT: "cannot be read: it is no GS1 element string such as (01)00850041237817(17)280331(10)LOT"}
