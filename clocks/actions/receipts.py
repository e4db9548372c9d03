"""Who was told opens the page: the notice is read from then on (domain §C3, read receipt)."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from clocks.models import Notice, NoticeReceipt
from clocks.queries.proof import notices_about, unread_of_page
from kernel.history import acting
from kernel.scope import Actor


def note_read(*subjects: tuple[str, UUID], by: Actor, at: datetime) -> int:
    """Note that this person has the page of these records (("event", id), …) open; how many notices were unread.

    The first look counts, and only the recipient's own: a colleague's look proves nothing about him.
    """
    return _note(notices_about(*subjects).filter(recipient_id=by.person_id, receipt=None), by, at)


def note_page_read(*, page: str, by: Actor, at: datetime) -> int:
    """Note that this person opens the page (its path) that notices lead to; how many of them were unread."""
    return _note(unread_of_page(page, by), by, at)


def _note(found: Iterable[Notice], by: Actor, at: datetime) -> int:
    unread = list(found)
    if not unread:
        return 0
    with transaction.atomic(), acting(by=by, reason="read", at=at):
        NoticeReceipt.objects.bulk_create(
            [
                NoticeReceipt(
                    partnership_id=notice.partnership_id, sponsor_id=notice.sponsor_id, notice=notice, read_at=at
                )
                for notice in unread
            ],
            ignore_conflicts=True,
        )
    return len(unread)
