"""What stands on an auditor's copy of a PDF: for whom, when, under which access, and the hash of the original."""

from datetime import datetime
from typing import BinaryIO

from evidence.models import EvidenceFile
from evidence.outside.stamping import MOST_BYTES, stamped
from evidence.outside.store import chunks_of, store
from kernel.scope import Actor
from parties.models import AuditorGrant

PDF = "application/pdf"


def copy_for(file: EvidenceFile, *, by: Actor, at: datetime) -> BinaryIO | None:
    """The watermarked copy; None for the two companies, for what is no PDF, and for one that cannot be stamped."""
    if by.side(file) is not None or file.media_type != PDF or file.size > MOST_BYTES:
        return None
    with store().open(file.sha256) as content:
        return stamped(chunks_of(content), words(file, by, _grant(file, by, at), at))


def words(file: EvidenceFile, by: Actor, grant: AuditorGrant | None, at: datetime) -> str:
    """One line; ASCII but for names."""
    access = f"access {str(grant.pk)[-12:]} until {grant.ends_at:%Y-%m-%d %H:%M} UTC" if grant else "read-only access"
    return (
        f"Copy for {by.name}, {by.organisation_name}, {at:%Y-%m-%d %H:%M:%S} UTC, {access}. "
        f"SHA-256 of the original: {file.sha256}"
    )


def _grant(file: EvidenceFile, by: Actor, at: datetime) -> AuditorGrant | None:
    running = AuditorGrant.objects.filter(
        partnership_id=file.partnership_id, person_id=by.person_id, revoked_at=None, starts_at__lte=at, ends_at__gt=at
    )
    return running.order_by("-ends_at", "id").first()
