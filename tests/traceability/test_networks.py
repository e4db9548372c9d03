"""A network of FoodChain-Lab becomes the company's own lots and edges; the same again, or in parts, changes nothing."""

import json

import networkx as nx
import pytest

from kernel import scope
from kernel.errors import Forbidden
from lots.models import ComponentLot, Edge
from lots.queries.genealogy import reached
from tests.factories.keys import keyed
from tests.factories.walked import AT
from tests.factories.world import World
from tests.traceability.test_foodchain import SMALL, changed, published
from traceability.actions import import_network
from traceability.foodchain import plan_network, read_network
from traceability.rules import NoEventsError


def bring(world: World, content: bytes, **given: bool) -> dict[str, object]:
    with scope.opened(world.clerk):
        return import_network(content=content, by=world.clerk, reason="", at=AT, **given)


def counts(world: World) -> tuple[int, int]:
    with scope.opened(world.clerk):
        return ComponentLot.objects.count(), Edge.objects.count()


@pytest.mark.parametrize("name", ["ExampleData.json", "small_network.json"])
def test_a_published_network_is_imported_once(world: World, name: str) -> None:
    content = published(name)
    plan = plan_network(read_network(content))
    first = bring(world, content)
    assert (first["lots_entered"], first["edges_stated"]) == counts(world) == (len(plan.lots), len(plan.links))
    again = bring(world, content)
    assert (again["lots_entered"], again["edges_stated"]) == (0, 0)
    assert counts(world) == (len(plan.lots), len(plan.links))


def test_a_scope_in_the_database_is_the_scope_in_the_network(world: World) -> None:
    content = published("ExampleData.json")
    bring(world, content)
    graph = nx.DiGraph(plan_network(read_network(content)).links)
    milk = next(lot for lot in graph if lot.number == "M8-234-DB-002" and lot.station == "Schmidt Dairy Products")
    expected = {(lot.station, lot.item, lot.number) for lot in (milk, *nx.descendants(graph, milk))}
    with scope.opened(world.clerk):
        start = ComponentLot.objects.get(number=milk.number, manufacturer=milk.station)
        found = ComponentLot.objects.filter(pk__in=reached([start.pk], forward=True))
        assert set(found.values_list("manufacturer", "item_code", "number")) == expected
    with scope.opened(world.other_sponsor):
        assert not ComponentLot.objects.exists()


def test_in_parts_and_twice_it_is_the_same(world: World) -> None:
    first, second = (changed(deliveriesRelations=[relation]) for relation in SMALL["deliveriesRelations"])
    for content in (second, first, second):
        bring(world, content)
    assert counts(world) == (3, 2)
    assert bring(world, changed())["edges_stated"] == 0


def test_a_trial_keeps_nothing_and_a_wrong_network_is_pointed_at(world: World) -> None:
    tried = bring(world, changed(), is_trial=True)
    assert (tried["lots_entered"], tried["edges_stated"], counts(world)) == (3, 2, (0, 0))
    with pytest.raises(NoEventsError, match="not a network of FoodChain-Lab") as refused:
        bring(world, changed(stations=[]))
    assert refused.value.errors[0]["pointer"] == "/deliveries/0"
    with pytest.raises(Forbidden), scope.opened(world.reviewer):
        import_network(content=changed(), by=world.reviewer, reason="", at=AT)


def test_names_that_are_too_long_stay_apart(world: World) -> None:
    deliveries = [row | {"name": "x" * 70 + row["id"]} for row in SMALL["deliveries"]]
    bring(world, changed(deliveries=deliveries))
    assert counts(world) == (3, 2)


def test_over_the_api(world: World) -> None:
    clerk, stranger = keyed(world, "clerk@keystone.example"), keyed(world, "qa@bluemesa.example")
    post = {"data": json.dumps(SMALL), "content_type": "application/json"}
    assert clerk.post("/api/v1/networks/?trial=true", **post).json()["edges_stated"] == 2
    assert clerk.post("/api/v1/networks/", **post).json()["lots_entered"] == 3
    assert stranger.post("/api/v1/networks/", **post).status_code == 403
    for text in ("{", ""):
        wrong = clerk.post("/api/v1/networks/", data=text, content_type="application/json")
        assert (wrong.status_code, wrong.json()["errors"][0]["pointer"]) == (400, "")
