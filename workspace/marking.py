"""Where in a text the words stand, and a piece of it round them. Knows no Django and no HTML."""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from workspace.stop_words import STOP_WORDS

AROUND = 90
"""Characters shown before the first and after the last word."""
_ENDINGS = re.compile(r"(?:ations?|ings?|edly|ed|ies|es|s|y|e|ly)$")


class Piece(NamedTuple):
    text: str
    is_met: bool


def pattern(terms: Iterable[str]) -> re.Pattern[str] | None:
    """Matches each word however it ends, each code as it begins; None without any. Of a phrase, no stop words."""
    words = {part for term in terms for part in term.lower().split()}
    parts = sorted({_stem(word) for word in words - STOP_WORDS or words}, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, parts))})\w*", re.IGNORECASE) if parts else None


def _stem(word: str) -> str:
    stem = _ENDINGS.sub("", word) if word.isalpha() else word
    return stem if len(stem) > 2 else word  # noqa: PLR2004


def met(text: str, wanted: re.Pattern[str] | None) -> int:
    """How many different words of the question stand in it."""
    return len({found.lower() for found in wanted.findall(text)}) if wanted else 0


def pieces(text: str, wanted: re.Pattern[str] | None) -> list[Piece]:
    """The neighbourhood of the first word met, cut into met and other pieces; the beginning where none is."""
    text = " ".join(text.split())
    first = wanted.search(text) if wanted else None
    start = max(first.start() - AROUND, 0) if first else 0
    if start:
        start = text.find(" ", start, start + AROUND) + 1 or start
    shown = text[start : start + 3 * AROUND]
    cut = _cut(shown, wanted)
    before, after = "… " if start else "", " …" if start + len(shown) < len(text) else ""
    return [*([Piece(before, is_met=False)] if before else []), *cut, *([Piece(after, is_met=False)] if after else [])]


def _cut(text: str, wanted: re.Pattern[str] | None) -> Sequence[Piece]:
    found, end = [], 0
    for match in wanted.finditer(text) if wanted else ():
        if match.start() > end:
            found.append(Piece(text[end : match.start()], is_met=False))
        found.append(Piece(match.group(), is_met=True))
        end = match.end()
    return [*found, *([Piece(text[end:], is_met=False)] if end < len(text) else [])]
