"""Whether a result meets its limit: decided by the values themselves, never by a certificate's wording.

Source: 21 CFR 111.75(c)-(h), 111.77(a). A limit is inclusive exactly where it is written so.
"""

from dataclasses import dataclass
from decimal import Decimal

from evidence.pack.problems import NotReadable
from evidence.pack.units import convert
from evidence.pack.values import Kind, Value

_CENSORED = frozenset({Kind.NOT_DETECTED, Kind.BELOW_QUANTITATION})
_OPEN = frozenset({Kind.BELOW, Kind.ABOVE}) | _CENSORED
_ENDLESS = Decimal("Infinity")
End = tuple[Decimal, int]


@dataclass(frozen=True, slots=True)
class _Span:
    """The values an expression allows. An open end is moved by an infinitely small step: (10, -1) is "<10"."""

    low: End
    high: End


def meets(result: Value, limit: Value, *, unit: str | None = None, loq: Decimal | None = None) -> bool | None:
    """True or False when the result decides it; None when it cannot, which is a gap and never a pass.

    `unit` is the unit of the result and of `loq` (UCUM code); a limit without its own unit is in `unit` too.
    None: “<2” against “NMT 1”, ND without LOQ, units that cannot be converted exactly, words against numbers.
    """
    if limit.kind is Kind.NOT_DETECTED:
        return _is_absent(result)
    if limit.kind is Kind.COMPLIES:
        return {Kind.COMPLIES: True, Kind.FAILS: False}.get(result.kind)
    if limit.kind is Kind.TEXT:
        return _same_words(result, limit)
    if limit.kind is Kind.ABSENT:
        return _absent_in_enough(result, limit)
    if result.kind is Kind.FAILS:
        return False
    try:
        allowed, reported = _allowed(limit, unit), _reported(result, loq)
    except NotReadable:
        return None
    return None if reported is None else _compare(reported, allowed, is_measured=result.kind is Kind.RANGE)


def _is_absent(result: Value) -> bool | None:
    if result.kind is Kind.NUMBER or result.kind in (Kind.FAILS, Kind.PRESENT):
        return False
    return True if result.kind is Kind.NOT_DETECTED else None


def _same_words(result: Value, limit: Value) -> bool | None:
    if result.kind is Kind.TEXT:
        return result.words == limit.words
    return {Kind.COMPLIES: True, Kind.FAILS: False}.get(result.kind)


def _absent_in_enough(result: Value, limit: Value) -> bool | None:
    """Absence shown in a larger portion proves more; in a smaller one it proves too little."""
    if result.kind in (Kind.PRESENT, Kind.FAILS):
        return False
    if result.kind is not Kind.ABSENT or None in (result.low, limit.low, result.unit, limit.unit):
        return None
    try:
        tested = convert(result.low or Decimal(0), result.unit or "", limit.unit or "")
    except NotReadable:
        return None
    return True if tested >= (limit.low or Decimal(0)) else None


def _allowed(limit: Value, unit: str | None) -> _Span:
    """The limit in the result's unit."""
    if limit.unit is None or limit.unit == unit:
        return _span(limit.kind, limit.low, limit.high)
    if unit is None:
        raise NotReadable("The result has no unit.", "Give the unit of the result.")
    low, high = (None if end is None else convert(end, limit.unit, unit) for end in (limit.low, limit.high))
    return _span(limit.kind, low, high)


def _reported(result: Value, loq: Decimal | None) -> _Span | None:
    if result.kind in _CENSORED:
        return None if loq is None else _span(result.kind, None, loq)
    return _span(result.kind, result.low, result.high) if result.is_numeric else None


def _span(kind: Kind, low: Decimal | None, high: Decimal | None) -> _Span:
    step = 1 if kind in _OPEN else 0
    return _Span(
        (-_ENDLESS, 0) if low is None else (low, step), (_ENDLESS, 0) if high is None else (high, -step)
    )


def _compare(reported: _Span, allowed: _Span, *, is_measured: bool) -> bool | None:
    if allowed.low <= reported.low and reported.high <= allowed.high:
        return True
    if is_measured or reported.high < allowed.low or allowed.high < reported.low:
        return False  # of a measured range, each end was measured
    return None
