"""What an investigation holds, as rules, signatures and pages read it."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from parties.models import Person
from parties.queries import colleagues
from quality_events.models import Informant, PossibleCause, QualityEvent, WhyStep
from quality_events.states import Finding


def whys_of(event: QualityEvent) -> list[WhyStep]:
    """The chain from the first why to the last that has an answer."""
    return [step for step in event.whys.all() if step.answer]


def causes_of(event: QualityEvent) -> QuerySet[PossibleCause]:
    return event.possible_causes.select_related("named_by")


def informants_of(event: QualityEvent) -> QuerySet[Informant]:
    """Who signs for what was told, withdrawn entries left out."""
    return event.informants.filter(withdrawn_at=None).select_related("person")


def unsigned_informants(event: QualityEvent) -> list[str]:
    return [row.person.name for row in informants_of(event).filter(signed_at=None)]


def possible_informants(organisation_id: UUID) -> list[Person]:
    """Colleagues with a log-in, by name."""
    return [row.person for row in colleagues(organisation_id).select_related("person").order_by("person__name")]


def investigation_content(event: QualityEvent) -> dict[str, Any]:
    """The structured part of what a signature under the event covers."""
    return {
        "whys": [{"answer": step.answer, "shown_by": step.shown_by} for step in whys_of(event)],
        "causes": _causes(event.possible_causes.all()),
        "informants": [
            {"person": str(row.person_id), "told": row.told, "signed": row.signed_at is not None}
            for row in informants_of(event)
        ],
        "documents": [
            {"title": row.title, "sha256": row.file.sha256} for row in event.documents.select_related("file")
        ],
    }


def _causes(causes: Iterable[PossibleCause]) -> list[dict[str, str]]:
    return [
        {"branch": row.branch, "cause": row.cause, "finding": str(Finding(row.finding)), "shown_by": row.shown_by}
        for row in causes
    ]
