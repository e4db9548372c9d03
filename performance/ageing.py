"""K13, ageing: what is open and past its day, and how often a corrective action's day was put off (domain §D). Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from performance.intervals import garwood, wilson
from performance.measures import Behind, Measure

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DutyFact:
    """An investigation or an action of a corrective action that is not done: what is owed, until when, its page."""

    title: str
    url: str
    due_at: datetime


@dataclass(frozen=True, slots=True)
class CorrectionFact:
    """A corrective action with the number of later days that were signed for its actions."""

    number: str
    url: str
    extensions: int


def ageing(
    duties: Sequence[DutyFact], corrections: Sequence[CorrectionFact], at: datetime, *, lots: int
) -> tuple[Measure, Measure]:
    """Both figures of K13 as of `at`; `lots`: of the period, which say whether the figures say anything."""
    return overdue(duties, at, lots=lots), extensions(corrections, lots=lots)


def overdue(duties: Sequence[DutyFact], at: datetime, *, lots: int) -> Measure:
    """Share of the open investigations and corrective actions that are past their day."""
    late = sorted((duty for duty in duties if duty.due_at < at), key=lambda duty: duty.due_at)
    count = len(duties)
    return Measure(
        code="K13",
        name="Investigations and corrective actions overdue",
        formula="open ones past their day / open ones",
        unit="share",
        numerator=len(late),
        denominator=count,
        value=len(late) / count if count else None,
        interval=wilson(len(late), count) if count else None,
        lots=lots,
        counts="deadline",
        behind=tuple(Behind(None, duty.title, _late(at - duty.due_at), duty.url) for duty in late),
    )


def extensions(corrections: Sequence[CorrectionFact], *, lots: int) -> Measure:
    """Later days signed, per corrective action."""
    given = sum(row.extensions for row in corrections)
    count, put_off = len(corrections), [row for row in corrections if row.extensions]
    return Measure(
        code="K13",
        name="Extensions per corrective action",
        formula="later days signed for their actions / corrective actions open or proposed in the period",
        unit="per record",
        numerator=given,
        denominator=count,
        value=given / count if count else None,
        interval=garwood(given, count) if count else None,
        lots=lots,
        counts="corrective action",
        behind=tuple(Behind(None, row.number, _times(row.extensions), row.url) for row in put_off),
    )


def _late(late: timedelta) -> str:
    return f"{late // _DAY} d late" if late >= _DAY else f"{late // timedelta(hours=1)} h late"


def _times(count: int) -> str:
    return f"{count} extension{'s' if count > 1 else ''}"
