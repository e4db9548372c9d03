"""A quality event answers verdicts that need one; the packs concerned are checked again (R126, R503)."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from evidence.actions.checking import add_answers, settle_completeness
from evidence.models import Pack, RuleVerdict
from kernel.scope import Actor


def answer_verdicts(
    *, event_id: UUID, event_number: str, verdict_ids: Sequence[int], lot_ids: Sequence[UUID], by: Actor, at: datetime
) -> None:
    """Called by `quality_events` inside its own transaction and gate block.

    Only findings of packs of the event's own lots are answered: a key of another lot's verdict is passed over.
    """
    wanting = RuleVerdict.objects.filter(pk__in=verdict_ids, outcome="needs_event", pack__lot_id__in=list(lot_ids))
    verdicts = list(wanting)
    add_answers(verdicts, event_id, event_number, at)
    for pack in Pack.objects.locked({verdict.pack_id for verdict in verdicts}):
        settle_completeness(pack, by=by, at=at)
