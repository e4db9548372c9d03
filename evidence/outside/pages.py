"""On which page of a PDF a value stands: the text layer is searched, a scan without one opens at page 1."""

import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from pypdf import PdfReader
from pypdf.errors import PyPdfError

MOST_PAGES = 60
MOST_BYTES = 20 * 2**20
_BROKEN = (PyPdfError, OSError, ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError)


def page_with(path: Path, words: Sequence[str]) -> int:
    """The page (from 1) that holds most of these words; 0 when none does or the file cannot be read."""
    pages = page_texts(str(path))
    wanted = [_folded(word) for word in words if _folded(word)]
    hits = [sum(_stands(word, page) for word in wanted) for page in pages]
    most = max(hits, default=0)
    return hits.index(most) + 1 if most else 0


@lru_cache(maxsize=64)
def page_texts(path: str) -> tuple[str, ...]:
    """The text of the first pages; a stored file never changes, so it is read once."""
    file = Path(path)
    try:
        if file.stat().st_size > MOST_BYTES:
            return ()
        return tuple(_folded(page.extract_text()) for page in PdfReader(file).pages[:MOST_PAGES])
    except _BROKEN:
        return ()


def _folded(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip().casefold()


def _stands(word: str, page: str) -> bool:
    """A word or figure by itself: 0.1 does not stand in 0.12."""
    return re.search(rf"(?<![\w.]){re.escape(word)}(?![\w]|\.\d)", page) is not None
