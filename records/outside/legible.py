"""Only what can be read goes on paper: a sign that the fonts lack, or that hides or turns text, is named.

Names and notes come from people and files. A missing glyph prints as an empty box, and a direction mark
(U+202E) makes a name read backwards; on a record both would say something else than what stands in the
data.
"""

import unicodedata
from collections.abc import Iterable, Set
from functools import lru_cache
from pathlib import Path

from fontTools.ttLib import TTFont

LAID_OUT = frozenset(map(ord, "\t\n\r \u00a0\u00ad\u200b\u202f"))  # spaces and breaks are layout, not glyphs
UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})  # control, format, surrogate, private use, unassigned


@lru_cache(maxsize=4)
def covered(fonts: tuple[Path, ...]) -> frozenset[int]:
    """The code points that at least one of the font files can draw."""
    points: set[int] = set()
    for path in fonts:
        with TTFont(path, lazy=True) as font:
            points.update(font.getBestCmap())
    return frozenset(points)


def legible(text: str, points: Set[int]) -> str:
    """`text` with each character outside `points` written as its number: 中 → [U+4E2D]."""
    strangers = {ord(sign) for sign in set(text)} - LAID_OUT
    named = {point: f"[U+{point:04X}]" for point in _unreadable(strangers, points)}
    return text.translate(named) if named else text


def _unreadable(strangers: Iterable[int], points: Set[int]) -> Iterable[int]:
    return (p for p in strangers if p not in points or unicodedata.category(chr(p)) in UNSEEN)
