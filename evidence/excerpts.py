"""On which page of a document a value stands, and the words around it: over texts that the worker has read."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

AROUND = 90
"""Letters shown on either side of what was found."""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A page (from 1) and what it says: the found words with the text before and after them."""

    page: int
    before: str
    found: str
    after: str


def excerpt_of(pages: Mapping[int, str], words: Sequence[str]) -> Excerpt | None:
    """The first page that holds most of the words, at the first of them that stands there; None when none does.

    A word or figure stands by itself: 0.1 does not stand in 0.12. Case and white space do not matter.
    """
    wanted = [_pattern(word) for word in words if word.strip()]
    hits = {number: sum(bool(word.search(text)) for word in wanted) for number, text in sorted(pages.items())}
    most = max(hits.values(), default=0)
    if not most:
        return None
    page = next(number for number, count in hits.items() if count == most)
    return next(_cut(page, pages[page], match) for word in wanted if (match := word.search(pages[page])))


def _pattern(word: str) -> re.Pattern[str]:
    letters = r"\s+".join(re.escape(part) for part in word.split())
    return re.compile(rf"(?<![\w.]){letters}(?![\w]|\.\d)", re.IGNORECASE)


def _cut(page: int, text: str, match: re.Match[str]) -> Excerpt:
    before, after = text[: match.start()], text[match.end() :]
    head = "…" if len(before) > AROUND else ""
    tail = "…" if len(after) > AROUND else ""
    return Excerpt(page, head + _line(before[-AROUND:]), _line(match.group()), _line(after[:AROUND]) + tail)


def _line(text: str) -> str:
    return re.sub(r"\s+", " ", text)
