"""The class of an event as a table: how each kind begins, its floor, who agrees to less (domain §C3, §C7)."""

from collections.abc import Collection, Iterable
from itertools import product
from uuid import UUID

from quality_events.states import Classification, EventKind, Missed

_ORDER = (Classification.MINOR, Classification.MAJOR, Classification.CRITICAL)
STARTS: dict[str, Classification] = {
    EventKind.DEVIATION: Classification.MINOR,
    EventKind.OOS: Classification.MAJOR,
    EventKind.OOT: Classification.MINOR,
    EventKind.LABEL: Classification.CRITICAL,
    EventKind.COMPLAINT: Classification.MINOR,
    EventKind.RETURN: Classification.MINOR,
    EventKind.ADVERSE_EVENT: Classification.CRITICAL,
    EventKind.AUDIT_FINDING: Classification.MINOR,
    EventKind.CHANGE_BREACH: Classification.MAJOR,
}
FLOORS: dict[str, Classification] = {
    Missed.NONE: Classification.MINOR,
    Missed.SPECIFICATION: Classification.MAJOR,
    Missed.IDENTITY: Classification.CRITICAL,
}
"""A missed specification is never minor, a missed identity always critical (21 CFR 111.77): nobody agrees it away."""
_QUALITY, _LABELS = frozenset({"SQA", "SQH"}), frozenset({"SLB"})


def start(kind: str, missed: str) -> Classification:
    """The class with which an event of this kind is reported at least."""
    return highest(STARTS[kind], FLOORS[missed])


def highest(*classes: str) -> Classification:
    return max((Classification(name) for name in classes), key=_ORDER.index)


def is_higher(wanted: str, than: str) -> bool:
    return _ORDER.index(Classification(wanted)) > _ORDER.index(Classification(than))


def consenters(kind: str) -> tuple[frozenset[str], ...]:
    """Whose signatures a lower class needs: one of each group, each another person's."""
    return (_QUALITY, _LABELS) if kind == EventKind.LABEL else (_QUALITY,)


def is_granted(kind: str, signed: Iterable[tuple[Collection[UUID], str]]) -> bool:
    """`signed`: of each signature so far who stands behind it, and the role. One person stands for one group only."""
    signers = list(signed)
    chosen = product(*([whose for whose, role in signers if role in group] for group in consenters(kind)))
    return any(sum(map(len, persons)) == len(set().union(*persons)) for persons in chosen)
