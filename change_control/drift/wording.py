"""How the two values of a difference are written."""

from collections.abc import Iterable
from decimal import Decimal

from evidence.pack.rules.quantities import shown


def versioned(number: str | None, version: object) -> str:
    """ "LBL-MG120 v5"."""
    return f"{number or 'no number'} v{version}" if version is not None else str(number or "no number")


def listed(names: Iterable[str]) -> str:
    return ", ".join(names)


def bound(low: Decimal | None, high: Decimal | None, unit: str | None) -> str:
    """ "780 mg to 860 mg", "at most 45 %", "no limit"."""
    if low is not None and high is not None:
        return f"{shown(low, unit)} to {shown(high, unit)}"
    if low is not None:
        return f"at least {shown(low, unit)}"
    return "no limit" if high is None else f"at most {shown(high, unit)}"
