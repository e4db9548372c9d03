"""What a reviewer accepted in an earlier version is not asked again on the same row with the same figures."""

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from evidence.models import ExceptionDecision, Pack, PackRow, RuleVerdict
from evidence.pack.comparison import row_name
from evidence.pack.meaning import row_meaning
from evidence.queries import accepted_earlier


@dataclass(frozen=True, slots=True)
class Named:
    """The row that a verdict is about: all that it says, and what names it."""

    said: Hashable
    name: Hashable


Rows = dict[tuple[UUID, str], Named]


def carry_decisions(pack: Pack) -> None:
    """An exception that was accepted in an earlier version, same rule, row and figures, is not asked again.

    A row is the same when it says the same, wherever it stands now, or bears the same name at the same place. One
    decision answers one row: of two rows of equal figures only the decided one is answered. Who decided, when and
    why stay the reviewer's own; the decision says from which version it came.
    """
    wanting = list(RuleVerdict.objects.filter(pack=pack, severity="W", outcome__in=("fail", "needs_event")))
    earlier = list(accepted_earlier(pack)) if wanting else []
    if earlier:
        rows = _rows([*(decision.verdict for decision in earlier), *wanting])
        ExceptionDecision.objects.bulk_create(_carried(*pair) for pair in _pairs(wanting, earlier, rows))


def _pairs(
    wanting: list[RuleVerdict], earlier: list[ExceptionDecision], rows: Rows
) -> Iterator[tuple[RuleVerdict, ExceptionDecision]]:
    """Each verdict with the decision of the newest version about its row; rows that say the same come first."""
    for same in (_same_words, _same_place):
        found: dict[Hashable, list[ExceptionDecision]] = {}
        for decision in earlier:  # the newest version first; an older one was carried into it, or lost its row
            kept = found.setdefault(same(decision.verdict, rows), [])
            if not kept or kept[0].verdict.pack_id == decision.verdict.pack_id:
                kept.append(decision)
        left, used = [], set()
        for verdict in wanting:
            decisions = found.get(same(verdict, rows))
            if not decisions:
                left.append(verdict)
                continue
            decision = decisions.pop(0)
            used.add(decision.pk)
            yield verdict, decision
        wanting, earlier = left, [decision for decision in earlier if decision.pk not in used]


def _same_words(verdict: RuleVerdict, rows: Rows) -> Hashable:
    row = rows.get((verdict.pack_id, verdict.subject))
    about = verdict.subject if row is None else (verdict.subject.rpartition("/")[0], row.said)
    return verdict.rule, verdict.rule_version, verdict.inputs_hash, about


def _same_place(verdict: RuleVerdict, rows: Rows) -> Hashable:
    row = rows.get((verdict.pack_id, verdict.subject))
    return verdict.rule, verdict.rule_version, verdict.inputs_hash, verdict.subject, row.name if row else None


def _rows(verdicts: Iterable[RuleVerdict]) -> Rows:
    """(pack, subject) → the row that the subject names; one query."""
    subjects = {(verdict.pack_id, verdict.subject) for verdict in verdicts}
    parts = [subject.rpartition("/") for _, subject in subjects]
    stored = PackRow.objects.filter(
        pack_id__in={pack_id for pack_id, _ in subjects},
        section__in={section for section, _, _ in parts},
        position__in={int(position) for _, _, position in parts if position.isascii() and position.isdigit()},
    )
    return {
        (pack_id, f"{section}/{position}"): Named(row_meaning(section, data), row_name(section, data))
        for pack_id, section, position, data in stored.values_list("pack_id", "section", "position", "data")
        if (pack_id, f"{section}/{position}") in subjects
    }


def _carried(verdict: RuleVerdict, earlier: ExceptionDecision) -> ExceptionDecision:
    return ExceptionDecision(
        partnership_id=verdict.partnership_id,
        sponsor_id=verdict.sponsor_id,
        verdict=verdict,
        choice=earlier.choice,
        reason=earlier.reason,
        decided_by_id=earlier.decided_by_id,
        decided_at=earlier.decided_at,
        carried_from=earlier,
    )
