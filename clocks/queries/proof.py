"""Who was told of something, when it was written, when the mail server took it, and when it was read."""

from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet

from clocks.models import Notice, OutboxMessage
from kernel.scope import Actor


@dataclass(frozen=True, slots=True)
class Proof:
    """One notice: `accepted_at` by the mail server, or `given_up_at` after its last try; both None while it waits."""

    recipient: str
    subject_line: str
    written_at: datetime
    accepted_at: datetime | None
    server_reply: str
    """What the mail server said when it accepted it; empty where it said nothing."""
    given_up_at: datetime | None
    read_at: datetime | None
    """When the recipient first opened the page that it is about."""
    message_id: str
    """The same on every try, so that whoever receives it twice can tell."""


def notices_about(*subjects: tuple[str, UUID]) -> QuerySet[Notice]:
    """The notices about these records; none about nothing."""
    about = [Q(key__startswith=f"{kind}/{key}/") for kind, key in subjects]
    return Notice.objects.filter(reduce(or_, about)) if about else Notice.objects.none()


def unread_of_page(page: str, by: Actor) -> QuerySet[Notice]:
    """Unread notices that lead this person to the page (its path), on his own side: an auditor confirms nothing."""
    own = Q(sponsor_id=by.organisation_id) | Q(partnership_id__in=by.cmo_partnerships)
    return Notice.objects.filter(own, recipient_id=by.person_id, page=page, receipt=None)


def proof_of(*subjects: tuple[str, UUID]) -> list[Proof]:
    """Every notice about these records (("clock", id), ("event", id)), in the order in which they were written."""
    notices = list(notices_about(*subjects).select_related("recipient", "receipt"))
    mails = OutboxMessage.objects.in_bulk([notice.pk for notice in notices])
    host = urlsplit(settings.SITE_ADDRESS).hostname
    found = [_proof(notice, mails.get(notice.pk), host) for notice in notices]
    return sorted(found, key=lambda proof: (proof.written_at, proof.recipient))


def _proof(notice: Notice, mail: OutboxMessage | None, host: str | None) -> Proof:
    receipt = getattr(notice, "receipt", None)
    return Proof(
        recipient=notice.recipient.name,
        subject_line=notice.subject_line,
        written_at=notice.at,
        accepted_at=mail.sent_at if mail else None,
        server_reply=mail.server_reply if mail else "",
        given_up_at=mail.dead_at if mail else None,
        read_at=receipt.read_at if receipt else None,
        message_id=f"<{notice.pk}@{host}>",
    )
