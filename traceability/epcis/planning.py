"""What a set of events comes to: processes, movements, dispositions, and what is kept without effect. Pure.

The same for the same events in any order, told once or twice: a plan is made of all that is known, never of a delta.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from traceability.epcis.containing import Containers
from traceability.epcis.events import Event, Goods

Way = Literal["out", "in"]
WAYS: Mapping[str, Way] = {
    "shipping": "out", "departing": "out", "receiving": "in", "arriving": "in", "accepting": "in",
}  # fmt: skip
DIFFERS = "An event of the same eventID was told before and says something else: that one counts."
_EXPIRIES = ("itemExpirationDate", "expirationDate", "bestBeforeDate", "sellByDate")


@dataclass(frozen=True, slots=True)
class Process:
    """One transformation: every event of one transformationID; inputs of any may reach outputs of any."""

    id: str
    taken: tuple[Goods, ...]
    made: tuple[Goods, ...]
    begins: datetime
    ends: datetime
    events: tuple[str, ...]
    lot: str = ""
    expires_on: date | None = None
    is_whole: bool = True
    """Whether both inputs and outputs were told of."""


@dataclass(frozen=True, slots=True)
class Movement:
    """Goods left a place or came to one; `inside` the containers that hid them, outermost first."""

    event: str
    way: Way
    at: datetime
    goods: Goods
    inside: tuple[str, ...]
    sender: str
    receiver: str
    references: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """A disposition that lasts, such as `recalled` or `non_conformant`, set or lifted."""

    event: str
    at: datetime
    uri: str
    word: str
    is_set: bool


@dataclass(frozen=True, slots=True)
class Remark:
    """An event that is kept and changes nothing, and why."""

    event: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Plan:
    processes: tuple[Process, ...]
    movements: tuple[Movement, ...]
    marks: tuple[Mark, ...]
    remarks: tuple[Remark, ...]
    faulty: frozenset[str]
    """Events whose authors declared them wrong: kept, without effect."""


def plan(events: Iterable[Event]) -> Plan:
    """What the events come to, given in the order in which they were told."""
    known, differing = each_once(events)
    faulty = frozenset(name for name, told in known.items() if any(event.fault for event in told))
    standing = sorted((told[0] for name, told in known.items() if name not in faulty), key=lambda e: (e.at, e.id))
    containers = Containers(standing)
    movements = tuple(move for event in standing for move in _movements(event, containers))
    processes = _processes(standing, containers)
    moved = {move.event for move in movements}
    remarks = [Remark(event.id, why) for event in standing if (why := _without_effect(event, moved))]
    remarks += [Remark(process.events[0], _half(process)) for process in processes if not process.is_whole]
    remarks += [Remark(event.id, DIFFERS) for event in differing]
    return Plan(processes, movements, tuple(_marks(standing)), tuple(remarks), faulty)


def each_once(events: Iterable[Event]) -> tuple[dict[str, tuple[Event, ...]], list[Event]]:
    """By eventID: the event, and its author's declaration that it is wrong. Beside, those that the first one refutes.

    An eventID means one event for ever: the first that was told counts, and one that says something else changes
    nothing.
    """
    known: dict[str, tuple[Event, ...]] = {}
    differing = []
    for event in events:
        told = known.setdefault(event.id, ())
        if any(other.fingerprint != event.fingerprint for other in told):
            differing.append(event)
        elif all((other.fault is None) != (event.fault is None) for other in told):
            known[event.id] = (*told, event)
    return known, differing


def _processes(events: Sequence[Event], containers: Containers) -> tuple[Process, ...]:
    grouped: dict[str, list[Event]] = {}
    for event in events:
        if event.kind == "TransformationEvent":
            grouped.setdefault(event.process or event.id, []).append(event)
    return tuple(_process(name, told, containers) for name, told in grouped.items())


def _process(name: str, told: Sequence[Event], containers: Containers) -> Process:
    taken = [goods for event in told for given in event.taken for goods in _opened(given, event.at, containers)]
    made = [goods for event in told for goods in event.made]
    lots = [stated_lot(event.master_data) for event in told]
    return Process(
        id=name,
        taken=_summed(taken),
        made=_summed(made),
        begins=told[0].at,
        ends=told[-1].at,
        events=tuple(event.id for event in told),
        lot=next((lot for lot, _ in lots if lot), ""),
        expires_on=next((day for _, day in lots if day), None),
        is_whole=bool(taken and made),
    )


def _opened(goods: Goods, at: datetime, containers: Containers) -> list[Goods]:
    """A container that goes into a process takes its contents along; without contents it stands for itself."""
    return [carried.goods for carried in containers.contents(goods.uri, at)] or [goods]


def _summed(goods: Iterable[Goods]) -> tuple[Goods, ...]:
    """One entry for each thing or class and unit; an amount that was not told leaves the sum untold."""
    sums: dict[tuple[str, str], Goods] = {}
    for one in goods:
        known = sums.get((one.uri, one.unit))
        if known is None:
            sums[one.uri, one.unit] = one
        elif one.is_class:
            both = known.amount + one.amount if known.amount is not None and one.amount is not None else None
            sums[one.uri, one.unit] = Goods(one.uri, both, one.unit, is_class=True)
    return tuple(sums[key] for key in sorted(sums))


def _movements(event: Event, containers: Containers) -> Iterable[Movement]:
    way = WAYS.get(event.step.rsplit("-", 1)[-1])
    if way is None or event.kind == "TransformationEvent":
        return
    parts: list[tuple[Goods, tuple[str, ...]]] = []
    named = [Goods(event.parent)] if event.parent else list(event.goods)
    for goods in named:
        carried = containers.contents(goods.uri, event.at)
        parts += [(inner.goods, inner.inside) for inner in carried] or [(goods, ())]
    for goods, inside in dict.fromkeys(parts):
        yield Movement(
            event.id, way, event.at, goods, inside, _party(event.sources) or event.read_point,
            _party(event.destinations), event.transactions,
        )  # fmt: skip


def _party(parties: Sequence[tuple[str, str]]) -> str:
    """Who has the goods, rather than who owns them, rather than where."""
    told = dict(reversed(parties))
    return next((told[kind] for kind in ("possessing_party", "owning_party", "location") if kind in told), "")


def _marks(events: Sequence[Event]) -> Iterable[Mark]:
    for event in events:
        for uri in sorted({goods.uri for goods in (*event.goods, *event.made)}):
            for word in event.sets:
                yield Mark(event.id, event.at, uri, word, is_set=True)
            for word in event.unsets:
                yield Mark(event.id, event.at, uri, word, is_set=False)


def _without_effect(event: Event, moved: set[str]) -> str:
    if event.id in moved or event.sets or event.unsets or event.kind in _TOLD_OTHERWISE:
        return ""
    if event.kind == "ObjectEvent":
        return "It says neither that goods left nor that they came: kept as it is."
    if event.kind == "TransactionEvent":
        return "It ties goods to a document and moves nothing: kept as it is."
    return f"Events of the kind {event.kind} are kept as they are."


_TOLD_OTHERWISE = ("AggregationEvent", "AssociationEvent", "TransformationEvent")


def _half(process: Process) -> str:
    return f"Process {process.id} has no {'outputs' if process.taken else 'inputs'} yet."


def stated_lot(master_data: Mapping[str, object]) -> tuple[str, date | None]:
    """The lot's number and expiry as a lot's master data state them, whatever their namespace."""
    told = {name.replace("#", "/").replace(":", "/").rsplit("/", 1)[-1]: value for name, value in master_data.items()}
    expiry = next((told[name] for name in _EXPIRIES if name in told), "")
    try:
        day = date.fromisoformat(str(expiry)[:10])
    except ValueError:
        day = None
    return str(told.get("lotNumber", "")), day
