"""What a signature is bound to: one content, one text, one hash (21 CFR 11.70)."""

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from hashlib import sha256
from typing import Any
from uuid import UUID


def canonical_json(value: object) -> bytes:
    """UTF-8 JSON with sorted keys and no spaces; a figure is written as it was given.

    Takes dataclasses, mappings with text keys, lists, tuples, text, int, bool, None, Decimal (as text, figures
    kept: "0.50" stays "0.50"), datetime (ISO 8601 with its offset), date, enum (its value) and UUID.
    Raises TypeError for anything else: a float has no exact text, a time without a zone has no meaning.
    """
    text = json.dumps(plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return text.encode()


def content_hash(content: Mapping[str, object]) -> str:
    """SHA-256 of the canonical JSON, lower-case hexadecimal: what a signing form shows and sends back."""
    return sha256(canonical_json(content)).hexdigest()


def plain(value: object) -> Any:
    """The same value in JSON's own types; rules as in `canonical_json`."""
    if isinstance(value, Enum):
        return plain(value.value)
    if value is None or isinstance(value, bool | int | str):
        return value
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {_key(key): plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [plain(part) for part in value]
    return _text(value)


def _key(key: object) -> str:
    if not isinstance(key, str):
        raise TypeError(f"A record names its fields in text, not {type(key).__name__}.")
    return key


def _text(value: object) -> str:
    if isinstance(value, Decimal):
        if not value.is_finite():
            raise TypeError("A figure in a record is a number; NaN and infinity are not.")
        return f"{value:f}"
    if isinstance(value, datetime):
        if value.utcoffset() is None:
            raise TypeError("A time in a record carries its offset (21 CFR 11.10(e)).")
        return value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    raise TypeError(f"A record cannot hold a {type(value).__name__}.")
