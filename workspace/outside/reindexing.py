"""What is found made again from the truth, and held against it, as the owner: no partnership is left out.

Safe while people work: a batch locks its rows FOR SHARE, so that whoever changes one afterwards has his own trigger
write the newer words later; and a batch commits before the next begins.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connections, transaction

from workspace.models.indexing import COLUMNS, rows_of, upsert, words_of
from workspace.models.sources import SOURCES, Source

BATCH = 2_000
_COMPARED = ", ".join(c for c in COLUMNS)


@dataclass(frozen=True, slots=True)
class Difference:
    """Rows of a source that are missing or stale in the search, and rows found there that nothing stands behind."""

    source: Source
    missing: int
    extra: int


def reindex(using: str = "owner") -> Iterator[tuple[Source, int]]:
    """Each source with the number of rows gone through; what nothing stands behind any longer is removed first."""
    for kind in {source.kind for source in SOURCES}:
        _remove_orphans(str(kind), using)
    for source in SOURCES:
        yield source, _source_again(source, using)
    with connections[using].cursor() as cursor:
        cursor.execute(words_of("workspace_searchdocument"))


def _source_again(source: Source, using: str) -> int:
    last, done = None, 0
    while True:
        with transaction.atomic(using=using), connections[using].cursor() as cursor:
            after = "" if last is None else "WHERE id > %s"
            given: list[Any] = [] if last is None else [last]
            cursor.execute(
                f"SELECT id FROM {source.main} {after} ORDER BY id LIMIT {BATCH} FOR SHARE",
                given,
            )
            keys = [key for (key,) in cursor.fetchall()]
            if not keys:
                return done
            batch = f"(SELECT * FROM {source.main} WHERE id = ANY (%(keys)s))"
            statement = _escaped(upsert(source, source.over(source.main, "{BATCH}"))).replace("{BATCH}", batch)
            cursor.execute(statement, {"keys": keys})
        last, done = keys[-1], done + len(keys)


def _escaped(sql: str) -> str:
    return sql.replace("%", "%%")


def _truth(kind: str) -> str:
    return " UNION ALL ".join(
        f"SELECT * FROM ({rows_of(source, source.over())}) truth ({_COMPARED})"
        for source in SOURCES
        if source.kind == kind
    )


def _remove_orphans(kind: str, using: str) -> None:
    """One statement: a thing that appears meanwhile appears together with its document."""
    with connections[using].cursor() as cursor:
        cursor.execute(
            _escaped(f"""DELETE FROM workspace_searchdocument d WHERE d.kind = '{kind}' AND NOT EXISTS (
                SELECT 1 FROM ({_truth(kind)}) t WHERE t.object_id = d.object_id AND t.holder_id = d.holder_id
                AND t.field = d.field AND t.page = d.page)""")
        )


def differences(using: str = "owner") -> list[Difference]:
    """Index against truth, both ways, one source's kind after the other; an empty list when they agree."""
    found = []
    for kind, source in {source.kind: source for source in SOURCES}.items():
        kept = f"SELECT {_COMPARED} FROM workspace_searchdocument WHERE kind = '{kind}'"
        counts = []
        with connections[using].cursor() as cursor:
            for here, there in ((_truth(kind), kept), (kept, _truth(kind))):
                cursor.execute(f"SELECT count(*) FROM (({here}) EXCEPT ({there})) difference")
                counts.append(cursor.fetchone()[0])
        if any(counts):
            found.append(Difference(source, *counts))
    return found
