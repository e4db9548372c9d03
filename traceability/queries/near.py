"""Lots that used the same things as lots of a scope: possible, because nobody states that anything went over."""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from lots.models import Usage
from traceability.queries.seeds import Use, uses
from traceability.scoping.question import USES, Question
from traceability.scoping.values import Tie


def near_ties(question: Question, lot_ids: Iterable[UUID]) -> tuple[list[Tie[UUID]], int]:
    """From each of these lots to those that used its label rolls, lines or equipment next, and how many are hidden.

    A lot that was done with the thing before is not reached by what came after it.
    """
    keys, ties, hidden = set(lot_ids), [], 0
    margin = timedelta(hours=question.near_hours)
    for kind in (kind for kind in question.near if kind in USES):
        own: dict[str, list[Usage]] = {}
        for row in Usage.objects.filter(lot_id__in=keys, kind=kind).order_by("pk"):
            own.setdefault(row.number, []).append(row)
        for use in uses(kind, own):
            if use.lot_id in keys:
                continue
            close = [row for row in own[use.number] if _is_close(row, use, margin)]
            if use.lot_id is None:
                hidden += 1
                continue
            thing = f"{kind.replace('_', ' ')} {use.number}"
            for row in close:
                ends = (row.lot_id, use.lot_id) if question.forward else (use.lot_id, row.lot_id)
                ties.append(Tie(*ends, kind="shared", is_measured=False, shared=thing))
    return ties, hidden


def _is_close(own: Usage, other: Use, margin: timedelta) -> bool:
    """Unless both times are known and say otherwise, the suspicion stands."""
    if own.ends_at and other.begins_at and other.begins_at > own.ends_at + margin:
        return False
    return not (own.begins_at and other.ends_at and other.ends_at < own.begins_at)
