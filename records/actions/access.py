"""Noting who looked: auditors' pages and every download (domain §E.5)."""

from datetime import datetime
from typing import Any

from kernel.scope import Actor
from records.models import AccessRecord


def note_access(*, by: Actor, what: str, subject: Any, at: datetime) -> None:
    """Append one line: `what` as people read it, `subject` the row that was opened or downloaded.

    A shared row's line is read by both companies, an owned row's by the company that looked, its owner.
    """
    AccessRecord.objects.create(
        partnership_id=getattr(subject, "partnership_id", None),
        organisation_id=by.organisation_id,
        person_id=by.person_id,
        at=at,
        what=what[:200],
        subject_kind=subject._meta.label_lower,
        subject_id=subject.pk,
    )
