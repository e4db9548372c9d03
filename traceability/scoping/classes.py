"""From the lots asked for along the ties: what is certain, what is possible, by which path, and where it goes round."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial

from traceability.scoping.circles import circles
from traceability.scoping.proof import lacks
from traceability.scoping.values import Answer, Key, Node, Standing, Sure, Tie

Ways = Mapping[Key, list[tuple[Key, Tie[Key]]]]


def classify(
    nodes: Mapping[Key, Node[Key]],
    ties: Iterable[Tie[Key]],
    *,
    forward: bool,
    asked: Mapping[Key, str],
    maybe: Mapping[Key, str] | None = None,
) -> Answer[Key]:
    """`asked` are the lots that the question names, each with why; `maybe` those that it may mean.

    The same whatever the order of ties and however often one is stated: the first by name among the shortest paths.
    """
    known = sorted(set(ties), key=partial(_order, nodes))
    wanting = {tie: why for tie in known if (why := lacks(tie, nodes))}
    standings: dict[Key, Standing[Key]] = {key: Standing(Sure.CERTAIN, why) for key, why in _by_number(asked, nodes)}
    proven = _ways((tie for tie in known if tie not in wanting), forward=forward)
    _spread(standings, proven, lambda tie: Standing(Sure.CERTAIN, "", tie))
    for key, why in _by_number(maybe or {}, nodes):
        standings.setdefault(key, Standing(Sure.POSSIBLE, why))
    everything = _ways(known, forward=forward)
    _spread(standings, everything, lambda tie: Standing(Sure.POSSIBLE, wanting.get(tie, ""), tie))
    used = [(tie, why) for tie, why in wanting.items() if tie.parent in standings and tie.child in standings]
    stated = _ways((tie for tie in known if not tie.shared), forward=forward)
    return Answer(standings, tuple(used), circles(stated))


def path(standings: Mapping[Key, Standing[Key]], key: Key, *, forward: bool) -> tuple[Tie[Key], ...]:
    """The ties from the lot asked for to this one, in the order they were walked."""
    found: list[Tie[Key]] = []
    while (via := standings[key].via) is not None:
        found.append(via)
        key = via.parent if forward else via.child
    return tuple(found[::-1])


def _ways(ties: Iterable[Tie[Key]], *, forward: bool) -> Ways[Key]:
    """From each lot to the next ones."""
    ways: dict[Key, list[tuple[Key, Tie[Key]]]] = {}
    for tie in ties:
        near, far = (tie.parent, tie.child) if forward else (tie.child, tie.parent)
        ways.setdefault(near, []).append((far, tie))
    return ways


def _spread(standings: dict[Key, Standing[Key]], ways: Ways[Key], reached: Callable[[Tie[Key]], Standing[Key]]) -> None:
    """Breadth first, so that the tie kept for a lot is the last of a shortest path to it."""
    waiting = list(standings)
    for near in waiting:
        for far, tie in ways.get(near, ()):
            if far not in standings:
                standings[far] = reached(tie)
                waiting.append(far)


def _by_number(keys: Mapping[Key, str], nodes: Mapping[Key, Node[Key]]) -> list[tuple[Key, str]]:
    return sorted(keys.items(), key=lambda item: (nodes[item[0]].number, str(item[0])))


def _order(nodes: Mapping[Key, Node[Key]], tie: Tie[Key]) -> tuple[str, ...]:
    """By number, then by key: not by chance."""
    ends = (nodes[tie.parent].number, nodes[tie.child].number, str(tie.parent), str(tie.child))
    return (*ends, tie.kind, tie.source, tie.shared, str(tie.quantity), tie.unit, str(tie.happened_on))
