"""Copies of one lot that was walked through the real actions, for races: a thousand take one statement a table."""

import json
from uuid import UUID

from lots.models import Lot
from tests.databases import owner_connection

TABLES = ("lots_lot", "evidence_pack", "records_signature", "release_disposition", "lots_lotgate")
"""In the order in which they name each other."""
HISTORIES = ("lots_historicallot", "release_historicaldisposition")
"""What a lot's past is replayed from; copied on demand."""
_KEYS = ("id", "lot_id", "pack_id", "signature_id")
_OF_THE_LOT = {
    "lots_lot": "r.id = %(lot)s",
    "lots_historicallot": "r.id = %(lot)s",
    "records_signature": "r.id IN (SELECT signature_id FROM release_disposition WHERE lot_id = %(lot)s)",
}


def copies_of(lot: Lot, count: int, *, name: str, with_history: bool = False) -> list[UUID]:
    """The lot with its pack, its signed decisions and its gate, `count` times; their keys. As owner.

    The key of a copy is made of the original's and the number of the copy, so that copies name copies.
    """
    connection = owner_connection(name)
    try:
        with connection.cursor() as cursor:
            for table in (*TABLES, *(HISTORIES if with_history else ())):
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
                cursor.execute(_copied(cursor, table), {"lot": str(lot.pk), "count": count})
                cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
            cursor.execute("SELECT md5(%s || n)::uuid FROM generate_series(1, %s) n ORDER BY n", [str(lot.pk), count])
            return [UUID(str(key)) for (key,) in cursor.fetchall()]
    finally:
        connection.close()


def _copied(cursor: object, table: str) -> str:
    cursor.execute(  # type: ignore[attr-defined]  # psycopg2's
        "SELECT json_agg(attname) FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped",
        [table],
    )
    names = cursor.fetchone()[0]  # type: ignore[attr-defined]
    columns = [c for c in (names if isinstance(names, list) else json.loads(names)) if c != "history_id"]
    made = {key: f"md5(r.{key}::text || n)::uuid" for key in _KEYS}
    if table == "records_signature":
        made["subject_id"] = "md5(r.subject_id::text || n)::uuid"  # one challenge signs one record once
    if table == "lots_lot":
        made["number"] = "r.number || '-' || n"
    where = _OF_THE_LOT.get(table, "r.lot_id = %(lot)s")
    return (
        f"INSERT INTO {table} ({', '.join(columns)}) "  # noqa: S608 - names out of the catalog
        f"SELECT {', '.join(made.get(column, f'r.{column}') for column in columns)} "
        f"FROM {table} r, generate_series(1, %(count)s) n WHERE {where}"
    )
