"""R217: every finished unit reaches only lots with receipts (21 CFR 111.260(a),(d), 111.180(b))."""

from collections.abc import Iterable, Iterator, Mapping

from evidence.pack.rules.component_lots import consumed
from evidence.pack.rules.context import Context
from evidence.pack.rules.engine import Finding, rule
from evidence.pack.rules.findings import failed, listed, passed, problems_or

TABLE = "materials.genealogy"


@rule(
    "R217",
    "111.260(a),(d), 111.180(b)",
    "The genealogy has no loop and ends in received lots",
    cure="Complete the genealogy down to lots with a receipt record, and remove what leads in a circle.",
)
def reaches_receipts(context: Context) -> Iterator[Finding]:
    edges = context.pack.materials.genealogy
    if not edges:
        yield failed(TABLE, "The pack has no genealogy.")
        return
    parents: dict[str, list[str]] = {}
    for edge in edges:
        parents.setdefault(edge.child, []).append(edge.parent)
    ends = _ends(context, parents)
    yield from problems_or(
        _problems(context, parents, ends),
        passed(
            TABLE,
            f"Every finished unit reaches {len(ends)} received lots and nothing else.",
            edges=len(edges),
            received=sorted(ends),
        ),
    )


def _finished(context: Context) -> list[str]:
    """The batch, and every lot made from it: what can reach a consumer."""
    return list(
        dict.fromkeys((context.pack.header.lot_number, *(lot.number for lot in context.pack.batch_record.lots)))
    )


def _ancestors(parents: Mapping[str, list[str]], lots: Iterable[str]) -> set[str]:
    """The lots themselves and all that they were made from."""
    seen: set[str] = set()
    waiting = list(lots)
    while waiting:
        lot = waiting.pop()
        if lot not in seen:
            seen.add(lot)
            waiting.extend(parents.get(lot, ()))
    return seen


def _ends(context: Context, parents: Mapping[str, list[str]]) -> set[str]:
    """The lots without a parent that the finished lots lead back to."""
    finished = _finished(context)
    return _ancestors(parents, finished) - parents.keys() - set(finished)


def _problems(context: Context, parents: Mapping[str, list[str]], ends: set[str]) -> Iterator[Finding]:
    loop = _loop(parents)
    if loop:
        yield failed(TABLE, f"The genealogy leads in a circle: {listed(loop)}.", loop=loop)
    for lot in _finished(context):
        if lot not in parents:
            yield failed(f"{TABLE}/{lot}", f"Nothing says what lot {lot} was made from.", lot=lot)
    for entry in context.pack.batch_record.lots:
        if entry.parent and entry.parent not in _ancestors(parents, [entry.number]):
            yield failed(
                f"{TABLE}/{entry.number}",
                f"The genealogy does not lead from lot {entry.number} to lot {entry.parent}, which it was made from.",
                lot=entry.number,
                parent=entry.parent,
            )
    for lot in sorted(consumed(context) - ends):
        yield failed(f"{TABLE}/{lot}", f"Component lot {lot} was used, but the genealogy does not lead to it.", lot=lot)
    received = {row.number for row in context.pack.materials.component_lots if row.received_on is not None}
    for lot in sorted(ends - received):
        yield failed(f"{TABLE}/{lot}", f"Lot {lot} went into this lot but has no receipt record.", lot=lot)


def _loop(parents: Mapping[str, list[str]]) -> list[str]:
    """The lots on or between circles: what is left when all that leads nowhere is removed, both ways."""
    left = _knotted({child: set(own) for child, own in parents.items()})
    children: dict[str, set[str]] = {}
    for child in left:
        for parent in left.intersection(parents[child]):
            children.setdefault(parent, set()).add(child)
    return sorted(_knotted(children))


def _knotted(graph: Mapping[str, set[str]]) -> set[str]:
    """The nodes that remain when those without a way on are removed, again and again (Kahn 1962)."""
    left = {node: {other for other in ways if other in graph} for node, ways in graph.items()}
    back: dict[str, list[str]] = {}
    for node, ways in left.items():
        for other in ways:
            back.setdefault(other, []).append(node)
    free = [node for node, ways in left.items() if not ways]
    while free:
        node = free.pop()
        del left[node]
        for other in back.get(node, ()):
            left[other].discard(node)
            if not left[other]:
                free.append(other)
    return set(left)
