"""The inbox: what waits for me, for my organisation, for others; by time left (screens, Inbox)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from django.db.models import Q, QuerySet

from clocks.models import InboxItem
from kernel.scope import Actor

Tab = Literal["mine", "organisation", "others"]
NO_DEADLINE = "none"
MOST_COUNTED = 100


@dataclass(frozen=True, slots=True)
class InboxPage:
    """One page; `after` opens the next one and is empty on the last."""

    items: list[InboxItem]
    after: str


def inbox(actor: Actor, tab: Tab, *, after: str = "", limit: int = 25) -> InboxPage:
    """Open items of a tab, the least time left first, those without a deadline last.

    mine: taken by me, or free and for one of my roles. organisation: all of my organisation's. others: what
    the other side of a partnership owes. `after` is an earlier page's; anything else starts at the top.
    """
    rows = _open(actor, tab).select_related("organisation", "taken_by", "clock")
    found = list(rows.filter(_behind(after)).order_by("due_at", "id")[: limit + 1])
    items = found[:limit]
    return InboxPage(items, _place(items[-1]) if len(found) > limit else "")


def inbox_count(actor: Actor, tab: Tab = "mine") -> int:
    """How many wait there, counted up to 100: the badge of the navigation."""
    return _open(actor, tab)[:MOST_COUNTED].count()


def open_item_of(organisation_id: UUID, key: str) -> InboxItem | None:
    """The organisation's open item for this reason."""
    return InboxItem.objects.filter(organisation_id=organisation_id, key=key, done_at=None).first()


def waiting_at(url: str) -> list[InboxItem]:
    """What the record with this page waits for, on both sides, the oldest first: who has not signed or answered yet."""
    found = InboxItem.objects.filter(done_at=None, url=url).select_related("organisation", "taken_by")
    return list(found.order_by("opened_at", "id"))


def _open(actor: Actor, tab: Tab) -> QuerySet[InboxItem]:
    items = InboxItem.objects.filter(done_at=None)
    if actor.organisation_id is None:
        return items.none()
    if tab == "others":
        return items.exclude(organisation_id=actor.organisation_id)
    items = items.filter(organisation_id=actor.organisation_id)
    if tab == "organisation":
        return items
    return items.filter(Q(taken_by_id=actor.person_id) | Q(taken_by=None, roles__overlap=list(actor.roles)))


def _place(item: InboxItem) -> str:
    return f"{item.due_at.isoformat() if item.due_at else NO_DEADLINE}~{item.pk}"


def _behind(after: str) -> Q:
    """Everything after that place in the order (due_at, id), where no deadline sorts last."""
    due_text, _, id_text = after.partition("~")
    try:
        last = UUID(id_text)
        due = None if due_text == NO_DEADLINE else datetime.fromisoformat(due_text)
    except ValueError:
        return Q()
    if due is None:
        return Q(due_at=None, pk__gt=last)
    if due.tzinfo is None:
        return Q()
    return Q(due_at__gt=due) | Q(due_at=due, pk__gt=last) | Q(due_at=None)
