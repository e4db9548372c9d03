"""GS1 keys: check digits, and one form for each key, whether it came as an EPC URN or as a Digital Link. Pure.

`urn:epc:class:lgtin:4012345.012345.998877` and `https://id.gs1.org/01/04012345123456/10/998877` name one lot.
"""

import re
from dataclasses import dataclass
from urllib.parse import quote, unquote, urlsplit

GLN_LENGTH, SSCC_LENGTH, GTIN_LENGTH = 13, 18, 14
RESOLVER = "https://id.gs1.org/"
_URN = re.compile(r"urn:epc:(?:id|class|idpat):(\w+):(.+)")
_PREFIX = re.compile(r"\d{6,12}")


def check_digit(digits: str) -> str:
    """The modulo-10 check digit that follows these digits (GS1 General Specifications 7.9.1)."""
    total = sum(int(digit) * (1 if place % 2 else 3) for place, digit in enumerate(reversed(digits)))
    return str(-total % 10)


def _has_check_digit(text: str, length: int) -> bool:
    return len(text) == length and text.isascii() and text.isdigit() and check_digit(text[:-1]) == text[-1]


def is_gln(text: str) -> bool:
    """A Global Location Number: 13 digits, the last one the check digit."""
    return _has_check_digit(text, GLN_LENGTH)


def is_sscc(text: str) -> bool:
    """A Serial Shipping Container Code: 18 digits, the last one the check digit."""
    return _has_check_digit(text, SSCC_LENGTH)


@dataclass(frozen=True, slots=True)
class Key:
    """What a URI names: an application identifier with its value, and what tells one from another of its kind.

    `01` a trade item (14 digits), with `lot` or `serial` or neither; `00` a shipping container; `414` a place;
    `417` a party. Any other URI is a key of its own: `application` is empty.
    """

    application: str
    value: str
    lot: str = ""
    serial: str = ""

    @property
    def uri(self) -> str:
        """The key as a Digital Link, or the URI it was."""
        if not self.application:
            return self.value
        link = f"{RESOLVER}{self.application}/{self.value}"
        link += f"/10/{quote(self.lot, safe='')}" if self.lot else ""
        return link + (f"/{_SERIALS[self.application]}/{quote(self.serial, safe='')}" if self.serial else "")


_SERIALS = {"01": "21", "414": "254", "00": "", "417": ""}
_LENGTHS = {"01": GTIN_LENGTH, "00": SSCC_LENGTH, "414": GLN_LENGTH, "417": GLN_LENGTH}


def key_of(uri: str) -> Key:
    """The key that a URI names. A URI with a wrong check digit names nothing but itself."""
    urn = _URN.fullmatch(uri)
    found = _of_urn(urn[1], urn[2].split(".")) if urn else _of_link(uri)
    return found or Key("", uri)


def lot_uri(gtin: str, lot: str) -> str:
    """The class of all units of one lot."""
    return Key("01", gtin.zfill(GTIN_LENGTH), lot=lot).uri


def _of_urn(scheme: str, parts: list[str]) -> Key | None:
    readers = {"sgtin": _item, "lgtin": _item, "sscc": _container, "sgln": _place, "pgln": _party}
    if scheme not in readers or not _PREFIX.fullmatch(parts[0]) or len(parts) == 1:
        return None
    return readers[scheme](scheme, parts[0], parts[1], unquote(".".join(parts[2:])))


def _item(scheme: str, prefix: str, reference: str, rest: str) -> Key | None:
    digits = reference[:1] + prefix + reference[1:]
    if len(digits) != GTIN_LENGTH - 1 or not digits.isdigit() or not rest:
        return None
    gtin, serial = digits + check_digit(digits), "" if rest == "*" else rest
    return Key("01", gtin, lot=serial) if scheme == "lgtin" else Key("01", gtin, serial=serial)


def _container(_scheme: str, prefix: str, reference: str, _rest: str) -> Key | None:
    digits = reference[:1] + prefix + reference[1:]
    return Key("00", digits + check_digit(digits)) if len(digits) == SSCC_LENGTH - 1 and digits.isdigit() else None


def _place(_scheme: str, prefix: str, reference: str, rest: str) -> Key | None:
    digits = prefix + reference
    if len(digits) != GLN_LENGTH - 1 or not digits.isdigit():
        return None
    return Key("414", digits + check_digit(digits), serial="" if rest == "0" else rest)


def _party(_scheme: str, prefix: str, reference: str, _rest: str) -> Key | None:
    digits = prefix + reference
    return Key("417", digits + check_digit(digits)) if len(digits) == GLN_LENGTH - 1 and digits.isdigit() else None


def _of_link(uri: str) -> Key | None:
    """Any host may resolve a key: a Digital Link is known by its path."""
    parts = urlsplit(uri)
    if parts.scheme not in ("http", "https"):
        return None
    steps = [unquote(step) for step in parts.path.split("/")[1:]]
    for place in range(len(steps) - 1):
        application, value = steps[place], steps[place + 1]
        if _LENGTHS.get(application) and _has_check_digit(value, _LENGTHS[application]):
            told = dict(zip(steps[place + 2 :: 2], steps[place + 3 :: 2], strict=False))
            lot = told.get("10", "") if application == "01" else ""
            return Key(application, value, lot=lot, serial=told.get(_SERIALS[application], ""))
    return None
