"""Mock recalls that were signed: one query however many partnerships there are."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.urls import reverse

from performance.readiness import ExerciseFact
from traceability.models import Recall
from traceability.states import EXERCISES


def exercise_facts(partnership_ids: Iterable[UUID], since: datetime, until: datetime) -> dict[UUID, list[ExerciseFact]]:
    """Oldest first."""
    found: dict[UUID, list[ExerciseFact]] = defaultdict(list)
    rows = Recall.objects.filter(
        partnership_id__in=list(partnership_ids), kind__in=EXERCISES, terminated_at__gte=since, terminated_at__lte=until
    )
    for row in rows.order_by("terminated_at", "id"):
        found[row.partnership_id].append(_fact(row, row.score or {}))
    return found


def _fact(row: Recall, score: dict[str, Any]) -> ExerciseFact:
    return ExerciseFact(
        row.number,
        reverse("traceability:recall", args=[row.pk]),
        score["has_passed"],
        tuple(score["missed"]),
        Decimal(score["scope_minutes"]),
        _share(score["located"]),
        _share(score["proven"]),
    )


def _share(kept: str | None) -> Decimal | None:
    return None if kept is None else Decimal(kept)
