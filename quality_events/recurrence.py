"""When events repeat: the same signature within twelve months or ten lots (domain §C4). Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

LOTS = 10


@dataclass(frozen=True, slots=True)
class Signature:
    """What makes two events the same failure: product, kind, root cause, and the test or step where it showed."""

    product_id: UUID
    kind: str
    root_cause: str
    found_at: str

    @property
    def is_known(self) -> bool:
        """An event without a root cause, or without a test or step, is not yet the same as any other."""
        return bool(self.root_cause and self.found_at)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """An event: the day of its discovery, and the places of its lots in the order in which the product was made."""

    number: str
    signature: Signature
    discovered_on: date
    lots: frozenset[int] = frozenset()


def year_before(day: date) -> date:
    """The same day of the year before; of 29 February, the 28th."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


def repeated(latest: Occurrence, others: Iterable[Occurrence]) -> tuple[str, ...]:
    """The numbers of the events that `latest` repeats, oldest first; empty when it repeats none.

    An event counts when its signature is the same and either it was discovered no longer ago than the same day of
    the year before, or a lot of each stands among ten consecutive lots of the product.
    """
    if not latest.signature.is_known:
        return ()
    same = [
        other
        for other in others
        if other.number != latest.number
        and other.signature == latest.signature
        and other.discovered_on <= latest.discovered_on
        and (other.discovered_on >= year_before(latest.discovered_on) or _among_ten_lots(latest, other))
    ]
    return tuple(other.number for other in sorted(same, key=lambda other: (other.discovered_on, other.number)))


def _among_ten_lots(one: Occurrence, other: Occurrence) -> bool:
    return any(abs(mine - theirs) < LOTS for mine in one.lots for theirs in other.lots)
