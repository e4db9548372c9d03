"""A quality event answers verdicts that need one; the packs concerned are checked again (R126, R503)."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from evidence.actions.checking import add_answers, settle_completeness
from evidence.models import Pack
from evidence.queries import answerable
from kernel.scope import Actor


def answer_verdicts(
    *, event_id: UUID, event_number: str, verdict_ids: Sequence[int], lot_ids: Sequence[UUID], by: Actor, at: datetime
) -> None:
    """Called by `quality_events` inside its own transaction and gate block.

    Only findings of packs of the event's own lots are answered: a key of another lot's verdict is passed over.
    """
    verdicts = list(answerable(verdict_ids, lot_ids))
    add_answers(verdicts, event_id, event_number, at)
    for pack in Pack.objects.locked({verdict.pack_id for verdict in verdicts}):
        settle_completeness(pack, by=by, at=at)
