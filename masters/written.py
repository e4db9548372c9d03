"""A version's content as JSON: what a change request proposes, a signature covers and the new version is. Pure.

Figures are written without trailing zeros, so that what was typed, stored and read again has one digest.
"""

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from hashlib import sha256
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

Value = TypeVar("Value")
LEFT_OUT = frozenset({"version", "in_force_from"})
"""Say which version it is and from when, not what it says."""


class UnreadableContentError(ValueError):
    """The JSON is not the content of such a version; the text says where."""


def written(value: Any) -> Any:
    """JSON types of a content value; `read` is the way back."""
    if is_dataclass(value) and not isinstance(value, type):
        return {
            field.name: written(getattr(value, field.name)) for field in fields(value) if field.name not in LEFT_OUT
        }
    if isinstance(value, tuple):
        return [written(part) for part in value]
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return value.isoformat() if isinstance(value, date) else value


def digest(value: Any) -> str:
    """SHA-256 of the content, lower-case hexadecimal."""
    text = json.dumps(written(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()


def read(kind: type[Value], data: Any) -> Value:
    """The value of `kind`, one of the classes of `masters.baseline`. Raises UnreadableContentError."""
    if not isinstance(data, Mapping):
        raise UnreadableContentError(f"{kind.__name__} is an object with named fields.")
    hints = get_type_hints(kind)
    names = {field.name for field in fields(kind)} - LEFT_OUT  # type: ignore[arg-type]  # all of them are dataclasses
    if unknown := sorted(set(data) - names):
        raise UnreadableContentError(f"“{unknown[0]}” is not a field of it.")
    given = {name: _read(hints[name], told, name) for name, told in data.items()}
    try:
        return kind(**given)
    except TypeError as error:
        raise UnreadableContentError(f"A field is missing: {error}.") from error


def _read(hint: Any, told: Any, name: str) -> Any:
    if get_origin(hint) in (UnionType, Union):
        if told is None:
            return None
        return _read(next(part for part in get_args(hint) if part is not type(None)), told, name)
    if get_origin(hint) is tuple:
        if not isinstance(told, list):
            raise UnreadableContentError(f"{name} is a list.")
        return tuple(_read(get_args(hint)[0], part, name) for part in told)
    if is_dataclass(hint):
        return read(hint, told)  # type: ignore[arg-type]  # a class
    return _plain(hint, told, name)


def _plain(hint: Any, told: Any, name: str) -> Any:
    try:
        if hint is Decimal and isinstance(told, str | int) and not isinstance(told, bool):
            found = Decimal(told)
            if found.is_finite():
                return found
        elif hint is date and isinstance(told, str):
            return date.fromisoformat(told)
        elif hint in (str, int, bool) and type(told) is hint:
            return told
    except (ArithmeticError, ValueError):
        pass
    raise UnreadableContentError(f"{name}: “{told}” cannot be read.")
