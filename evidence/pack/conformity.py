"""Whether a result meets its limit: decided by the values themselves, never by a certificate's wording.

Source: 21 CFR 111.75(c)-(h), 111.77(a). A limit is inclusive exactly where it is written so.
"""

from collections.abc import Callable
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
    """The values an expression allows. An open end is moved by the smallest step: (10, -1) is "<10"."""

    low: End
    high: End


def meets(result: Value, limit: Value, *, unit: str | None = None, loq: Decimal | None = None) -> bool | None:
    """True or False when the result decides it; None when it cannot, which is a gap and never a pass.

    `unit` is the unit of the result and of `loq` (UCUM code); a limit without its own unit is in `unit` too.
    None: “<2” against “NMT 1”, ND without LOQ, units that cannot be converted exactly, words against numbers.
    """
    if result.kind is Kind.FAILS:
        return False
    in_words = _IN_WORDS.get(limit.kind)
    if in_words is not None:
        return in_words(result, limit)
    try:
        allowed, reported = _allowed(limit, unit), _reported(result, loq)
    except NotReadable:
        return None
    return None if reported is None else _compare(reported, allowed, is_measured=result.kind is Kind.RANGE)


def _is_absent(result: Value, _limit: Value) -> bool | None:
    if result.kind in (Kind.NUMBER, Kind.PRESENT):
        return False
    return True if result.kind is Kind.NOT_DETECTED else None


def _complies(result: Value, limit: Value) -> bool | None:
    if result.kind is Kind.TEXT and limit.kind is Kind.TEXT:
        return result.words == limit.words
    return True if result.kind is Kind.COMPLIES else None


def _absent_in_enough(result: Value, limit: Value) -> bool | None:
    """Absence shown in a larger portion proves more; in a smaller one it proves too little."""
    if result.kind is Kind.PRESENT:
        return False
    if result.kind is not Kind.ABSENT or None in (result.low, limit.low, result.unit, limit.unit):
        return None
    try:
        tested = convert(result.low or Decimal(0), result.unit or "", limit.unit or "")
    except NotReadable:
        return None
    return True if tested >= (limit.low or Decimal(0)) else None


_IN_WORDS: dict[Kind, Callable[[Value, Value], bool | None]] = {
    Kind.NOT_DETECTED: _is_absent,
    Kind.COMPLIES: _complies,
    Kind.TEXT: _complies,
    Kind.ABSENT: _absent_in_enough,
}


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
    return _Span((-_ENDLESS, 0) if low is None else (low, step), (_ENDLESS, 0) if high is None else (high, -step))


def _compare(reported: _Span, allowed: _Span, *, is_measured: bool) -> bool | None:
    if allowed.low <= reported.low and reported.high <= allowed.high:
        return True
    if is_measured or reported.high < allowed.low or allowed.high < reported.low:
        return False  # of a measured range, each end was measured
    return None
