"""A recall read under lock, and what the sponsor writes down on the way."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from kernel.scope import Actor
from records.content import plain
from traceability.models import Recall, RecallPaper


def locked(recall_id: UUID) -> Recall:
    """Its own row locked; with its two companies."""
    found = Recall.objects.select_for_update(no_key=True, of=("self",))
    return found.select_related("partnership__sponsor", "partnership__cmo").get(pk=recall_id)


def write_paper(recall: Recall, kind: str, answers: Mapping[str, Any], *, by: Actor, at: datetime) -> RecallPaper:
    """The newest of its kind counts; the earlier ones stay on record."""
    return RecallPaper.objects.create(
        partnership_id=recall.partnership_id,
        sponsor_id=recall.sponsor_id,
        recall=recall,
        kind=kind,
        answers=plain(dict(answers)),
        written_by_id=by.person_id,
        written_at=at,
    )
