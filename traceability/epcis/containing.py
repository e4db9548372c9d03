"""What was inside what, and when: goods are followed while a container hides them. Pure.

A pallet that leaves takes along whatever was put on it and not taken off; events may be told in any order.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from traceability.epcis.events import Event, Goods

_KINDS = ("AggregationEvent", "AssociationEvent")


@dataclass(frozen=True, slots=True)
class Stay:
    """Goods inside a container from `since`; until `until`, or still."""

    container: str
    goods: Goods
    since: datetime
    until: datetime | None = None
    put_in_by: str = ""
    """The event that says so."""


@dataclass(frozen=True, slots=True)
class Carried:
    """Goods that moved because what holds them moved: outermost container first."""

    goods: Goods
    inside: tuple[str, ...]


class Containers:
    """Every stay that the events tell of. Both ends count as inside: for a recall, rather more goods than fewer."""

    def __init__(self, events: Iterable[Event]) -> None:
        self._stays: dict[str, list[Stay]] = {}
        for event in sorted((e for e in events if e.kind in _KINDS and e.parent), key=_in_time):
            if event.action == "DELETE":
                self._take_out(event)
            else:
                self._put_in(event)

    @property
    def stays(self) -> Mapping[str, list[Stay]]:
        """By container."""
        return self._stays

    def contents(self, container: str, at: datetime) -> list[Carried]:
        """What was inside at that moment, containers in containers opened; each container is opened once."""
        return list(self._open(container, at, (container,)))

    def _open(self, container: str, at: datetime, way: tuple[str, ...]) -> Iterable[Carried]:
        for stay in self._stays.get(container, ()):
            if stay.since > at or (stay.until is not None and stay.until < at):
                continue
            if stay.goods.uri in self._stays and stay.goods.uri not in way:
                yield from self._open(stay.goods.uri, at, (*way, stay.goods.uri))
            yield Carried(stay.goods, way)

    def _put_in(self, event: Event) -> None:
        """What is seen inside (OBSERVE) was put in at the latest then. A thing is in one container at a time."""
        held = self._stays.setdefault(event.parent, [])
        for goods in event.goods:
            is_known = any(stay.goods.uri == goods.uri and stay.until is None for stay in held)
            if is_known and (event.action == "OBSERVE" or not goods.is_class):
                continue
            if not goods.is_class:
                self._leave_others(goods.uri, event)
            held.append(Stay(event.parent, goods, event.at, None, event.id))

    def _leave_others(self, uri: str, event: Event) -> None:
        if event.kind == "AssociationEvent":  # an asset may be fixed to one thing and lie in another
            return
        for container, stays in self._stays.items():
            if container != event.parent:
                self._stays[container] = [
                    replace(stay, until=event.at) if stay.goods.uri == uri and stay.until is None else stay
                    for stay in stays
                ]

    def _take_out(self, event: Event) -> None:
        """Named children leave; without any, all do. Of a class so much leaves as is said, first what was first in."""
        held = self._stays.get(event.parent, [])
        if not event.goods:
            self._stays[event.parent] = [stay if stay.until else replace(stay, until=event.at) for stay in held]
            return
        for goods in event.goods:
            left = goods.amount
            kept: list[Stay] = []
            for stay in self._stays.get(event.parent, []):
                if stay.until is not None or stay.goods.uri != goods.uri or left == 0:
                    kept.append(stay)
                    continue
                after, left = _less(stay, left, event.at)
                kept += after
            self._stays[event.parent] = kept


def _less(stay: Stay, left: Decimal | None, at: datetime) -> tuple[list[Stay], Decimal | None]:
    """The stay when `left` of it is taken out, and what is still to be taken from others."""
    held = stay.goods.amount
    if left is None:
        return [replace(stay, until=at)], None
    if held is None:  # some of it may still be inside
        return [stay], left
    if left >= held:
        return [replace(stay, until=at)], left - held
    gone = replace(stay, goods=replace(stay.goods, amount=left), until=at)
    rest = replace(stay, goods=replace(stay.goods, amount=held - left))
    return [gone, rest], Decimal(0)


def _in_time(event: Event) -> tuple[datetime, int, str]:
    return (event.at, ("ADD", "OBSERVE", "DELETE").index(event.action), event.id)
