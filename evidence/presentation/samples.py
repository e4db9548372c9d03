"""The draws of a pack with what was seen on each item, and the questions on its verdicts."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch

from evidence.models import Pack, QuestionPost, SampleDraw, SampleItem, VerdictQuestion


@dataclass(frozen=True, slots=True)
class ShownDraw:
    draw: SampleDraw
    items: list[SampleItem]

    @property
    def wanted(self) -> str:
        """ "10 items" or "5 %", as it was asked for."""
        if self.draw.is_percent:
            return f"{self.draw.amount} %"
        return "1 item" if self.draw.amount == 1 else f"{self.draw.amount} items"

    @property
    def to_look_at(self) -> int:
        return sum(1 for item in self.items if not hasattr(item, "look"))

    @property
    def questioned(self) -> int:
        return sum(1 for item in self.items if hasattr(item, "look") and item.look.outcome == "question")


def draws_of(pack: Pack) -> list[ShownDraw]:
    """Every draw, the newest first, with its items in the order of the draw: two queries."""
    items = SampleItem.objects.select_related("verdict", "look__looked_by").order_by("position")
    draws = SampleDraw.objects.filter(pack=pack).select_related("drawn_by").order_by("-drawn_at", "-id")
    return [ShownDraw(draw, list(draw.items.all())) for draw in draws.prefetch_related(Prefetch("items", items))]


def threads(**of: Any) -> Iterable[VerdictQuestion]:
    """Questions with everything that was said, the oldest first: two queries."""
    posts = QuestionPost.objects.select_related("said_by").order_by("said_at", "id")
    found = VerdictQuestion.objects.filter(**of).select_related("verdict", "pack__lot")
    return found.prefetch_related(Prefetch("posts", posts)).order_by("asked_at", "id")
