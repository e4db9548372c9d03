"""How a rule says what it found, in one sentence with its figures."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from operator import attrgetter
from typing import Any

from evidence.pack.numbers import shortest_text
from evidence.pack.rules.engine import Finding
from evidence.pack.values import Value


def passed(subject: str, sentence: str, /, **inputs: Any) -> Finding:
    return Finding("pass", subject, sentence, inputs)


def failed(subject: str, sentence: str, /, **inputs: Any) -> Finding:
    """A gap that only other evidence can close: what is missing is a gap too, never a zero."""
    return Finding("fail", subject, sentence, inputs)


def not_judged(subject: str, what: str, /, **inputs: Any) -> Finding:
    """A gap: the fact that the rule needs is not on record. It is never taken for granted."""
    return Finding("fail", subject, f"Not judged: {what} is not recorded.", inputs)


def needs_event(subject: str, sentence: str, /, **inputs: Any) -> Finding:
    """A fact that no other paper can change: it needs a quality event (111.113(a), R503)."""
    return Finding("needs_event", subject, sentence, inputs)


def not_applicable(subject: str, sentence: str, /, **inputs: Any) -> Finding:
    return Finding("not_applicable", subject, sentence, inputs)


def problems_or(problems: Iterable[Finding], otherwise: Finding) -> Iterator[Finding]:
    """Each problem; when there is none, the one verdict that everything is in order."""
    found = False
    for problem in problems:
        found = True
        yield problem
    if not found:
        yield otherwise


def read(rows: Sequence[object], *fields: str) -> dict[str, Any]:
    """What a rule read where nothing stood out: how many rows, which fields, one SHA-256 over their values.

    Other values in these fields give other inputs, so a later version of a pack re-opens what was touched. Hashed
    are the values as texts, parted by U+001F, the rows by U+001E, U+0000 for what is missing.
    """
    columns = [[_text(value) for value in map(attrgetter(field), rows)] for field in fields]
    text = "\x1e".join(map("\x1f".join, zip(*columns, strict=True)))
    return {"checked": len(rows), "fields": fields, "sha256": hashlib.sha256(text.encode("utf-8")).hexdigest()}


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, Value):
        return value.canonical_text
    if isinstance(value, Decimal):
        return shortest_text(value)
    if isinstance(value, date):
        return value.isoformat()
    return "\x00" if value is None else str(value)


def at(table: str, position: int) -> str:
    """The key of a row: its table and its place there, counted from 1 as the stored rows are."""
    return f"{table}/{position}"


def listed(names: Iterable[str], most: int = 5) -> str:
    """“A, B and C”; of a long list the first few and how many more."""
    shown = list(names)
    if len(shown) > most:
        return f"{', '.join(shown[:most])} and {len(shown) - most} more"
    return " and ".join(filter(None, (", ".join(shown[:-1]), *shown[-1:])))


def counted(number: int, noun: str) -> str:
    """“1 row”, “12 rows”."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
