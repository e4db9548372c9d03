"""A whole file of genealogy: entered as one, or refused as one with every row that is wrong."""

import json
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.db import transaction

from kernel.scope import Actor
from lots import rules
from lots.actions.genealogy import enter_material, link_lots
from lots.genealogy import StatedEdge
from lots.genealogy_file import StatedRow
from lots.models import Edge
from lots.queries.naming import Planned, planned
from lots.states import EdgeSource


def import_genealogy(
    *,
    organisation_id: UUID,
    rows: Sequence[StatedRow],
    by: Actor,
    reason: str,
    at: datetime,
    keep_circles: bool = False,
) -> list[Edge]:
    """The same rows again answer the edges of the first time, in whatever order they come."""
    source_id = _identity(organisation_id, rows)
    with transaction.atomic():
        rules.check_may_link(by, organisation_id)
        before = list(Edge.objects.filter(source_id=source_id))
        if before:
            return before
        found = planned(organisation_id, rows)
        rules.check_rows([(number, one.problem) for number, one in enumerate(found, start=2) if one.problem])
        made: dict[tuple[str, str], UUID] = {}
        for one in found:
            if one.is_new:
                made[one.row.child_item, one.row.child] = _enter(organisation_id, one, by, reason, at)
        return link_lots(
            organisation_id=organisation_id,
            edges=[_edge(one, made) for one in found],
            source=EdgeSource.IMPORT,
            source_id=source_id,
            keep_circles=keep_circles,
            by=by,
            reason=reason or "genealogy imported",
            at=at,
        )


def _identity(organisation_id: UUID, rows: Sequence[StatedRow]) -> UUID:
    """Of what the rows say, not of their order."""
    told = sorted(str(row) for row in rows)
    return UUID(bytes=sha256(json.dumps([str(organisation_id), told]).encode()).digest()[:16])


def _enter(organisation_id: UUID, one: Planned, by: Actor, reason: str, at: datetime) -> UUID:
    row = one.row
    return enter_material(
        organisation_id=organisation_id,
        kind=row.child_kind,
        item_code=row.child_item,
        item_name="",
        number=row.child,
        quantity=None,
        unit=row.unit,
        made_on=row.happened_on,
        by=by,
        reason=reason,
        at=at,
    ).pk


def _edge(one: Planned, made: dict[tuple[str, str], UUID]) -> StatedEdge:
    row = one.row
    parent = one.parent_id or _made(made, row.parent, row.parent_item)
    child = one.child_id or _made(made, row.child, row.child_item)
    return StatedEdge(parent, child, row.kind, row.quantity, row.unit, row.container, row.happened_on)


def _made(made: dict[tuple[str, str], UUID], number: str, item: str) -> UUID:
    return next(key for (of, other), key in made.items() if other == number and item in ("", of))
