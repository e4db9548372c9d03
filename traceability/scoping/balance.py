"""Mass balance of one lot: what it held, what went out of it, and what nobody accounts for (R218)."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from evidence.pack.rules.quantities import stated_in

TOLERANCE_PERCENT = Decimal(2)
"""Of what a lot held; a quality agreement may be stricter, and R218 of a pack judges by it."""


@dataclass(frozen=True, slots=True)
class Balance:
    """Amounts in `unit`; `unknown` says what could not be added, `left` is what is not accounted for."""

    held: Decimal | None
    out: Decimal
    left: Decimal | None
    unit: str
    unknown: tuple[str, ...]
    is_broken: bool


def balance(held: Decimal | None, unit: str, gone: Iterable[tuple[Decimal | None, str]]) -> Balance:
    """`gone` is each quantity that went out, in its own unit. Broken: more went out than was there."""
    out, unknown = Fraction(0), []
    for quantity, own in gone:
        stated = None if quantity is None else stated_in(quantity, own, unit)
        if stated is None:
            unknown.append("no quantity" if quantity is None else f"{quantity.normalize():f} {own}".strip())
        else:
            out += stated
    if held is None:
        return Balance(None, _decimal(out), None, unit, tuple(unknown), is_broken=False)
    left = Fraction(held) - out
    is_broken = left < -Fraction(held) * Fraction(TOLERANCE_PERCENT) / 100
    return Balance(held, _decimal(out), _decimal(left), unit, tuple(unknown), is_broken)


def _decimal(exact: Fraction) -> Decimal:
    return round(Decimal(exact.numerator) / Decimal(exact.denominator), 6)
