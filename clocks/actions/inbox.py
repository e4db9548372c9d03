"""Inbox items: opened and closed by what happens, taken and released by people."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from clocks import rules
from clocks.models import Clock, InboxItem
from clocks.queries import open_item_of
from kernel.history import acting
from kernel.scope import Actor
from parties.events import RolesChanged
from parties.models import Partnership


def open_item(
    *,
    key: str,
    partnership: Partnership,
    organisation_id: UUID,
    roles: Iterable[str],
    title: str,
    url: str,
    by: Actor,
    at: datetime,
    why: str = "",
    lot_id: UUID | None = None,
    clock: Clock | None = None,
    due_at: datetime | None = None,
    person_id: UUID | None = None,
) -> InboxItem:
    """Something waits for these roles of the organisation; asked twice, the open one stands as it is.

    `person_id`: only this person can do it; the item is in his hands from the start.
    """
    item = InboxItem(
        partnership=partnership,
        sponsor_id=partnership.sponsor_id,
        organisation_id=organisation_id,
        roles=list(roles),
        key=key,
        title=title,
        why=why,
        url=url,
        lot_id=lot_id,
        clock=clock,
        due_at=due_at,
        opened_at=at,
        taken_by_id=person_id,
    )
    open_items([item], by=by, at=at)
    return open_item_of(organisation_id, key) or item


def open_items(items: Sequence[InboxItem], *, by: Actor, at: datetime) -> None:
    """Rows that wait to be written, in one statement; of those asked twice the open one stands as it is."""
    with transaction.atomic(), acting(by=by, reason=f"waits for: {items[0].title}", at=at):
        InboxItem.objects.bulk_create(items, ignore_conflicts=True)


def close_items(*, by: Actor, at: datetime, key: str = "", clock_ids: Iterable[UUID] = ()) -> int:
    """Close the open items of a key (on both sides) or of clocks; how many there were."""
    chosen: dict[str, Any] = {"key": key} if key else {"clock_id__in": list(clock_ids)}
    with transaction.atomic(), acting(by=by, reason="done", at=at):
        return InboxItem.objects.filter(done_at=None, **chosen).update(done_at=at)


def take_item(*, item_id: UUID, by: Actor, at: datetime) -> InboxItem:
    """“I take this”: colleagues see who works on it."""
    with transaction.atomic():
        item = _locked(item_id)
        rules.check_take(item, by)
        return _hand_to(item, by.person_id, "taken", by, at)


def release_item(*, item_id: UUID, by: Actor, at: datetime) -> InboxItem:
    """Give it back to everybody who holds one of its roles."""
    with transaction.atomic():
        item = _locked(item_id)
        rules.check_give_back(item, by)
        return _hand_to(item, None, "given back", by, at)


def free_items(event: RolesChanged) -> None:
    """Who left, or lost the role, no longer holds an item back: it waits for everybody in the role again."""
    held = InboxItem.objects.filter(
        organisation_id=event.organisation_id, taken_by_id=event.person_id, done_at=None
    ).exclude(roles__overlap=sorted(event.roles))
    with transaction.atomic(), acting(by=event.by, reason="given back: the role has ended", at=event.at):
        held.update(taken_by=None)


def _locked(item_id: UUID) -> InboxItem:
    return InboxItem.objects.locked([item_id]).get()


def _hand_to(item: InboxItem, person_id: UUID | None, reason: str, by: Actor, at: datetime) -> InboxItem:
    with acting(by=by, reason=reason, at=at):
        item.taken_by_id = person_id
        item.save(update_fields=["taken_by"])
    return item
