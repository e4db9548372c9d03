"""JSON of events, read without guessing and written without loss: numbers stay as they were written. Pure.

UTF-8 only, no NaN; a fraction is a Decimal, never a float. A name that stands twice in one object is said, and the last
one counts, as for every reader of the standard: one of GS1's own examples has two eventIDs.
"""

import json
from decimal import Decimal
from typing import Any

DEEPEST, LONGEST_NUMBER, LARGEST_POWER = 60, 100, 400
"""Levels of nesting; characters of a number, and its power of ten."""


class NoJsonError(ValueError):
    """The text is not JSON as RFC 8259 has it; a sentence with the place."""


def parse(data: bytes) -> tuple[Any, tuple[str, ...]]:
    """The value of a JSON text, and the names that stood twice in one object. Raises NoJsonError."""
    twice: list[str] = []

    def as_object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        content = dict(pairs)
        if len(content) != len(pairs):
            names = [name for name, _ in pairs]
            twice.extend(sorted({name for name in names if names.count(name) > 1}))
        return content

    try:
        text = data.decode("utf-8", errors="strict")
        value = json.loads(
            text, object_pairs_hook=as_object, parse_float=_number, parse_int=_integer, parse_constant=_constant
        )
    except UnicodeDecodeError as error:
        raise NoJsonError(f"Byte {error.start + 1} is not valid UTF-8.") from error
    except json.JSONDecodeError as error:
        raise NoJsonError(f"This is not JSON: {error.msg}, line {error.lineno}, column {error.colno}.") from error
    except RecursionError as error:
        raise NoJsonError("The text is nested too deeply.") from error
    if _is_deeper(value, DEEPEST):
        raise NoJsonError(f"The text is nested deeper than {DEEPEST} levels.")
    return value, tuple(twice)


def written(value: Any) -> str:
    """The value as compact JSON, names in their order, signs outside ASCII escaped."""
    if isinstance(value, dict):
        return "{" + ",".join(f"{json.dumps(name)}:{written(inner)}" for name, inner in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ",".join(map(written, value)) + "]"
    return str(value) if isinstance(value, Decimal) else json.dumps(value)


def canonical(value: Any) -> str:
    """The same for the same content: names in order, numbers without needless zeros."""
    if isinstance(value, dict):
        return "{" + ",".join(f"{json.dumps(name)}:{canonical(value[name])}" for name in sorted(value)) + "}"
    if isinstance(value, list | tuple):
        return "[" + ",".join(map(canonical, value)) + "]"
    if isinstance(value, Decimal) or (isinstance(value, int) and not isinstance(value, bool)):
        return str(Decimal(value).normalize() + 0)
    return json.dumps(value)


def _number(literal: str) -> Decimal:
    """A fraction or a power of ten, within what a database column and a reader can hold."""
    value = Decimal(literal) if len(literal) <= LONGEST_NUMBER else Decimal("NaN")
    if not value.is_finite() or (value and abs(value.adjusted()) > LARGEST_POWER):
        raise NoJsonError(f"The number {literal[:20]}… is too long, or out of range.")
    return value


def _integer(literal: str) -> int | Decimal:
    if len(literal) > LONGEST_NUMBER:
        raise NoJsonError(f"The number {literal[:20]}… is too long, or out of range.")
    return Decimal(literal) if literal == "-0" else int(literal)


def _constant(literal: str) -> None:
    raise NoJsonError(f"{literal} is not a number.")


def _is_deeper(value: Any, levels: int) -> bool:
    if not isinstance(value, dict | list):
        return False
    inside = value.values() if isinstance(value, dict) else value
    return levels == 0 or any(_is_deeper(inner, levels - 1) for inner in inside)
