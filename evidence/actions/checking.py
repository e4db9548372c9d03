"""The check: rules run over a frozen context, verdicts are kept, the pack's state follows."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from evidence.actions.carrying import carry_decisions
from evidence.context import rule_context
from evidence.event_sources import CANCELLED, events_of
from evidence.events import PackCompleted
from evidence.models import Pack, RuleVerdict, VerdictAnswer
from evidence.pack.format import Pack as StatedPack
from evidence.pack.rules import Verdict, evaluate
from evidence.queries import LIVING, gaps, standing_answers
from evidence.states import PackState
from kernel import events
from kernel.scope import Actor, system
from kernel.states import move
from lots.models import Lot

_COLUMNS = (
    "rule", "rule_version", "paragraph", "severity", "outcome", "subject", "sentence", "inputs", "inputs_hash", "cure",
)  # fmt: skip


def check(pack: Pack, lot: Lot, stated: StatedPack, *, by: Actor, at: datetime) -> None:
    """Run the pack-stage rules over what was stated, keep every verdict, settle whether the pack is complete.

    Called inside the submission's transaction, gate block and `acting()`. The same pack gives the same verdicts.
    """
    keep_verdicts(pack, evaluate(rule_context(pack, lot, stated), "pack"))
    carry_answers(pack, at)
    carry_decisions(pack)
    settle_completeness(pack, by=by, at=at)


def keep_verdicts(pack: Pack, verdicts: Sequence[Verdict]) -> None:
    """Store what the rules said, in one statement whatever their number."""
    columns: list[Any] = [
        [v.rule for v in verdicts],
        [v.version for v in verdicts],
        [v.paragraph for v in verdicts],
        [v.severity for v in verdicts],
        [v.outcome for v in verdicts],
        [v.subject[:200] for v in verdicts],
        [v.sentence for v in verdicts],
        [json.dumps(v.inputs, ensure_ascii=False) for v in verdicts],
        [v.inputs_hash for v in verdicts],
        [v.cure[:300] for v in verdicts],
    ]
    types = ("text", "int", "text", "text", "text", "text", "text", "text", "text", "text")
    listed = ", ".join(f"%s::{kind}[]" for kind in types)
    given = ", ".join(f"v.{name}" if name != "inputs" else "v.inputs::jsonb" for name in _COLUMNS)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {RuleVerdict._meta.db_table} (partnership_id, sponsor_id, pack_id, {', '.join(_COLUMNS)}) "  # noqa: S608 - the names above
            f"SELECT %s, %s, %s, {given} FROM unnest({listed}) AS v ({', '.join(_COLUMNS)})",
            [pack.partnership_id, pack.sponsor_id, pack.pk, *columns],
        )


def carry_answers(pack: Pack, at: datetime) -> None:
    """An event that answered the same finding of an earlier version, on the same figures, answers it here too."""
    wanting = RuleVerdict.objects.filter(pack=pack, outcome="needs_event")
    standing = standing_answers(pack.lot_id)
    living = {event.id for event in events_of(pack.lot_id) if event.state != CANCELLED}
    VerdictAnswer.objects.bulk_create(
        _answer(verdict, event_id, number, at)
        for verdict in wanting
        for event_id, number in standing.get((verdict.rule, verdict.inputs_hash), {}).items()
        if event_id in living
    )


def _answer(verdict: RuleVerdict, event_id: UUID, number: str, at: datetime) -> VerdictAnswer:
    return VerdictAnswer(
        partnership_id=verdict.partnership_id,
        sponsor_id=verdict.sponsor_id,
        verdict=verdict,
        event_id=event_id,
        event_number=number,
        answered_at=at,
    )


def add_answers(verdicts: Iterable[RuleVerdict], event_id: UUID, event_number: str, at: datetime) -> None:
    """Write down that an event answers these verdicts."""
    VerdictAnswer.objects.bulk_create(_answer(verdict, event_id, event_number, at) for verdict in verdicts)


def settle_completeness(pack: Pack, *, by: Actor, at: datetime) -> None:
    """Complete when no blocking gap is open, incomplete otherwise; attested packs are not touched."""
    if pack.state not in (PackState.CHECKING, PackState.INCOMPLETE, PackState.COMPLETE):
        return
    has_gaps = gaps([pack.pk]).exists()
    if has_gaps and pack.state != PackState.INCOMPLETE:
        move(pack, "find_gaps", by=system(pack.partnership_id))
    elif not has_gaps and pack.state != PackState.COMPLETE:
        move(pack, "pass_check", by=system(pack.partnership_id))
        events.publish(PackCompleted(pack.pk, pack.lot_id, pack.partnership_id, by, at))


def settle_lots(lot_ids: Iterable[UUID], *, by: Actor, at: datetime) -> None:
    """Packs of these lots that nobody has attested may become complete, or incomplete again."""
    packs = Pack.objects.filter(lot_id__in=list(lot_ids), state__in=LIVING).values_list("pk", flat=True)
    for pack in Pack.objects.locked(list(packs)):
        settle_completeness(pack, by=by, at=at)
