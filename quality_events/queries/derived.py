"""Which other lots may share the cause of an event: same batch, component lot, equipment, line, label roll (§C3, §C7).

Only within the partnership: what a CMO's other customers made of the same material is theirs to be told.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from evidence.models import Pack
from evidence.states import PackState
from lots.models import Consumption, Lot, Usage
from lots.states import LotState, UsageKind

_GONE = (PackState.SUPERSEDED, PackState.WITHDRAWN)
_NEVER_MADE = (LotState.VOIDED, LotState.REJECTED)
_LONGEST = 200
Found = tuple[UUID, UUID, str]
"""Lot, the pack that says so, and why."""


@dataclass(frozen=True, slots=True)
class Derived:
    """A lot that may share the cause; `because` says by what."""

    lot_id: UUID
    because: str


def derived_lots(lots: Sequence[Lot], containment: Mapping[str, Any]) -> list[Derived]:
    """The lots of the partnership that share what the clause names with one of these; a few queries a relation.

    `containment` is the clause's parameters (`agreements.clauses`: relations, equipment_hours, runs),
    and `shift_hours` of a label incident.
    """
    if not lots:
        return []
    found = [hit for relation in containment.get("relations", ()) for hit in _RELATIONS[relation](lots, containment)]
    living = set(
        Pack.objects.filter(pk__in={pack_id for _, pack_id, _ in found})
        .exclude(state__in=_GONE)
        .exclude(lot__state__in=_NEVER_MADE)
        .values_list("pk", flat=True)
    )
    direct = {lot.pk for lot in lots}
    reasons: dict[UUID, dict[str, None]] = {}
    for lot_id, pack_id, because in found:
        if pack_id in living and lot_id not in direct:
            reasons.setdefault(lot_id, {})[because] = None
    return [Derived(lot_id, "; ".join(reasons[lot_id])[:_LONGEST]) for lot_id in sorted(reasons)]


def _component_lots(lots: Sequence[Lot], _clause: Mapping[str, Any]) -> Iterable[Found]:
    used = _living(Consumption.objects.filter(lot__in=lots)).values("component_lot_id")
    rows = Consumption.objects.filter(partnership_id=lots[0].partnership_id, component_lot_id__in=used)
    for lot_id, pack_id, number in rows.values_list("lot_id", "pack_id", "component_lot__number").distinct():
        yield lot_id, pack_id, f"component lot {number}"


def _batches(lots: Sequence[Lot], _clause: Mapping[str, Any]) -> Iterable[Found]:
    """Packed from one batch, or made from one of these lots."""
    return _same(lots, UsageKind.BATCH, {*_numbers(lots, UsageKind.BATCH), *(lot.number for lot in lots)})


def _label_rolls(lots: Sequence[Lot], _clause: Mapping[str, Any]) -> Iterable[Found]:
    return _same(lots, UsageKind.LABEL_ROLL, set(_numbers(lots, UsageKind.LABEL_ROLL)))


def _equipment(lots: Sequence[Lot], clause: Mapping[str, Any]) -> Iterable[Found]:
    """Used within so many hours before or after; where a pack leaves a time out, the suspicion stands."""
    margin = timedelta(hours=clause.get("equipment_hours", 0))
    near = Q()
    for own in _own(lots, UsageKind.EQUIPMENT):
        same = Q(number=own.number)
        if own.begins_at and own.ends_at:
            is_before = Q(ends_at__lt=own.begins_at - margin)
            is_after = Q(begins_at__gt=own.ends_at + margin)
            same &= ~(is_before & Q(ends_at__isnull=False)) & ~(is_after & Q(begins_at__isnull=False))
        near |= same
    return _rows(lots, UsageKind.EQUIPMENT, near) if near else ()


def _line(lots: Sequence[Lot], clause: Mapping[str, Any]) -> Iterable[Found]:
    """The runs next to each of these on its packaging line, and those that the same shift may have had in hand."""
    runs, shift = clause.get("runs", 0), timedelta(hours=clause.get("shift_hours", 0))
    for own in _own(lots, UsageKind.LINE):
        others = Usage.objects.filter(
            partnership_id=own.partnership_id, kind=UsageKind.LINE, number=own.number, begins_at__isnull=False
        )
        if own.begins_at is None:
            continue
        if shift:
            until = (own.ends_at or own.begins_at) + shift
            since = Q(ends_at__gt=own.begins_at - shift) | Q(ends_at=None, begins_at__gt=own.begins_at - shift)
            for row in _living(others.filter(since, begins_at__lt=until).exclude(pk=own.pk)):
                yield row.lot_id, row.pack_id, f"line {own.number}, same shift"
        before = _living(others.filter(begins_at__lt=own.begins_at)).order_by("-begins_at", "-id")[:runs]
        after = _living(others.filter(begins_at__gte=own.begins_at).exclude(pk=own.pk)).order_by("begins_at", "id")
        for words, rows in (("before", before), ("after", after[:runs])):
            for row in rows:
                yield row.lot_id, row.pack_id, f"line {own.number}, run {words}"


_RELATIONS: Mapping[str, Callable[[Sequence[Lot], Mapping[str, Any]], Iterable[Found]]] = {
    "batch": _batches,
    "component_lot": _component_lots,
    "equipment": _equipment,
    "line": _line,
    "label_roll": _label_rolls,
}


def _own(lots: Sequence[Lot], kind: UsageKind) -> QuerySet[Usage]:
    return _living(Usage.objects.filter(lot__in=lots, kind=kind))


def _numbers(lots: Sequence[Lot], kind: UsageKind) -> Iterable[str]:
    return _own(lots, kind).values_list("number", flat=True)


def _same(lots: Sequence[Lot], kind: UsageKind, numbers: set[str]) -> Iterable[Found]:
    return _rows(lots, kind, Q(number__in=numbers)) if numbers else ()


def _rows(lots: Sequence[Lot], kind: UsageKind, condition: Q) -> Iterable[Found]:
    rows = Usage.objects.filter(condition, partnership_id=lots[0].partnership_id, kind=kind)
    for lot_id, pack_id, number in rows.values_list("lot_id", "pack_id", "number"):
        yield lot_id, pack_id, f"{kind.label.lower()} {number}"


def _living(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Those that a pack in force states."""
    return rows.filter(
        pack_id__in=Pack.objects.filter(lot_id__in=rows.values("lot_id")).exclude(state__in=_GONE).values("pk")
    )
