"""How far a recall got: the figures of a status report (21 CFR 7.53(b))."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Told:
    """One account: whether it was told, what it answered last, and how its check ended."""

    name: str
    was_told: bool
    has_answered: bool
    on_hand: Decimal = Decimal(0)
    disposed: Decimal = Decimal(0)
    is_drawn: bool = False
    is_effective: bool | None = None


@dataclass(frozen=True, slots=True)
class Figures:
    notified: int
    responded: int
    silent: tuple[str, ...]
    """The accounts that have not responded, by name: FDA may ask for them (7.53(b)(3))."""
    on_hand: Decimal
    disposed: Decimal
    checks_drawn: int
    checks_done: int
    checks_effective: int
    untold: tuple[str, ...]
    """Those who could not be written to and have not been called yet."""

    @property
    def is_finished(self) -> bool:
        """Every account has answered and every check is done: nothing speaks against the end (7.55)."""
        return not self.silent and not self.untold and self.checks_done == self.checks_drawn


def figures_of(accounts: Iterable[Told]) -> Figures:
    rows = sorted(accounts, key=lambda row: row.name)
    told = [row for row in rows if row.was_told or row.has_answered]
    answered = [row for row in told if row.has_answered]
    drawn = [row for row in rows if row.is_drawn]
    return Figures(
        notified=len(told),
        responded=len(answered),
        silent=tuple(row.name for row in told if not row.has_answered),
        on_hand=sum((row.on_hand for row in answered), Decimal(0)),
        disposed=sum((row.disposed for row in answered), Decimal(0)),
        checks_drawn=len(drawn),
        checks_done=sum(row.is_effective is not None for row in drawn),
        checks_effective=sum(row.is_effective is True for row in drawn),
        untold=tuple(row.name for row in rows if not row.was_told and not row.has_answered),
    )
