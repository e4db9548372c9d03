"""A network in either of the two forms that FoodChain-Lab has written: tables of cells, or plain objects. Pure."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from traceability.epcis.document import Problem
from traceability.epcis.json_text import NoJsonError, parse

MOST_ROWS, MOST_PROBLEMS = 100_000, 50
_NAMES = {
    "id": ("id", "serial"),
    "name": ("name",),
    "address": ("address",),
    "country": ("country",),
    "kind": ("type of business", "type"),
    "latitude": ("latitude", "lat"),
    "longitude": ("longitude", "lon"),
    "source": ("from", "source"),
    "target": ("to", "target"),
    "lot": ("lot id", "lot number", "lot", "lotid", "charge"),
    "day": ("date delivery arrival", "date delivery", "datein", "dateout", "delivery date", "date"),
    "amount": ("amount", "quantity", "lot amount quantity"),
}
_GERMAN = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_SLASHED = re.compile(r"(\d{4})/(\d{1,2})/(\d{1,2})")


class UnreadableNetworkError(ValueError):
    """The text is no network; every problem with its place as a JSON pointer, fifty at most."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("; ".join(map(str, problems[:3])))
        self.problems = tuple(problems[:MOST_PROBLEMS])


@dataclass(frozen=True, slots=True)
class Station:
    """A company in the network."""

    id: str
    name: str
    kind: str = ""
    address: str = ""
    country: str = ""
    latitude: str = ""
    longitude: str = ""


@dataclass(frozen=True, slots=True)
class Delivery:
    """Goods of one lot that went from one station to another; `day` is None where the text says no whole day."""

    id: str
    source: str
    target: str
    name: str = ""
    lot: str = ""
    day: date | None = None
    day_text: str = ""
    amount: str = ""


@dataclass(frozen=True, slots=True)
class Network:
    title: str
    stations: tuple[Station, ...]
    deliveries: tuple[Delivery, ...]
    relations: tuple[tuple[str, str], ...]
    """Delivery → delivery: what came in with the first went out in the second."""


def read_network(content: bytes) -> Network:
    """The network. Raises UnreadableNetworkError: no JSON, no tables, no ids, keys that name nothing."""
    try:
        value, _ = parse(content)
    except NoJsonError as error:
        raise UnreadableNetworkError([Problem("", str(error))]) from error
    if not isinstance(value, dict):
        raise UnreadableNetworkError([Problem("", "An object belongs here.")])
    inner = value.get("data")
    holder, prefix = (inner, "/data") if isinstance(inner, dict) else (value, "")
    problems: list[Problem] = []
    tables = {
        name: list(_rows(holder, prefix, names, problems))
        for name, names in (
            ("stations", ("stations",)),
            ("deliveries", ("deliveries",)),
            ("relations", ("deliveryRelations", "deliveriesRelations")),
        )
    }
    network = Network(
        str(value.get("title") or ""),
        tuple(_station(row) for _, row in tables["stations"]),
        tuple(_delivery(row) for _, row in tables["deliveries"]),
        tuple((row.get("source", ""), row.get("target", "")) for _, row in tables["relations"]),
    )
    problems += _check(network, {name: [place for place, _ in rows] for name, rows in tables.items()})
    if problems:
        raise UnreadableNetworkError(problems)
    return network


def _rows(
    holder: Mapping[str, Any], prefix: str, names: Sequence[str], problems: list[Problem]
) -> Iterator[tuple[str, dict[str, str]]]:
    """Each row's place, and its texts by our own names of its columns."""
    name = next((name for name in names if name in holder), names[0])
    table, place = holder.get(name), f"{prefix}/{name}"
    if isinstance(table, dict):
        table, place = table.get("data"), f"{place}/data"
    if not isinstance(table, list):
        problems.append(Problem(place, "A table belongs here."))
        return
    if len(table) > MOST_ROWS:
        problems.append(Problem(place, f"More than {MOST_ROWS:,} rows. Split the network."))
        return
    for number, row in enumerate(table):
        cells = _cells(row)
        if cells is None:
            problems.append(Problem(f"{place}/{number}", "A row is an object, or a list of cells with id and value."))
            continue
        yield f"{place}/{number}", cells


def _cells(row: Any) -> dict[str, str] | None:
    if isinstance(row, list):
        if not all(isinstance(cell, dict) and "id" in cell for cell in row):
            return None
        row = {str(cell["id"]): cell.get("value") for cell in row}
    if not isinstance(row, dict):
        return None
    told = {str(name).casefold(): str(value).strip() for name, value in row.items() if _is_told(value)}
    found = {own: next((told[name] for name in names if name in told), "") for own, names in _NAMES.items()}
    return {name: text for name, text in found.items() if text}


def _is_told(value: Any) -> bool:
    return value is not None and not isinstance(value, dict | list | bool)


def _station(row: Mapping[str, str]) -> Station:
    named = {name: row.get(name, "") for name in ("id", "kind", "address", "country", "latitude", "longitude")}
    return Station(name=row.get("name") or row.get("id", ""), **named)


def _delivery(row: Mapping[str, str]) -> Delivery:
    named = {name: row.get(name, "") for name in ("id", "source", "target", "name", "lot", "amount")}
    text = row.get("day", "")
    return Delivery(**named, day=read_day(text), day_text=text)


def read_day(text: str) -> date | None:
    """A whole day in one of the forms that such networks hold; a year or month alone is none, and never completed."""
    german, slashed = _GERMAN.fullmatch(text), _SLASHED.fullmatch(text)
    parts = german.groups()[::-1] if german else slashed.groups() if slashed else None
    try:
        return date(*map(int, parts)) if parts else date.fromisoformat(text[:10])
    except ValueError:
        return None


def _check(network: Network, places: Mapping[str, Sequence[str]]) -> Iterator[Problem]:
    """Every row has an id of its own, and names rows that are there."""
    for name, rows in (("stations", network.stations), ("deliveries", network.deliveries)):
        seen: set[str] = set()
        for place, row in zip(places[name], rows, strict=True):
            if not row.id or row.id in seen:  # type: ignore[attr-defined]  # both have one
                yield Problem(place, "The row has no id of its own.")
            seen.add(row.id)  # type: ignore[attr-defined]
    stations, deliveries = {s.id for s in network.stations}, {d.id for d in network.deliveries}
    for place, delivery in zip(places["deliveries"], network.deliveries, strict=True):
        if not {delivery.source, delivery.target} <= stations:
            yield Problem(place, "It leaves or reaches a station that is not in the network.")
    for place, relation in zip(places["relations"], network.relations, strict=True):
        if not set(relation) <= deliveries:
            yield Problem(place, "It names a delivery that is not in the network.")
