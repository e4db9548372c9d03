"""The past twelve months of a product group under the terms of one version of its agreement."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from agreements.models import AgreementVersion
from agreements.terms import compiled
from clocks.calendars import Span
from clocks.models import Clock, ClockPause
from clocks.queries.clocks import calendar_of
from lots.models import Lot
from quality_events.models import QualityEvent
from records.content import plain
from release.facts import Facts
from release.queries import facts_of
from workspace.simulation import ClockOutcome, LotOutcome, PastClock, Result, replayed_clock, replayed_lot, result_of
from workspace.simulation.clocks import RULES

PERIOD = timedelta(days=365)
MOST = 10_000
"""Lots and deadlines looked at; the newest where there are more."""


def simulate(version: AgreementVersion, past: Mapping[UUID, Facts], at: datetime) -> Result:
    """What these clauses would have done to the lots of `past_lots`; five queries, whatever their number."""
    since = at - PERIOD
    return result_of(since.date(), at.date(), _lots(version, past, at), _clocks(version, since, at))


def past_lots(version: AgreementVersion, at: datetime) -> dict[UUID, Facts]:
    """Today's facts of the group's lots that were started in the period, the newest first; two queries."""
    found = Lot.objects.filter(
        partnership_id=version.partnership_id,
        product__group=version.agreement.product_group,
        started_at__gte=at - PERIOD,
    )
    return facts_of(found.order_by("-started_at", "-id").values_list("id", flat=True)[:MOST])


def as_json(result: Result) -> dict[str, Any]:
    """The result in JSON's own types, as it is kept and hashed."""
    found: dict[str, Any] = plain(asdict(result))
    return found


def _lots(version: AgreementVersion, past: Mapping[UUID, Facts], at: datetime) -> list[LotOutcome]:
    clauses = {c.kind: {**c.parameters, "number": c.number} for c in version.clauses.all()}
    return [replayed_lot(facts, agreement=str(version), clauses=clauses, at=at) for facts in past.values()]


def _clocks(version: AgreementVersion, since: datetime, at: datetime) -> list[ClockOutcome]:
    terms = compiled(str(version), ((c.kind, c.number, c.parameters) for c in version.clauses.all()))
    rows = list(
        Clock.objects.filter(
            partnership_id=version.partnership_id,
            rule__in=RULES,
            clause__startswith=f"{version.agreement.number} v",
            started_at__gte=since,
        )
        .exclude(state="cancelled")
        .order_by("-started_at", "-id")[:MOST]
    )
    classes = dict(
        QualityEvent.objects.filter(pk__in=[row.subject_id for row in rows]).values_list("id", "classification")
    )
    pauses: dict[UUID, list[Span]] = {}
    for pause in ClockPause.objects.filter(clock__in=rows):
        span = Span(pause.begins_at, pause.counted_until)
        if span.length:
            pauses.setdefault(pause.clock_id, []).append(span)
    return [
        replayed_clock(_past(row, classes.get(row.subject_id, ""), pauses.get(row.pk, [])), terms, at) for row in rows
    ]


def _past(row: Clock, classification: str, pauses: list[Span]) -> PastClock:
    return PastClock(
        key=str(row.pk),
        rule=row.rule,
        title=row.title,
        started_at=row.started_at,
        due_at=row.due_at,
        ended_at=row.ended_at,
        classification=classification,
        calendar=calendar_of(row),
        pauses=pauses,
    )
