"""A signal becomes a recall of each sponsor concerned, invisible to the others."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from kernel.history import acting
from kernel.scope import Actor
from lots.rules import check_may
from parties.models import Partnership
from traceability.actions.recalls.telling import ask, tell_cmo, tell_sponsor
from traceability.models import Recall
from traceability.queries.recalled import parts_of
from traceability.queries.recalls import next_number
from traceability.rules import recalls as rules
from traceability.scoping.question import Question
from traceability.states import EXERCISES, RecallKind

SIGNAL = "traceability.recall_signal"


def open_recalls(
    *,
    question: Question,
    title: str,
    signal: str,
    by: Actor,
    reason: str,
    at: datetime,
    kind: str = RecallKind.RECALL,
    draw: dict[str, Any] | None = None,
    only: UUID | None = None,
) -> list[Recall]:
    """One recall for each partnership whose lots the question reaches, as the opener sees it.

    The sponsor opens its own; the manufacturer's signal opens one with each of its sponsors concerned, who are told.
    `only` keeps it to one partnership.
    """
    rules.check_opening(title, signal)
    with transaction.atomic(), acting(by=by, reason=reason.strip() or f"signal: {title}"[:200], at=at):
        pairs = {pair.pk: pair for pair in Partnership.objects.select_related("sponsor", "cmo")}
        sides = {by.side(pair) for pair in pairs.values() if only in (None, pair.pk)} if pairs else set()
        sponsor_id = by.organisation_id if sides == {"sponsor"} else None
        parts = {key: part for key, part in parts_of(question, sponsor_id).items() if only in (None, key)}
        rules.check_reached(parts)
        return [
            _open(pairs[key], parts[key], title, signal, kind, draw, by=by, at=at) for key in sorted(parts, key=str)
        ]


def _open(
    pair: Partnership,
    question: Question,
    title: str,
    signal: str,
    kind: str,
    draw: dict[str, Any] | None,
    *,
    by: Actor,
    at: datetime,
) -> Recall:
    Partnership.objects.locked([pair.pk]).get()
    check_may(by, SIGNAL, pair, "open a recall")
    by_cmo = by.side(pair) == "cmo"
    is_exercise = kind in EXERCISES
    recall = Recall.objects.create(
        partnership=pair,
        sponsor_id=pair.sponsor_id,
        number=next_number(pair.pk, is_exercise=is_exercise),
        kind=kind,
        title=title.strip(),
        signal=signal.strip(),
        question=question.as_json(),
        draw=draw,
        opened_by_id=by.person_id,
        opened_by_cmo=by_cmo,
        opened_at=at,
    )
    ask(recall, "evaluate", "Lock the scope" if is_exercise else "Evaluate the hazard", by=by, at=at)
    (tell_sponsor if by_cmo else tell_cmo)(recall, "signal", by=by, at=at)
    return recall
