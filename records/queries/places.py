"""Which seal covers a row of the trail, as a reader may see it."""

from collections.abc import Collection
from typing import NamedTuple
from uuid import UUID

from django.db import connection

from records.merkle.entries import Entry
from records.models import Seal, TreeHead

_CANDIDATES = """
SELECT DISTINCT c.number
FROM unnest(%s::text[]) t (txid)
CROSS JOIN (SELECT DISTINCT epoch FROM records_seal) e
CROSS JOIN LATERAL (
    (SELECT s.number FROM records_seal s
     WHERE s.epoch = e.epoch AND s.horizon > t.txid::xid8 ORDER BY s.horizon, s.number LIMIT 1)
    UNION ALL
    SELECT s.number FROM records_seal s WHERE s.epoch = e.epoch AND s.horizon = t.txid::xid8) c
"""
"""The first seal beyond the transaction; those that end inside of it, where it has very many rows."""


class TrailPlace(NamedTuple):
    """A row of the trail: table, key, transaction number."""

    relation: str
    key: str
    txid: str


def seals_of(partnership_id: UUID, places: Collection[TrailPlace]) -> dict[TrailPlace, Seal]:
    """The seal of each row that is sealed in the partnership's tree; two queries, however many rows."""
    with connection.cursor() as cursor:
        cursor.execute(_CANDIDATES, [sorted({place.txid for place in places})])
        numbers = [number for (number,) in cursor.fetchall()]
    heads = TreeHead.objects.filter(partnership_id=partnership_id, seal_id__in=numbers).select_related("seal")
    found = dict[tuple[str, str], Seal]()
    for head in heads:
        for line in head.entries.split("\n"):
            entry = Entry.of(line)
            found[entry.relation, entry.key] = head.seal
    sealed = ((place, found.get((place.relation, place.key))) for place in places)
    return {place: seal for place, seal in sealed if seal is not None}
