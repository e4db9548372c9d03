"""An out-of-specification result as rules, signatures and pages read it."""

from typing import Any
from uuid import UUID

from agreements.queries import terms_of
from agreements.terms import Terms
from lots.models import Lot
from masters.models import SpecificationTest
from quality_events.models import OosTrack, QualityEvent


def track_of(event: QualityEvent) -> OosTrack | None:
    return OosTrack.objects.filter(event=event).select_related("proof__file", "examined_by").first()


def tests_of(event: QualityEvent) -> list[SpecificationTest]:
    """The tests of the specification that the event's first reported lot was started under."""
    lots = Lot.objects.filter(event_lots__event=event, event_lots__relation="direct", specification__isnull=False)
    first = lots.order_by("pk").values("specification_id")[:1]
    return list(SpecificationTest.objects.filter(specification_id__in=first).order_by("position", "id"))


def terms_of_event(event_id: UUID) -> Terms | None:
    """The terms that the event's first reported lot was started under."""
    lots = Lot.objects.filter(event_lots__event_id=event_id, event_lots__relation="direct").order_by("pk")
    return terms_of(lots.values_list("agreement_version_id", flat=True).first())


def oos_content(track: OosTrack) -> dict[str, Any]:
    """What a conclusion rests on: each single value, who made it, what was examined."""
    return {
        "track": str(track.pk),
        "test": track.test,
        "method": track.method,
        "limit": track.limit,
        "unit": track.unit,
        "laboratory_finding": track.laboratory_finding,
        "is_laboratory_error": track.is_laboratory_error,
        "proof": track.proof.file.sha256 if track.proof else "",
        "production_review": track.production_review,
        "retests_declared": track.retests_declared,
        "retest_basis": track.retest_basis,
        "second_analyst": track.second_analyst,
        "results": [
            {
                "position": row.position,
                "value": row.value,
                "is_met": row.is_met,
                "analyst": row.analyst,
                "laboratory": row.laboratory,
                "tested_at": row.tested_at.isoformat(),
            }
            for row in track.results.all()
        ],
    }
