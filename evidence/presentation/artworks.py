"""What the page of a comparison shows: areas as rows, pictures as files of the store."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from evidence.models import ComparedPage
from evidence.outside.store import store

SIDES = ("left", "right", "marked")


@dataclass(frozen=True, slots=True)
class AreaRow:
    """One changed area, numbered as on the marked picture, in millimeters from the left upper corner."""

    page: int
    number: int
    left: float
    top: float
    width: float
    height: float
    note: str = ""


def area_rows(pages: Sequence[ComparedPage]) -> list[AreaRow]:
    return [
        AreaRow(page.page, place, left, top, width, height, page.note)
        for page in pages
        for place, (left, top, width, height) in enumerate(page.areas, start=1)
    ]


@dataclass(slots=True)
class Picture:
    """A drawn page as the store knows it."""

    name: str
    sha256: str
    media_type: str = "image/png"
    size: int = 0


def drawn(page: ComparedPage, side: str) -> Picture | None:
    """The picture of one side, with its size; None where the page has none."""
    sha256 = getattr(page, f"{side}_sha256") if side in SIDES else ""
    if not sha256:
        return None
    content: Any
    with store().local(sha256) as content:
        return Picture(f"page {page.page}, {side}.png", sha256, size=content.seek(0, os.SEEK_END))
