"""One content, one text, one hash: canonical JSON (RFC 8785) of a pack.

The same pack as workbook or as JSON has the same canonical bytes: trailing zeros, time zones, order of
documents and fields that were left out make no difference.
"""

import hashlib
import json
import math
from decimal import Decimal
from typing import Any

from evidence.pack.format import Pack

_EXACT_INTEGERS = 2**53
_SMALLEST_PLAIN, _LARGEST_PLAIN = -7, 21  # ES6: the exponents between which numbers are written out


def canonical_json(value: object) -> bytes:
    """RFC 8785 bytes of a JSON value. Raises ValueError for what JSON cannot say (NaN, lone surrogates)."""
    return _written(value).encode("utf-8")


def canonical_bytes(pack: Pack) -> bytes:
    """RFC 8785 bytes of a pack. Its names are ASCII and it holds no floats, so the fast encoder will do."""
    return json.dumps(
        _content(pack), sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False
    ).encode("utf-8")


def content_hash(pack: Pack) -> str:
    """SHA-256 of the pack's content and of its documents' hashes, as lower-case hexadecimal."""
    return hashlib.sha256(canonical_bytes(pack)).hexdigest()


def _content(pack: Pack) -> dict[str, Any]:
    content = pack.model_dump(mode="json", exclude_defaults=True, context="canonical")
    if "documents" in content:
        content["documents"].sort(key=lambda document: (document["name"], document.get("sha256", "")))
    return content


def _written(value: object) -> str:
    if isinstance(value, dict):
        names = sorted(value, key=lambda name: str(name).encode("utf-16-be"))
        return "{" + ",".join(f"{_written(str(name))}:{_written(value[name])}" for name in names) + "}"
    if isinstance(value, list | tuple):
        return "[" + ",".join(map(_written, value)) + "]"
    if isinstance(value, str) or value is None or isinstance(value, bool):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, int) and abs(value) <= _EXACT_INTEGERS:
        return str(value)
    if isinstance(value, int | float):
        return _ecmascript_number(float(value))
    raise ValueError(f"JSON cannot hold a {type(value).__name__}.")


def _ecmascript_number(number: float) -> str:
    """Number::toString of ECMAScript, which RFC 8785 §3.2.2.3 prescribes."""
    if not math.isfinite(number):
        raise ValueError("JSON cannot hold NaN or Infinity.")
    if number == 0:
        return "0"
    shortest = Decimal(repr(abs(number)))
    digits = "".join(map(str, shortest.as_tuple().digits)).rstrip("0")
    point = shortest.adjusted() + 1
    sign = "-" if number < 0 else ""
    if len(digits) <= point <= _LARGEST_PLAIN:
        return sign + digits + "0" * (point - len(digits))
    if 0 < point <= _LARGEST_PLAIN:
        return f"{sign}{digits[:point]}.{digits[point:]}"
    if _SMALLEST_PLAIN < point - 1 < 0:
        return f"{sign}0.{'0' * -point}{digits}"
    mantissa = digits[0] + (f".{digits[1:]}" if len(digits) > 1 else "")
    return f"{sign}{mantissa}e{'+' if point > 0 else '-'}{abs(point - 1)}"
