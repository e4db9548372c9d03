"""The whole of a simulation as values that are kept, hashed and shown. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from workspace.simulation.clocks import ClockOutcome
from workspace.simulation.lots import LotOutcome


@dataclass(frozen=True, slots=True)
class Result:
    """Figures and the records behind each of them."""

    since: date
    until: date
    lots: int
    blocked: tuple[LotOutcome, ...]
    let_go: tuple[LotOutcome, ...]
    to_sponsor: tuple[LotOutcome, ...]
    """Released by the CMO under their own terms, by the sponsor under the others."""
    to_cmo: tuple[LotOutcome, ...]
    clocks: int
    breached: tuple[ClockOutcome, ...]
    """Kept under their own terms."""
    kept: tuple[ClockOutcome, ...]
    """Breached under their own terms."""

    @property
    def sentence(self) -> str:
        """ "On the 42 lots and 118 deadlines from … this version would have blocked 14 lots, breached 9 clocks …"."""
        return (
            f"On {_counted(self.lots, 'lot')} and {_counted(self.clocks, 'deadline')} since {self.since}, this version "
            f"would have blocked {_counted(len(self.blocked), 'lot')}, let {_counted(len(self.let_go), 'lot')} go, "
            f"asked the sponsor to sign {_counted(len(self.to_sponsor), 'lot')} more and {len(self.to_cmo)} fewer, "
            f"breached {_counted(len(self.breached), 'clock')} more and {len(self.kept)} fewer."
        )


def result_of(since: date, until: date, lots: Sequence[LotOutcome], clocks: Sequence[ClockOutcome]) -> Result:
    """The outcomes sorted into what changes."""
    return Result(
        since=since,
        until=until,
        lots=len(lots),
        blocked=tuple(lot for lot in lots if lot.is_blocked),
        let_go=tuple(lot for lot in lots if lot.is_let_go),
        to_sponsor=tuple(lot for lot in lots if lot.needs_sponsor and not lot.needed_sponsor),
        to_cmo=tuple(lot for lot in lots if lot.needed_sponsor and not lot.needs_sponsor),
        clocks=len(clocks),
        breached=tuple(clock for clock in clocks if clock.is_breached and not clock.was_breached),
        kept=tuple(clock for clock in clocks if clock.was_breached and not clock.is_breached),
    )


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"
