"""KPIs as formulas over lots (domain §D): K1 hand-off, K2 deviations, K5 right first time, K6 notification. Pure."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from performance.facts import EventFact, LotFact
from performance.intervals import Interval, garwood, wilson
from performance.survival import time_by_which

MINIMUM_LOTS = 8
"""Below this many lots a figure says nothing about a site (domain §D)."""
_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Behind:
    """A lot or another record behind a figure, and what it adds to it."""

    lot_id: UUID | None
    number: str
    words: str
    url: str = ""
    """The record's page, where it is no lot."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure that opens: numerator, denominator, interval, and what stands behind it.

    `value` is None where the denominator is 0; a share lies between 0 and 1, a rate is per lot or per record.
    """

    code: str
    name: str
    formula: str
    unit: Literal["share", "per lot", "per record"]
    numerator: int
    denominator: int
    value: float | None
    interval: Interval | None
    lots: int
    note: str = ""
    behind: tuple[Behind, ...] = ()
    counts: str = "lot"
    """What stands behind it, one of them."""

    @property
    def is_sufficient(self) -> bool:
        return self.lots >= MINIMUM_LOTS and self.denominator > 0


def measures(lots: Sequence[LotFact], at: datetime) -> tuple[Measure, ...]:
    """All of them, for the completed lots of a period, as known at `at`."""
    return (
        hand_off(lots, at),
        deviations(lots),
        packs_right_first_time(lots),
        lots_right_first_time(lots),
        notification(lots),
    )


def hand_off(lots: Sequence[LotFact], at: datetime) -> Measure:
    """K1: share of packs that were complete within the window; what still runs in time is not judged yet."""
    clocks = [(lot, lot.hand_off) for lot in lots if lot.hand_off is not None]
    judged = [(lot, c) for lot, c in clocks if c.ended_at is not None or c.due_at < at]
    late = [(lot, c) for lot, c in judged if c.ended_at is None or c.ended_at > c.due_at]
    times = [((c.ended_at or at) - c.started_at, c.ended_at is not None) for _, c in clocks]
    hours = [(span / _HOUR, has_ended) for span, has_ended in times]
    note = "; ".join(
        f"{words} {found:.0f} h" if found is not None else f"{words} not reached yet"
        for words, found in (("median", time_by_which(0.5, hours)), ("9 of 10", time_by_which(0.9, hours)))
    )
    return _share(
        "K1",
        "Evidence handed over on time",
        "packs complete within the agreement’s window / packs due",
        len(judged) - len(late),
        len(judged),
        lots=len(lots),
        note=f"{note}; {len(clocks) - len(judged)} still within the window" if clocks else "",
        behind=[Behind(lot.id, lot.number, _lateness(c.due_at, c.ended_at or at)) for lot, c in late],
    )


def deviations(lots: Sequence[LotFact]) -> Measure:
    """K2: major and critical events linked to the lots, per lot; each event counts once."""
    found = {e.id: (e, lot) for lot in lots for e in lot.events if e.classification in ("major", "critical")}
    count = len(found)
    weights = {"critical": 10, "major": 3, "minor": 1}
    weighted = sum(weights[e.classification] for e in {e.id: e for lot in lots for e in lot.events}.values())
    return Measure(
        code="K2",
        name="Major and critical events per lot",
        formula="(critical + major events on the lots) / lots",
        unit="per lot",
        numerator=count,
        denominator=len(lots),
        value=count / len(lots) if lots else None,
        interval=garwood(count, len(lots)) if lots else None,
        lots=len(lots),
        note=f"weighted 10/3/1: {weighted / len(lots):.2f} per lot" if lots else "",
        behind=tuple(Behind(lot.id, lot.number, f"{e.number}, {e.classification}") for e, lot in found.values()),
    )


def packs_right_first_time(lots: Sequence[LotFact]) -> Measure:
    """K5, packs: accepted without a return, of those submitted."""
    submitted = [lot for lot in lots if lot.has_pack]
    right = [lot for lot in submitted if lot.is_pack_accepted and not lot.was_pack_returned]
    returned = [lot for lot in submitted if lot.was_pack_returned]
    return _share(
        "K5",
        "Packs right first time",
        "packs accepted with no return / packs submitted",
        len(right),
        len(submitted),
        lots=len(lots),
        note=f"{len(returned)} returned; {len(submitted) - len(right) - len(returned)} not decided yet",
        behind=[Behind(lot.id, lot.number, "returned") for lot in returned],
    )


def lots_right_first_time(lots: Sequence[LotFact]) -> Measure:
    """K5, lots: released with no event, reprocessing or pack return, of those completed."""
    flaws: list[tuple[str, Callable[[LotFact], bool]]] = [
        ("event", lambda lot: bool(lot.events)),
        ("reprocessed", lambda lot: lot.was_reprocessed),
        ("pack returned", lambda lot: lot.was_pack_returned),
    ]
    flawed = [(lot, [words for words, holds in flaws if holds(lot)]) for lot in lots]
    right = [lot for lot, found in flawed if lot.is_released and not found]
    return _share(
        "K5",
        "Lots right first time",
        "lots released with no event, reprocessing or pack return / lots completed",
        len(right),
        len(lots),
        lots=len(lots),
        behind=[Behind(lot.id, lot.number, ", ".join(found)) for lot, found in flawed if found],
    )


def notification(lots: Sequence[LotFact]) -> Measure:
    """K6: events that the CMO told within the clause's time, by class; those the sponsor found stand apart."""
    events = {e.id: (e, lot) for lot in lots for e in lot.events}.values()
    judged = [(e, lot) for e, lot in events if e.is_self_reported and e.limit_hours is not None]
    late = [(e, lot) for e, lot in judged if _is_late(e)]
    by_class = [_by_class(name, [e for e, _ in judged]) for name in ("critical", "major", "minor")]
    found_by_sponsor = sum(not e.is_self_reported for e, _ in events)
    return _share(
        "K6",
        "Events notified on time",
        "events notified within the clause’s hours / events that the clause covers",
        len(judged) - len(late),
        len(judged),
        lots=len(lots),
        note="; ".join([*filter(None, by_class), f"{found_by_sponsor} found by the sponsor"]),
        behind=[Behind(lot.id, lot.number, f"{e.number}: {_lateness(_limit(e), e.reported_at)}") for e, lot in late],
    )


def _limit(event: EventFact) -> datetime:
    return event.discovered_at + timedelta(hours=event.limit_hours or 0)


def _is_late(event: EventFact) -> bool:
    return event.reported_at > _limit(event)


def _by_class(name: str, events: Iterable[EventFact]) -> str:
    found = [event for event in events if event.classification == name]
    on_time = sum(not _is_late(event) for event in found)
    return f"{name} {on_time} of {len(found)}" if found else ""


def _lateness(due: datetime, happened: datetime) -> str:
    return f"{(happened - due) / _HOUR:.0f} h late"


def _share(  # one constructor for four KPIs
    code: str,
    name: str,
    formula: str,
    numerator: int,
    denominator: int,
    *,
    lots: int,
    note: str = "",
    behind: Iterable[Behind] = (),
) -> Measure:
    return Measure(
        code=code,
        name=name,
        formula=formula,
        unit="share",
        numerator=numerator,
        denominator=denominator,
        value=numerator / denominator if denominator else None,
        interval=wilson(numerator, denominator) if denominator else None,
        lots=lots,
        note=note,
        behind=tuple(behind),
    )
