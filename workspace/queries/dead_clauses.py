"""Which clauses of a version did something in the last twelve months, by the traces that they leave."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet

from agreements.effects import EFFECTS, Effect
from agreements.models import AgreementVersion, Clause, ClauseCall
from clocks.models import Clock
from evidence.models import RuleVerdict
from quality_events.models import QualityEvent
from records.models import Refusal, Signature
from release.facts import Facts
from release.gate import decide
from workspace.queries.simulating import PERIOD


@dataclass(frozen=True, slots=True)
class ClauseUse:
    """A clause with what it did; `is_dead` where it could have and didn't."""

    number: str
    title: str
    done: tuple[tuple[str, int], ...]
    is_words: bool

    @property
    def is_dead(self) -> bool:
        return not self.is_words and not any(count for _, count in self.done)


def clause_uses(version: AgreementVersion, past: Mapping[UUID, Facts], at: datetime) -> list[ClauseUse]:
    """Every clause of the version, in its order; six queries, whatever the number of clauses and lots."""
    traces = _Traces(version, past, at)
    return [_use(clause, version, traces) for clause in version.clauses.all()]


class _Traces:
    """What was cited, signed, found and shut in the period, counted once for all clauses."""

    def __init__(self, version: AgreementVersion, past: Mapping[UUID, Facts], at: datetime) -> None:
        since, pair = at - PERIOD, version.partnership_id
        self.clocks = _counted(Clock.objects.filter(partnership_id=pair, started_at__gte=since), "clause")
        self.calls = _counted(ClauseCall.objects.filter(partnership_id=pair, called_at__gte=since), "clause")
        self.refusals = _counted(Refusal.objects.filter(partnership_id=pair, at__gte=since), "clause")
        self.events = _counted(QualityEvent.objects.filter(partnership_id=pair, reported_at__gte=since), "clause")
        self.signatures = _counted(Signature.objects.filter(partnership_id=pair, signed_at__gte=since), "subject_kind")
        failed = RuleVerdict.objects.filter(partnership_id=pair, pack__submitted_at__gte=since)
        self.verdicts = _counted(failed.filter(outcome__in=("fail", "needs_event")), "rule")
        self.shut = Counter(reason.clause for facts in past.values() for reason in decide(facts, at).open_reasons)


def _use(clause: Clause, version: AgreementVersion, traces: _Traces) -> ClauseUse:
    cited = f"{version} cl. {clause.number}"
    effects = EFFECTS[clause.kind]
    done = (
        ("deadlines started", traces.clocks[cited]),
        ("calls", traces.calls[cited]),
        ("attempts refused", traces.refusals[cited]),
        ("events governed", traces.events[cited]),
        ("lots kept shut", traces.shut[cited]),
        ("findings in packs", sum(traces.verdicts[key] for key in _keys(effects, "evidence"))),
        ("signatures asked for", sum(traces.signatures[key] for key in _keys(effects, "approver"))),
    )
    return ClauseUse(
        number=clause.number,
        title=clause.title,
        done=tuple((words, count) for words, count in done if count),
        is_words=all(effect.what == "words" for effect in effects),
    )


def _keys(effects: Iterable[Effect], what: str) -> list[str]:
    return [effect.key for effect in effects if effect.what == what]


def _counted(rows: QuerySet[Any], field: str) -> Counter[str]:
    return Counter(dict(rows.order_by().values_list(field).annotate(count=Count("pk")).values_list(field, "count")))
