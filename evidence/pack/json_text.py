"""JSON read without guessing: UTF-8 only, no duplicate keys, no NaN, numbers exact and never floats."""

import json
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from evidence.pack.problems import NotReadable, Problem, Unreadable, printable

LONGEST_NUMBER = 40
LONGEST_INTEGER = 18


@dataclass(frozen=True, slots=True)
class UnreadNumber:
    """A JSON number in a form that packs don't use: an exponent, too many digits. Refused where it stands."""

    literal: str

    def __str__(self) -> str:
        return self.literal if len(self.literal) <= LONGEST_NUMBER else f"{self.literal[:LONGEST_NUMBER]}…"


def parse(data: bytes, *, file: str) -> Any | Unreadable:
    """The value of a JSON text, decimals as Decimal; or Unreadable with the place of the error."""
    if data.startswith(b"\xef\xbb\xbf"):
        return _refused(file, "The text begins with a byte order mark.", "Save it as UTF-8 without BOM.")
    try:
        text = data.decode("utf-8", errors="strict")
    except UnicodeDecodeError as error:
        return _refused(file, f"Byte {error.start + 1} is not valid UTF-8.", "Save the text as UTF-8.")
    try:
        return json.loads(
            text,
            object_pairs_hook=_object,
            parse_float=_decimal,
            parse_int=_integer,
            parse_constant=_constant,
        )
    except NotReadable as problem:
        return _refused(file, problem.reason, problem.cure)
    except json.JSONDecodeError as error:
        place = f"column {error.colno}"
        return _refused(file, f"This is not JSON: {error.msg}.", "Correct the text here.", error.lineno, place)
    except RecursionError:
        return _refused(file, "The text is nested too deeply.", "A pack has at most four levels.")


def _refused(file: str, reason: str, cure: str, row: int | None = None, column: str = "") -> Unreadable:
    return Unreadable((Problem(file, "", row, column, reason, cure),))


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    content = dict(pairs)
    if len(content) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise NotReadable(f"The name “{printable(twice)}” stands twice in one object.", "Keep one of the two.")
    return content


def _decimal(literal: str) -> Decimal | UnreadNumber:
    if "e" in literal or "E" in literal or len(literal) > LONGEST_NUMBER:
        return UnreadNumber(literal)
    return Decimal(literal)


def _integer(literal: str) -> int | UnreadNumber:
    return int(literal) if len(literal) <= LONGEST_INTEGER and literal != "-0" else UnreadNumber(literal)


def _constant(literal: str) -> None:
    raise NotReadable(f"{literal} is not a number.", "Leave the field out when there is no value.")
