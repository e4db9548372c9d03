"""Lots that lead to themselves (Tarjan 1972, without recursion: campaigns make chains of hundreds)."""

from collections.abc import Mapping, Sequence
from typing import Any

from traceability.scoping.values import Key


def circles(ways: Mapping[Key, Sequence[tuple[Key, Any]]]) -> tuple[tuple[Key, ...], ...]:
    """Each set of lots that all lead to one another, by key; empty where the goods only flow on."""
    index: dict[Key, int] = {}
    low: dict[Key, int] = {}
    stack: list[Key] = []
    on_stack: set[Key] = set()
    found: list[tuple[Key, ...]] = []
    for root in ways:
        if root in index:
            continue
        work: list[tuple[Key, int]] = [(root, 0)]
        while work:
            node, place = work.pop()
            if place == 0:
                index[node] = low[node] = len(index)
                stack.append(node)
                on_stack.add(node)
            onward = ways.get(node, ())
            for at in range(place, len(onward)):
                far = onward[at][0]
                if far not in index:
                    work += [(node, at + 1), (far, 0)]
                    break
                if far in on_stack:
                    low[node] = min(low[node], index[far])
            else:
                if low[node] == index[node]:
                    found += _taken_off(node, stack, on_stack)
                if work:
                    above = work[-1][0]
                    low[above] = min(low[above], low[node])
    return tuple(sorted(found, key=str))


def _taken_off(node: Key, stack: list[Key], on_stack: set[Key]) -> list[tuple[Key, ...]]:
    """The set that this node is the root of, when it is more than the node itself."""
    place = stack.index(node)
    members = stack[place:]
    del stack[place:]
    on_stack.difference_update(members)
    return [tuple(sorted(members, key=str))] if len(members) > 1 else []
