"""A scope is what a naive walk finds, whatever the order, names and pieces of the file (networkx as the witness)."""

from collections.abc import Callable
from dataclasses import replace
from random import Random

import networkx
import pytest

from tests.traceability.scoping.genealogies import Genealogy, random_genealogy
from traceability.scoping.classes import classify, path
from traceability.scoping.values import Answer, Sure, Tie

GENEALOGIES = 1000


def answer(told: Genealogy, *, forward: bool) -> Answer[int]:
    return classify(told.nodes, told.ties, forward=forward, asked=told.asked, maybe=told.maybe)


def by_class(found: Answer[int]) -> tuple[set[int], set[int]]:
    classes = {sure: {key for key, s in found.standings.items() if s.sure is sure} for sure in Sure}
    return classes[Sure.CERTAIN], classes[Sure.POSSIBLE]


def walked(told: Genealogy, *, forward: bool) -> tuple[set[int], set[int]]:
    """By networkx: certain along what was made proven, possible along everything."""
    proven, everything = networkx.DiGraph(), networkx.DiGraph()
    for graph, pairs in ((proven, told.proven), (everything, {(tie.parent, tie.child) for tie in told.ties})):
        graph.add_nodes_from(told.nodes)
        graph.add_edges_from(pairs if forward else {(b, a) for a, b in pairs})
    certain = set(told.asked)
    for seed in told.asked:
        certain |= networkx.descendants(proven, seed)
    reached = certain | set(told.maybe)
    for seed in (*certain, *told.maybe):
        reached |= networkx.descendants(everything, seed)
    return certain, reached - certain


@pytest.mark.parametrize("forward", [True, False])
def test_the_classes_are_those_of_a_naive_walk(forward: bool) -> None:
    possible = unproven = 0
    for seed in range(GENEALOGIES):
        told = random_genealogy(seed)
        found = answer(told, forward=forward)
        assert by_class(found) == walked(told, forward=forward), seed
        possible += len(by_class(found)[1])
        unproven += len(found.unproven)
    assert possible > GENEALOGIES < unproven  # the genealogies do hold what they are for


def test_circles_are_those_of_a_naive_search() -> None:
    told_of = 0
    for seed in range(GENEALOGIES):
        told = random_genealogy(seed)
        graph = networkx.DiGraph((tie.parent, tie.child) for tie in told.ties if not tie.shared)
        wanted = {frozenset(part) for part in networkx.strongly_connected_components(graph) if len(part) > 1}
        found = answer(told, forward=True).circles
        assert {frozenset(loop) for loop in found} == wanted, seed
        told_of += len(found)
    assert told_of > GENEALOGIES / 20


def test_every_lot_is_proved_by_a_path_from_what_was_asked_for() -> None:
    for seed in range(200):
        told = random_genealogy(seed)
        found = answer(told, forward=True)
        for key, standing in found.standings.items():
            ties = path(found.standings, key, forward=True)
            begin = ties[0].parent if ties else key
            assert begin in told.asked or begin in told.maybe
            assert [tie.child for tie in ties] == [*(tie.parent for tie in ties[1:]), *([key] if ties else [])]
            if standing.sure is Sure.CERTAIN:
                assert all((tie.parent, tie.child) in told.proven for tie in ties)


def _renamed(told: Genealogy) -> Genealogy:
    """Lot `k` is now lot `1000 - k`, with another number."""
    new = {key: 1000 - key for key in told.nodes}
    nodes = {new[k]: replace(n, id=new[k], number=n.number and f"Z{n.number}") for k, n in told.nodes.items()}
    ties = [replace(tie, parent=new[tie.parent], child=new[tie.child]) for tie in told.ties]
    proven = {(new[a], new[b]) for a, b in told.proven}
    named = ({new[key]: why for key, why in of.items()} for of in (told.asked, told.maybe))
    return Genealogy(nodes, ties, proven, *named)


def _with(told: Genealogy, ties: list[Tie[int]]) -> Genealogy:
    return replace(told, ties=ties)


def _shuffled(told: Genealogy) -> Genealogy:
    return _with(told, Random(7).sample(told.ties, len(told.ties)))  # noqa: S311 - reproducible on purpose


SAME: dict[str, Callable[[Genealogy], Genealogy]] = {
    "shuffled": _shuffled,
    "newest first": lambda told: _with(told, told.ties[::-1]),
    "imported twice": lambda told: _with(told, told.ties * 2),
    "split in three": lambda told: _with(told, [*told.ties[2::3], *told.ties[::3], *told.ties[1::3]]),
}


@pytest.mark.parametrize("change", SAME.values(), ids=SAME.keys())
def test_another_order_is_the_same_answer(change: Callable[[Genealogy], Genealogy]) -> None:
    for seed in range(300):
        told = random_genealogy(seed)
        before, after = answer(told, forward=True), answer(change(told), forward=True)
        assert before.standings == after.standings, seed  # the proving ties too
        assert (set(before.unproven), before.circles) == (set(after.unproven), after.circles)


def test_other_names_are_the_same_answer() -> None:
    for seed in range(300):
        told = random_genealogy(seed)
        before, after = by_class(answer(told, forward=True)), by_class(answer(_renamed(told), forward=True))
        assert [{1000 - key for key in keys} for keys in before] == list(after), seed
