"""What a network comes to: lots, which went into which, and where each was delivered. Pure.

A lot is what one station made or passed on under one name and number. Without a number each delivery is a lot of its
own, which is never taken for another. A relation says that goods came in with one delivery and went out in another,
not how much.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from traceability.foodchain.reading import Delivery, Network


@dataclass(frozen=True, slots=True)
class StatedLot:
    """`delivery` is set where the number is unknown: it tells this lot from others."""

    station: str
    item: str
    number: str
    delivery: str = ""


@dataclass(frozen=True, slots=True)
class Sent:
    """A lot reached a station."""

    lot: StatedLot
    target: str
    day: date | None
    day_text: str
    amount: str


@dataclass(frozen=True, slots=True)
class NetworkPlan:
    lots: tuple[StatedLot, ...]
    links: tuple[tuple[StatedLot, StatedLot], ...]
    sent: tuple[Sent, ...]
    remarks: tuple[str, ...]


def plan_network(network: Network) -> NetworkPlan:
    """The same for the same rows in any order."""
    names = {station.id: station.name for station in network.stations}
    lots = {delivery.id: _lot(delivery, names) for delivery in network.deliveries}
    links = {(lots[before], lots[after]) for before, after in network.relations}
    itself = sorted({parent.number for parent, child in links if parent == child})
    sent = [Sent(lots[d.id], names[d.target], d.day, d.day_text, d.amount) for d in network.deliveries]
    remarks = [f"Lot {number} is said to have gone into itself: nothing is linked." for number in itself]
    remarks += [
        f"Delivery {d.id}: “{d.day_text}” is no whole day." for d in network.deliveries if d.day_text and not d.day
    ]
    unknown = sum(1 for lot in lots.values() if lot.delivery)
    if unknown:
        remarks.append(f"{unknown} deliveries have no lot number: each is a lot of its own.")
    return NetworkPlan(
        _sorted(set(lots.values())),
        tuple(sorted(((a, b) for a, b in links if a != b), key=lambda pair: (_order(pair[0]), _order(pair[1])))),
        tuple(sorted(sent, key=lambda one: (_order(one.lot), one.target, one.day_text, one.amount))),
        tuple(remarks),
    )


def _lot(delivery: Delivery, names: dict[str, str]) -> StatedLot:
    item = delivery.name or "not named"
    return StatedLot(names[delivery.source], item, delivery.lot, "" if delivery.lot else delivery.id)


def _order(lot: StatedLot) -> tuple[str, str, str, str]:
    return lot.station, lot.item, lot.number, lot.delivery


def _sorted(lots: Iterable[StatedLot]) -> tuple[StatedLot, ...]:
    return tuple(sorted(lots, key=_order))
