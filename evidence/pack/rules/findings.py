"""How a rule says what it found, in one sentence with its figures."""

from collections.abc import Iterable, Iterator
from typing import Any

from evidence.pack.rules.engine import Finding


def passed(subject: str, sentence: str, /, **inputs: Any) -> Finding:
    return Finding("pass", subject, sentence, inputs)


def failed(subject: str, sentence: str, /, **inputs: Any) -> Finding:
    """A gap that only other evidence can close: what is missing is a gap too, never a zero."""
    return Finding("fail", subject, sentence, inputs)


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
