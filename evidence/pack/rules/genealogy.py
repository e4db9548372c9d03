"""R217: every finished unit reaches only lots with receipts (21 CFR 111.260(a),(d), 111.180(b))."""

from collections.abc import Iterator, Mapping

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


def _ends(context: Context, parents: Mapping[str, list[str]]) -> set[str]:
    """The lots without a parent that the finished lots lead back to."""
    seen: set[str] = set()
    waiting = _finished(context)
    while waiting:
        lot = waiting.pop()
        if lot not in seen:
            seen.add(lot)
            waiting.extend(parents.get(lot, ()))
    return {lot for lot in seen if lot not in parents and lot not in _finished(context)}


def _problems(context: Context, parents: Mapping[str, list[str]], ends: set[str]) -> Iterator[Finding]:
    loop = _loop(parents)
    if loop:
        yield failed(TABLE, f"The genealogy leads in a circle: {listed(loop)}.", loop=loop)
    for lot in _finished(context):
        if lot not in parents:
            yield failed(f"{TABLE}/{lot}", f"Nothing says what lot {lot} was made from.", lot=lot)
    received = {row.number for row in context.pack.materials.component_lots if row.received_on is not None}
    for lot in sorted(ends - received):
        yield failed(f"{TABLE}/{lot}", f"Lot {lot} went into this lot but has no receipt record.", lot=lot)


def _loop(parents: Mapping[str, list[str]]) -> list[str]:
    """The lots that are their own ancestors, found by removing what depends on nothing (Kahn)."""
    left = {child: {parent for parent in own if parent in parents} for child, own in parents.items()}
    children: dict[str, set[str]] = {}
    for child, own in left.items():
        for parent in own:
            children.setdefault(parent, set()).add(child)
    free = [lot for lot, own in left.items() if not own]
    while free:
        lot = free.pop()
        del left[lot]
        for child in children.get(lot, ()):
            left[child].discard(lot)
            if not left[child]:
                free.append(child)
    return sorted(left)
