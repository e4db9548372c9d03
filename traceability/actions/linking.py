"""What imported records say of lots becomes edges of the genealogy, each under its source (ADR 0030, 0031)."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from kernel.scope import Actor
from lots.actions import link_lots
from lots.genealogy import StatedEdge
from lots.models import ComponentLot, Edge, Lot
from lots.states import EdgeKind, EdgeSource, MaterialKind
from traceability.epcis.linking import Link, Node, links_of, source_of
from traceability.epcis.planning import Plan, Process, Remark
from traceability.queries.nodes import known_node

NOT_YOURS = "Which lot went into which is the manufacturer’s own record: nothing was linked."
SUPERSEDED = "the process was told anew, or was declared wrong"


def link_processes(
    before: Plan, after: Plan, *, organisation_id: UUID, partnership_id: UUID | None, by: Actor, at: datetime
) -> tuple[int, int, list[Remark]]:
    """State the edges of every process that is whole; end those that the processes of before said otherwise.

    Answers how many were stated, how many ended, and what was left out.
    """
    owner = f"{organisation_id} {partnership_id or ''}"
    whole = {source_of(owner, process): process for process in after.processes if process.is_whole}
    if not whole and not before.processes:
        return 0, 0, []
    if by.organisation_id != organisation_id or not by.may("lots.link"):
        return 0, 0, [Remark(name, NOT_YOURS) for process in whole.values() for name in process.events]
    gone = {source_of(owner, process) for process in before.processes if process.is_whole} - set(whole)
    ended = Edge.objects.filter(source_id__in=gone, ended_at=None).update(ended_at=at, ended_because=SUPERSEDED)
    stated, remarks = 0, []
    for source_id, process in whole.items():
        links, left_out = _resolved(process, links_of(owner, process), organisation_id, partnership_id)
        remarks += left_out
        stated += state_links(
            links, source_id=source_id, happened_on=process.ends.date(), organisation_id=organisation_id, by=by,
            reason=f"EPCIS process {process.id}"[:200], at=at,
        )  # fmt: skip
    return stated, ended, remarks


def _resolved(
    process: Process, links: Iterable[Link], organisation_id: UUID, partnership_id: UUID | None
) -> tuple[list[tuple[Link, UUID, UUID]], list[Remark]]:
    """Links whose two lots are known, or were entered now; a packaged lot is planned, never entered by an import."""
    found: dict[str, UUID | None] = {}
    remarks = []

    def key_of(node: Node) -> UUID | None:
        if node.uri not in found:
            key, why = known_node(node, organisation_id, partnership_id)
            found[node.uri] = key or (None if why else _enter(node, organisation_id, process))
            if why:
                remarks.append(Remark(process.events[-1], why))
        return found[node.uri]

    resolved = [(link, key_of(link.parent), key_of(link.child)) for link in links]
    return [(link, parent, child) for link, parent, child in resolved if parent and child], remarks


def _enter(node: Node, organisation_id: UUID, process: Process) -> UUID:
    """A lot of material as far as the event knows it; one without a number has a key that is worked out."""
    lot = ComponentLot(
        organisation_id=organisation_id,
        kind=MaterialKind.BULK if node.is_made else MaterialKind.RECEIVED,
        item_code=node.item,
        item_name=node.item,
        number=node.number,
        supplier_lot=node.known_as or ("" if node.is_made else node.number),
        received_on=process.ends.date() if node.is_made else None,
        expires_on=process.expires_on if node.is_made else None,
        **({"pk": node.own_key} if node.own_key else {}),
    )
    lot.save(force_insert=True)
    return lot.pk


def state_links(
    links: Sequence[tuple[Link, UUID, UUID]], *, source_id: UUID, happened_on: date | None, organisation_id: UUID,
    by: Actor, reason: str, at: datetime,
) -> int:  # fmt: skip
    """State what this source has not said yet; how many that were."""
    known = set(Edge.objects.filter(source_id=source_id).values_list("parent_id", "child_id"))
    packaged = set(Lot.objects.filter(pk__in={key for _, *ends in links for key in ends}).values_list("pk", flat=True))
    edges = [
        StatedEdge(parent, child, _kind(parent, child, packaged), link.amount, link.unit, happened_on=happened_on)
        for link, parent, child in links
        if (parent, child) not in known and parent != child
    ]
    if edges:
        link_lots(
            organisation_id=organisation_id, edges=edges, by=by, reason=reason, at=at, source=EdgeSource.IMPORT,
            source_id=source_id, keep_circles=True,
        )  # fmt: skip
    return len(edges)


def _kind(parent: UUID, child: UUID, packaged: set[UUID]) -> str:
    if parent in packaged:
        return EdgeKind.REWORK
    return EdgeKind.CONSUMPTION if child in packaged else EdgeKind.BLEND
