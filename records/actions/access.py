"""Noting who looked: auditors' pages and every download (domain §E.5)."""

from datetime import datetime
from typing import Any

from kernel.scope import Actor
from records.models import AccessRecord


def note_access(*, by: Actor, what: str, subject: Any, at: datetime) -> None:
    """Append one line: `what` as people read it, `subject` the shared row that was opened or downloaded."""
    AccessRecord.objects.create(
        partnership_id=subject.partnership_id,
        organisation_id=by.organisation_id,
        person_id=by.person_id,
        at=at,
        what=what[:200],
        subject_kind=subject._meta.label_lower,
        subject_id=subject.pk,
    )
