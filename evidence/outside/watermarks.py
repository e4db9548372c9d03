"""What an auditor gets instead of a stored PDF or picture: for whom, when, under which access, the original's hash."""

from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from evidence.models import EvidenceFile
from evidence.outside.stamper import PDF
from evidence.outside.stamping import MOST_BYTES, covered, stamped
from evidence.outside.store import chunks_of, store
from kernel.errors import Refused
from kernel.scope import Actor
from parties.models import AuditorGrant

MARKED = (PDF, "image/png", "image/jpeg", "image/tiff")


@dataclass(frozen=True, slots=True)
class Copy:
    """Of a picture or PDF in its own form; a file that cannot be stamped is attached to a PDF page that is."""

    content: BinaryIO
    name: str
    media_type: str


def copy_for(file: EvidenceFile, *, by: Actor, at: datetime) -> Copy | None:
    """The watermarked copy; None for the two companies, and for tables and texts, which bear no mark.

    Refused for a file too large to be copied: nothing that could be marked leaves unmarked.
    """
    if by.side(file) is not None or file.media_type not in MARKED:
        return None
    if file.size > MOST_BYTES:
        raise Refused(
            f"{file.name} is too large to be marked for you ({MOST_BYTES // 2**20} MiB at most). Ask the company for a "
            "part of it in your requests.",
            "21 CFR 11.10(c), (d)",
            code="too-large-to-mark",
        )
    line = words(file, by, _grant(file, by, at), at)
    with store().open(file.sha256) as content:
        made = stamped(chunks_of(content), line, file.media_type)
    if made is not None:
        return Copy(made, file.name, file.media_type)
    with store().open(file.sha256) as content:
        return Copy(covered(content.read(), file.name, line), f"{file.name}.pdf", PDF)


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
