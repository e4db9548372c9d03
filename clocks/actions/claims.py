"""Work across partnerships: locked keys, each handled in its own partnership's scope (ADR 0003)."""

from collections import defaultdict
from datetime import datetime
from uuid import UUID

from django.db import connection

Batch = dict[UUID | None, list[UUID]]


def claim(function: str, *, limit: int, at: datetime, by: str = "partnership_id") -> Batch:
    """The keys that a definer function `claim_…(most, until)` locks for this transaction, by partnership.

    `by` names another column to go by. Needs an open transaction in the scope of SYS; anyone else claims
    nothing. Rows locked by another sweep are skipped, so two sweeps share the work and never the same row.
    """
    batch: Batch = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {by}, id FROM {function}(%s, %s)", [limit, at])  # noqa: S608 - our own name
        for owner_id, key in cursor.fetchall():
            batch[owner_id].append(key)
    return dict(batch)
