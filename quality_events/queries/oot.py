"""A result out of trend as rules, signatures and pages read it."""

from typing import Any

from evidence.pack.numbers import shortest_text
from quality_events.models import OotTrack, QualityEvent


def oot_of(event: QualityEvent) -> OotTrack | None:
    return OotTrack.objects.filter(event=event).select_related("limits", "proof__file", "evaluated_by").first()


def oot_content(track: OotTrack) -> dict[str, Any]:
    """What a conclusion rests on: the result, the limits it was judged by, what was looked at."""
    return {
        "track": str(track.pk),
        "test": track.limits.test,
        "result": track.result,
        "value": track.value,
        "unit": track.unit,
        "limits": str(track.limits_id),
        "low": shortest_text(track.limits.low),
        "high": shortest_text(track.limits.high),
        "evaluation": track.evaluation,
        "proof": track.proof.file.sha256 if track.proof else "",
    }
