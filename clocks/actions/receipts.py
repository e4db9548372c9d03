"""Who was told opens the page: the notice is read from then on (domain §C3, read receipt)."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from clocks.models import NoticeReceipt
from clocks.queries.proof import notices_about
from kernel.history import acting
from kernel.scope import Actor


def note_read(*subjects: tuple[str, UUID], by: Actor, at: datetime) -> int:
    """Note that this person has the page of these records (("event", id), …) open; how many notices were unread.

    The first look counts, and only the recipient's own: a colleague's look proves nothing about him.
    """
    unread = list(notices_about(*subjects).filter(recipient_id=by.person_id, receipt=None))
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
