"""When nobody could tell, by the database's clock: from each death to the sign of life of a sweep after its repair.

The clone keeps every sign of life, and each sweep begins with one: a process may be killed again before it has
recovered, outages may overlap, and it can be said of every step which sweeps passed it over.
"""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from tests.faults.platform import SWEEP_SECONDS, Platform

SLACK_SECONDS = 1.5
"""Between two sweeps the one process of a worker also sends mail and resettles gates. For each process that waits for a
core, so that a busy machine is not taken for a late sweep."""

KEPT = """
CREATE TABLE sign_of_life (number bigserial PRIMARY KEY, name text, at timestamptz);
CREATE FUNCTION keep_sign() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS
$$ BEGIN INSERT INTO sign_of_life (name, at) VALUES (NEW.name, NEW.at); RETURN NULL; END $$;
CREATE TRIGGER keep_sign AFTER INSERT OR UPDATE ON clocks_heartbeat FOR EACH ROW EXECUTE FUNCTION keep_sign();
CREATE INDEX ON sign_of_life (name, at)
"""
EVER = datetime(2000, 1, 1, tzinfo=UTC)
Moment = tuple[int, datetime]
"""How many signs there were, and the time: the clock may be set back, the count is not."""


@dataclass(frozen=True, slots=True)
class Outage:
    """Nobody was told anything between the two."""

    begins_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class _Fault:
    begins_at: datetime
    repaired: Moment
    pokes_stopped: bool


class Watch:
    """What went wrong and when; `outages()` is asked when the run is over."""

    def __init__(self, running: Platform) -> None:
        self._running = running
        self._faults: list[_Fault] = []
        running.ask(KEPT)

    @contextmanager
    def start(self) -> Iterator[None]:
        """Worker and beat are started in here: nobody was told of what fell due before."""
        yield
        self._faults.append(_Fault(EVER, self._moment(), pokes_stopped=True))

    @contextmanager
    def fault(self, *, pokes_stopped: bool = False) -> Iterator[None]:
        """Something is killed and started again in here. `pokes_stopped`: it was beat or the broker, and a sweep that
        ran already, or waited in the worker's hand, proves no recovery: one that beat has poked since does."""
        (_, begins_at) = self._moment()
        yield
        self._faults.append(_Fault(begins_at, self._moment(), pokes_stopped))

    def outages(self) -> list[Outage]:
        """Each ends with the sweep that could do what was left undone; fails while one has not come."""
        return [Outage(fault.begins_at, self._end_of(fault)) for fault in self._faults]

    def passed_over(self, *, workers: int = 1) -> int:
        """How often a step that was due was left by a sweep that ran on, more than as another worker had it in hand.

        The last sweep before a worker's death is undone with it, so it leaves nothing.
        """
        undone = [fault.repaired[0] for fault in self._faults if not fault.pokes_stopped]
        ((most,),) = self._running.ask(
            f"""WITH undone AS (
                    SELECT (SELECT max(number) FROM sign_of_life WHERE name = 'worker' AND number <= u.last) AS number
                    FROM unnest('{{{",".join(map(str, undone))}}}'::bigint[]) u (last))
                SELECT coalesce(max((SELECT count(*) FROM sign_of_life l
                    WHERE l.name = 'worker' AND l.at >= s.at AND l.at < s.fired_at
                      AND l.number NOT IN (SELECT number FROM undone WHERE number IS NOT NULL))), 0)
                FROM clocks_clockstep s WHERE s.fired_at IS NOT NULL"""  # noqa: S608 - our own numbers
        )
        return max(0, int(str(most)) - (workers - 1))

    def _end_of(self, fault: _Fault) -> datetime:
        since = fault.repaired
        for name in ("beat", "worker") if fault.pokes_stopped else ("worker",):
            since = self._sign(name, since)
        return since[1]

    def _sign(self, name: str, since: Moment) -> Moment:
        rows = self._running.ask(
            f"""SELECT number, at FROM sign_of_life
                WHERE name = '{name}' AND number > {since[0]} AND at >= '{since[1].isoformat()}'
                ORDER BY number LIMIT 1"""  # noqa: S608 - our own names
        )
        assert rows, f"no sign of life of {name} since {since[1]}"
        ((number, at),) = rows
        assert isinstance(number, int)
        assert isinstance(at, datetime)
        return number, at

    def _moment(self) -> Moment:
        ((number, at),) = self._running.ask("SELECT coalesce(max(number), 0), kernel_now() FROM sign_of_life")
        assert isinstance(number, int)
        assert isinstance(at, datetime)
        return number, at


def in_time() -> timedelta:
    """How long after its moment a step is told at the latest, while nothing is wrong."""
    waiting = max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))
    return timedelta(seconds=SWEEP_SECONDS + SLACK_SECONDS * waiting)


def moved(at: datetime, outages: Sequence[Outage], most: timedelta) -> datetime:
    """The moment from which on nothing hindered what fell due at `at` for as long as a sweep may take.

    What fell due within one sweep before a death was not late yet when it came, so it moves too.
    """
    start = at
    while later := [o.ends_at for o in outages if o.begins_at - most < start < o.ends_at]:
        start = min(later)
    return start


def lateness(running: Platform, watch: Watch, *, workers: int = 1) -> dict[str, float]:
    """Each step is told by the first sweep after its moment, or after the outage that covers it; the figures."""
    assert watch.passed_over(workers=workers) == 0
    outages, most = watch.outages(), in_time()
    fired: list[tuple[datetime, datetime]] = running.ask(  # type: ignore[assignment]  # two moments a row
        "SELECT at, fired_at FROM clocks_clockstep WHERE fired_at IS NOT NULL"
    )
    late, at, told_at = max((told_at - moved(at, outages, most), at, told_at) for at, told_at in fired)
    assert late <= most, f"due at {at}, told at {told_at}, beside {outages}"
    lengths = [outage.ends_at - outage.begins_at for outage in outages if outage.begins_at != EVER]
    return {
        "latest (s)": max(told_at - at for at, told_at in fired).total_seconds(),
        "latest after recovery (s)": max(late.total_seconds(), 0.0),
        "at most (s)": most.total_seconds(),
        "longest outage (s)": max(lengths, default=timedelta()).total_seconds(),
    }
