"""Icons are written into the page, so that they print, take the text's color and need no request."""

import re
from functools import lru_cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

BODY = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)
BOUNDING_BOX = re.compile(r'<path stroke="none" d="M0 0h24v24H0z" fill="none"\s*/>')
FRAME = (
    '<svg class="icon" viewBox="0 0 24 24" width="16" height="16" fill="none" stroke="currentColor"'
    ' stroke-width="2" stroke-linecap="round" stroke-linejoin="round"{}>{}</svg>'
)


@lru_cache(maxsize=256)
def _drawing(path: str) -> SafeString:
    body = BODY.search(Path(path).read_text(encoding="utf-8"))
    if body is None:
        raise ValueError(f"{path} is not an SVG drawing")
    # The file comes from the pinned icon package, never from a person.
    return mark_safe(" ".join(BOUNDING_BOX.sub("", body[1]).split()))  # noqa: S308


def icon(name: str, label: str = "") -> SafeString:
    """The drawing of that name from `static/icons.txt`; hidden from screen readers unless it has a label.

    An icon never stands alone for a meaning, so a missing file leaves an empty frame, not a broken page.
    """
    path = finders.find(f"vendor/icons/{name}.svg")
    drawing = _drawing(str(path)) if path else SafeString("")
    names = format_html(' role="img" aria-label="{}"', label) if label else SafeString(' aria-hidden="true"')
    return format_html(FRAME, names, drawing)
