"""What a change breach is about: both values of each difference, and the way to a change request for it."""

from typing import Any

from kernel.scope import Actor
from quality_events.change_source import differences_behind
from quality_events.models import QualityEvent
from quality_events.states import EventKind


def difference_context(event: QualityEvent, actor: Actor) -> dict[str, Any]:
    """Nothing for any other event; one query for a change breach."""
    if event.kind != EventKind.CHANGE_BREACH:
        return {}
    return {
        "differences": differences_behind(event.pk),
        "may_propose_change": actor.may("change_control.propose", event),
    }
