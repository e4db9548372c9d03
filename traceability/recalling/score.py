"""How an exercise went: the targets of domain §C8, each with what was reached."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction

SCOPE_MINUTES, CONTACT_MINUTES = 10, 60
LOCATED = Fraction(995, 1000)


@dataclass(frozen=True, slots=True)
class Located:
    """Of one lot: made, and what of it is known to be where."""

    number: str
    made: Decimal | None
    shipped: Decimal
    in_house: Decimal
    """Counted, sampled, destroyed."""

    @property
    def found(self) -> Decimal:
        """Never more than was made: a surplus elsewhere does not make up for what is missing here."""
        return min(self.shipped + self.in_house, self.made or Decimal(0))


@dataclass(frozen=True, slots=True)
class Score:
    """Minutes from the call to the answer; shares from 0 to 1, None where there is nothing to divide by."""

    scope_minutes: Decimal
    contact_minutes: Decimal
    cmo_minutes: Decimal | None
    located: Decimal | None
    proven: Decimal | None
    both_directions: bool
    missed: tuple[str, ...]
    """Each target that was missed, in words; none: passed."""

    @property
    def has_passed(self) -> bool:
        return not self.missed


def score_of(
    *,
    called_at: datetime,
    locked_at: datetime,
    contacts_at: datetime,
    cmo_at: datetime | None,
    lots: Iterable[Located],
    edges: int,
    unproven: int,
    both_directions: bool,
) -> Score:
    rows = list(lots)
    made = sum((row.made for row in rows if row.made is not None), Decimal(0))
    found = sum((row.found for row in rows), Decimal(0))
    share = Fraction(found) / Fraction(made) if made else None
    scope, contacts = _minutes(called_at, locked_at), _minutes(called_at, contacts_at)
    missed = []
    if scope > SCOPE_MINUTES:
        missed.append(f"the scope took {scope} min, the target is {SCOPE_MINUTES}")
    if contacts > CONTACT_MINUTES:
        missed.append(f"the contacts took {contacts} min, the target is {CONTACT_MINUTES}")
    if cmo_at is None:
        missed.append("the contract manufacturer has not answered")
    if share is None or share < LOCATED:
        missed.append(f"{_percent(share)} of the quantity was located, the target is 99.5 %")
    if not both_directions:
        missed.append("the trace back found no material")
    return Score(
        scope,
        contacts,
        None if cmo_at is None else _minutes(called_at, cmo_at),
        _share(share),
        _share(Fraction(edges - unproven, edges)) if edges else None,
        both_directions,
        tuple(missed),
    )


def _minutes(begun: datetime, done: datetime) -> Decimal:
    return round(Decimal((done - begun) // timedelta(seconds=1)) / 60, 1)


def _share(exact: Fraction | None) -> Decimal | None:
    return None if exact is None else round(Decimal(exact.numerator) / Decimal(exact.denominator), 4)


def _percent(exact: Fraction | None) -> str:
    return "nothing" if exact is None else f"{float(100 * exact):.2f} %"
