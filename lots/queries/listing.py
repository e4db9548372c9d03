"""The list: each partnership is asked by itself, the answers are joined: never a cliff (docs/architecture.md)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from clocks.models import Clock
from lots.models import Lot
from lots.queries.lots import listed, next_clocks
from lots.states import LotState
from lots.wording import blocked_by
from parties.models import Organisation, Partnership

_MAY_BE_BLOCKED = [
    LotState.COMPLETED, LotState.PACK_PENDING, LotState.CMO_APPROVED, LotState.SPONSOR_REVIEW,
    LotState.RELEASED, LotState.SHIPPED_PART,
]  # fmt: skip
"""Made and not gone: only there does a shut gate keep anything back."""
_LABELLED = (
    "lot.label_version_id = ANY (ARRAY (SELECT row.id FROM masters_labelversion row JOIN masters_labelversion one"
    " ON (one.product_id, one.version) = (row.product_id, row.version) WHERE one.id = %s))"
)
"""Under this version of the label, whichever of its corrections the lot was made to."""
Key = tuple[datetime, UUID]
"""Where a page ends: the sort key (created_at, id) of its last row."""


@dataclass(frozen=True, slots=True)
class LotFilters:
    """What the list may be narrowed by; an empty value narrows nothing."""

    states: tuple[str, ...] = ()
    partner_id: UUID | None = None
    product_id: UUID | None = None
    number: str = ""
    """Prefix of the lot number: `^@` is leak-proof and uses the index under row-level security."""
    label_version_id: UUID | None = None
    blocked: bool = False


@dataclass(frozen=True, slots=True)
class LotRow:
    """One row as page, CSV and XLSX show it."""

    lot: Lot
    blocked_by: str
    """Why it may not ship, worded; empty while the gate is open or nothing is made yet."""
    clock: Clock | None
    """The most urgent open clock."""


@dataclass(frozen=True, slots=True)
class LotPage:
    """One page of the list; `after` and `before` are the addresses of its neighbours, empty at the ends."""

    rows: list[LotRow]
    after: str = ""
    before: str = ""


def page_of_lots(
    pairs: Sequence[Partnership], filters: LotFilters, *, after: str = "", before: str = "", limit: int = 25
) -> LotPage:
    """The page behind `after` or ahead of `before`; an address that cannot be read starts at the top."""
    ids = [p.pk for p in pairs if not filters.partner_id or filters.partner_id in (p.sponsor_id, p.cmo_id)]
    behind, ahead = _key(after), _key(before)
    found = lot_page(ids, filters, after=behind, before=ahead, limit=limit + 1)
    has_more = len(found) > limit
    if ahead is not None:
        lots, is_first, is_last = found[-limit:], not has_more, False
    else:
        lots, is_first, is_last = found[:limit], behind is None, not has_more
    if not lots:
        return LotPage([])
    return LotPage(rows_for(lots), "" if is_last else address(lots[-1]), "" if is_first else address(lots[0]))


def rows_for(lots: Sequence[Lot]) -> list[LotRow]:
    """The lots as rows, their clocks read in one query."""
    clocks = next_clocks([lot.pk for lot in lots])
    return [LotRow(lot, _why_blocked(lot), clocks.get(lot.pk)) for lot in lots]


def _why_blocked(lot: Lot) -> str:
    return blocked_by(lot) if lot.state in _MAY_BE_BLOCKED and not lot.gate.ok else ""


def lot_page(
    partnership_ids: Sequence[UUID],
    filters: LotFilters,
    *,
    after: Key | None = None,
    before: Key | None = None,
    limit: int = 25,
) -> list[Lot]:
    """At most `limit` lots, newest first, with what a list shows; two queries whatever the numbers.

    `after` and `before` are keys of lots; with `before` they are the last ones ahead of it.
    """
    where, parameters = _conditions(filters, after, before)
    way = "ASC" if before is not None else "DESC"
    sql = f"""
        SELECT l.id FROM unnest(%s::uuid[]) AS p (partnership_id) CROSS JOIN LATERAL (
            SELECT lot.id, lot.created_at FROM lots_lot lot
            WHERE lot.partnership_id = p.partnership_id {where}
            ORDER BY lot.created_at {way}, lot.id {way} LIMIT %s) l
        ORDER BY l.created_at {way}, l.id {way} LIMIT %s"""  # noqa: S608 - `where` is built of literals below
    with connection.cursor() as cursor:
        cursor.execute(sql, [[str(i) for i in partnership_ids], *parameters, limit, limit])
        ids = [row[0] for row in cursor.fetchall()]
    return list(listed().filter(pk__in=ids).order_by("-created_at", "-id"))


def _conditions(filters: LotFilters, after: Key | None, before: Key | None) -> tuple[str, list[Any]]:
    parts: list[tuple[str, list[Any]]] = []
    if filters.states:
        parts.append(("lot.state = ANY (%s)", [list(filters.states)]))
    if filters.product_id:
        parts.append(("lot.product_id = %s", [filters.product_id]))
    if filters.label_version_id:
        parts.append((_LABELLED, [filters.label_version_id]))
    if filters.number:
        parts.append(("lot.number ^@ %s", [filters.number]))
    if filters.blocked:
        is_shut = "EXISTS (SELECT 1 FROM lots_lotgate g WHERE g.lot_id = lot.id AND NOT g.ok)"
        parts.append((f"lot.state = ANY (%s) AND {is_shut}", [[str(s) for s in _MAY_BE_BLOCKED]]))
    if after is not None:
        parts.append(("(lot.created_at, lot.id) < (%s, %s)", list(after)))
    if before is not None:
        parts.append(("(lot.created_at, lot.id) > (%s, %s)", list(before)))
    where = "".join(f" AND {text}" for text, _ in parts)
    return where, [value for _, values in parts for value in values]


def address(lot: Lot) -> str:
    """A lot's place in the list, as it stands in a URL."""
    return f"{lot.created_at.isoformat()}~{lot.pk}"


def _key(text: str) -> Key | None:
    moment, _, key = text.partition("~")
    try:
        created_at, pk = datetime.fromisoformat(moment), UUID(key)
    except ValueError:
        return None
    return (created_at, pk) if created_at.tzinfo is not None else None


def partners_of(pairs: Sequence[Partnership], organisation_id: UUID | None) -> list[Organisation]:
    """The other companies of these partnerships, each once, by name."""
    others = {side.pk: side for pair in pairs for side in (pair.sponsor, pair.cmo) if side.pk != organisation_id}
    return sorted(others.values(), key=lambda company: company.name)
