"""Networks of FoodChain-Lab: both forms are read, days in several writings, unknown lots each their own."""

import json
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import networkx as nx
import pytest

from traceability.foodchain import StatedLot, UnreadableNetworkError, plan_network, read_network
from traceability.foodchain.reading import read_day

FOLDER = Path(__file__).resolve().parents[3] / "shared/data/fcl"


def published(name: str) -> bytes:
    if not FOLDER.exists():
        pytest.skip("../shared/data/fcl is not beside the repo")
    return (FOLDER / name).read_bytes()


SMALL: dict[str, Any] = {
    "title": "cake",
    "stations": [
        {"id": "1", "name": "Mill"}, {"id": "2", "name": "Bakery", "type": "Bäcker"}, {"id": "3", "name": "Shop"},
    ],
    "deliveries": [
        {"id": "a", "source": "1", "target": "2", "name": "Flour", "lot": "F1", "date": "2020-06-02"},
        {"id": "b", "source": "1", "target": "2", "name": "Flour"},
        {"id": "c", "source": "2", "target": "3", "name": "Cake", "lot": "K1", "date": "06.2020", "amount": "1 Piece"},
    ],
    "deliveriesRelations": [{"id": "r", "source": "a", "target": "c"}, {"id": "s", "source": "b", "target": "c"}],
}  # fmt: skip


def changed(**parts: Any) -> bytes:
    return json.dumps(SMALL | parts).encode()


def test_the_published_network_of_tables() -> None:
    network = read_network(published("ExampleData.json"))
    assert (len(network.stations), len(network.deliveries), len(network.relations)) == (24, 29, 33)
    first = network.deliveries[0]
    assert (first.id, first.lot, first.day, first.amount) == ("D1", "BC_200610", date(2020, 6, 10), "1 Piece")
    assert all(delivery.day for delivery in network.deliveries)
    assert (network.stations[0].latitude, network.stations[0].kind) == ("52.847644", "Customer")
    plan = plan_network(network)
    assert len(plan.lots) == len({(d.source, d.name, d.lot) for d in network.deliveries})
    assert plan.remarks == ()


def test_a_scope_in_the_plan_is_the_scope_in_the_network() -> None:
    """Every delivery that the relations reach from a delivery is of a lot that the links reach from its lot."""
    network = read_network(published("ExampleData.json"))
    names = {station.id: station.name for station in network.stations}
    lots = {d.id: StatedLot(names[d.source], d.name, d.lot, "" if d.lot else d.id) for d in network.deliveries}
    lot_graph = nx.DiGraph(plan_network(network).links)
    lot_graph.add_nodes_from(lots.values())
    deliveries = nx.DiGraph(network.relations)
    deliveries.add_nodes_from(lots)
    for start, lot in lots.items():
        reached = {lots[key] for key in nx.descendants(deliveries, start)} - {lot}
        assert reached <= nx.descendants(lot_graph, lot)


def test_the_published_network_of_plain_objects() -> None:
    network = read_network(published("small_network.json"))
    assert (network.title, len(network.stations), network.stations[0].kind) == ("bbk", 21, "Kuchenesser")
    plan = plan_network(network)
    assert len(plan.lots) == len(network.deliveries)
    assert plan.remarks == (f"{len(network.deliveries)} deliveries have no lot number: each is a lot of its own.",)


def test_lots_links_and_deliveries() -> None:
    plan = plan_network(read_network(changed()))
    flour, unknown, cake = (
        StatedLot("Mill", "Flour", "F1"),
        StatedLot("Mill", "Flour", "", "b"),
        StatedLot("Bakery", "Cake", "K1"),
    )
    assert set(plan.lots) == {flour, unknown, cake}
    assert set(plan.links) == {(flour, cake), (unknown, cake)}
    assert [(one.target, one.amount, one.day) for one in plan.sent if one.lot == cake] == [("Shop", "1 Piece", None)]
    assert plan.remarks[0] == "Delivery c: “06.2020” is no whole day."


def test_rows_in_any_order_come_to_the_same() -> None:
    first, content = (
        plan_network(read_network(published("ExampleData.json"))),
        json.loads(published("ExampleData.json")),
    )
    for seed in range(3):
        for table in ("stations", "deliveries", "deliveryRelations"):
            Random(seed).shuffle(content["data"][table]["data"])  # noqa: S311 - an order, no secret
        assert plan_network(read_network(json.dumps(content).encode())) == first


def test_what_went_into_itself_is_said() -> None:
    loop = [*SMALL["deliveriesRelations"], {"id": "t", "source": "c", "target": "c"}]
    plan = plan_network(read_network(changed(deliveriesRelations=loop)))
    assert "Lot K1 is said to have gone into itself: nothing is linked." in plan.remarks
    assert len(plan.links) == 2


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("10.06.2020", date(2020, 6, 10)), ("1.6.2020", date(2020, 6, 1)), ("2020-06-10", date(2020, 6, 10)),
        ("2020-06-10T08:00:00Z", date(2020, 6, 10)), ("2020/6/1", date(2020, 6, 1)), ("2020", None), ("06.2020", None),
        ("31.02.2020", None), ("soon", None), ("", None), ("10.06.20", None),
    ],
)  # fmt: skip
def test_days(text: str, day: date | None) -> None:
    assert read_day(text) == day


@pytest.mark.parametrize(
    ("content", "pointer", "sentence"),
    [
        (b"{", "", "This is not JSON"),
        (b"[]", "", "An object belongs here"),
        (b"{}", "/stations", "A table belongs here"),
        (b'{"data": {"stations": {"data": 7}}}', "/data/stations/data", "A table belongs here"),
        (changed(stations=[*SMALL["stations"], 7]), "/stations/3", "A row is an object"),
        (changed(stations=[*SMALL["stations"], [{"value": 1}]]), "/stations/3", "A row is an object"),
        (changed(stations=[*SMALL["stations"], {"name": "x"}]), "/stations/3", "no id of its own"),
        (changed(stations=[*SMALL["stations"], {"id": "1"}]), "/stations/3", "no id of its own"),
        (changed(stations=SMALL["stations"][:2]), "/deliveries/2", "a station that is not in the network"),
        (changed(deliveriesRelations=[{"source": "a", "target": "z"}]), "/deliveriesRelations/0", "names a delivery"),
    ],
)  # fmt: skip
def test_what_is_no_network_is_pointed_at(content: bytes, pointer: str, sentence: str) -> None:
    with pytest.raises(UnreadableNetworkError) as refused:
        read_network(content)
    assert any(p.pointer == pointer and sentence in p.sentence for p in refused.value.problems)
