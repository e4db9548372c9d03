"""The link in a notice: a signed word that opens one notice's page and nothing else.

It names the notice, its partnership and its sponsor, so that the page is opened in that scope alone; whoever changes a
letter of it holds nothing.
"""

from typing import NamedTuple
from uuid import UUID

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

from traceability.models import RecallNotice

_SALT = "traceability.recall_notice"
_SIGN = "."


class Named(NamedTuple):
    """What a link names."""

    notice_id: UUID
    partnership_id: UUID
    sponsor_id: UUID


def link_of(notice: RecallNotice) -> str:
    """The full address."""
    return settings.SITE_ADDRESS + reverse("recall_notice", args=[token_of(notice)])


def token_of(notice: RecallNotice) -> str:
    named = "-".join(key.hex for key in (notice.pk, notice.partnership_id, notice.sponsor_id))
    return Signer(salt=_SALT, sep=_SIGN).sign(named)


def named_by(token: str) -> Named | None:
    """None for what we did not sign."""
    try:
        parts = Signer(salt=_SALT, sep=_SIGN).unsign(token).split("-")
    except BadSignature:
        return None
    return Named(*(UUID(hex=part) for part in parts))
