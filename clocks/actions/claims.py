"""Work across partnerships: locked keys, each handled in its own partnership's scope (ADR 0003)."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Model, QuerySet

from kernel import scope
from kernel.scope import Actor

Row = TypeVar("Row", bound=Model)
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


def among(rows: QuerySet[Row], keys: Iterable[UUID]) -> QuerySet[Row]:
    """The rows with these keys, given as one parameter: Django takes one a key apart and puts them together again."""
    given = f"{{{','.join(map(str, keys))}}}"
    table = rows.model._meta.db_table
    return rows.extra(where=[f"{table}.id = ANY (%s::uuid[])"], params=[given])  # noqa: S610 - the model's own table


def each_claimed(function: str, handle: Callable[[UUID, Actor, datetime], None], *, limit: int, at: datetime) -> int:
    """Hand each row that `function` claims to `handle`, as SYS in the row's partnership; how many there were.

    All in one transaction: who dies in between leaves everything due.
    """
    with scope.opened(scope.system()), transaction.atomic():
        batch = claim(function, limit=limit, at=at)
        for partnership_id, keys in batch.items():
            with scope.opened(scope.system(partnership_id)) as by:
                for key in keys:
                    handle(key, by, at)
    return sum(len(keys) for keys in batch.values())
