"""A quality event answers verdicts that need one; the packs concerned are checked again (R126, R503)."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from evidence.actions.checking import settle_completeness
from evidence.models import Pack, RuleVerdict, VerdictAnswer
from kernel.scope import Actor


def answer_verdicts(*, event_id: UUID, event_number: str, verdict_ids: Sequence[int], by: Actor, at: datetime) -> None:
    """Called by `quality_events` inside its own transaction and gate block."""
    verdicts = list(RuleVerdict.objects.filter(pk__in=verdict_ids, outcome="needs_event"))
    VerdictAnswer.objects.bulk_create(
        VerdictAnswer(
            partnership_id=verdict.partnership_id,
            sponsor_id=verdict.sponsor_id,
            verdict=verdict,
            event_id=event_id,
            event_number=event_number,
            answered_at=at,
        )
        for verdict in verdicts
    )
    for pack in Pack.objects.locked({verdict.pack_id for verdict in verdicts}):
        settle_completeness(pack, by=by, at=at)
