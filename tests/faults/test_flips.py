"""One byte changed anywhere, by the owner of the tables or of the files: every one is found, and named.

Ten things are changed at a time and looked for together, since a look at everything costs a second; what was changed
is put back after each round. `make faults` changes a thousand.
"""

import os
import random
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from psycopg2 import sql

from evidence.outside.store import EvidenceStore
from kernel.rls.trail import trail_tables
from records.outside.verification import Finding
from tests.databases import owner_connection
from tests.factories.sealed import SealedTrail
from workspace.management.commands.verify import check

pytestmark = pytest.mark.faults
AT_ONCE = 10
ROUNDS = 100 if os.environ.get("FAULTS") == "heavy" else 10
SEED = int(os.environ.get("FLIPS_SEED", "20260312"))
SEALING = {"records_seal": "number", "records_treehead": "id", "records_sealtree": "name"}
UNSEEN = {("parties_person", "password"), ("parties_person", "last_login")}
"""Columns that history does not keep (ADR 0002)."""
CHARACTERS = "0123456789abcdefghijklmnopqrstuvwxyz+-~ "


SLIPPED_IN = (
    "INSERT INTO lots_historicalhold SELECT (jsonb_populate_record(h, '{\"history_id\": 900}')).* "
    "FROM lots_historicalhold h"
)
UNRECORDED = (
    "INSERT INTO parties_site SELECT (jsonb_populate_record(s, jsonb_build_object('id', "
    "'01a00000-0000-7000-8000-000000000001', 'name', 'Slipped in'))).* FROM parties_site s LIMIT 1"
)


KEEP = 'CREATE TABLE kept AS SELECT * FROM "{0}"; ALTER TABLE "{0}" DISABLE TRIGGER USER'
GIVE_BACK = (
    'DELETE FROM "{0}" t WHERE NOT EXISTS (SELECT FROM kept k WHERE k.* IS NOT DISTINCT FROM t.*); '
    'INSERT INTO "{0}" SELECT k.* FROM kept k '
    'WHERE NOT EXISTS (SELECT FROM "{0}" t WHERE k.* IS NOT DISTINCT FROM t.*); '
    'ALTER TABLE "{0}" ENABLE TRIGGER USER; DROP TABLE kept'
)


@dataclass
class Flip:
    """One thing, how it was, and the names under which a check may find it."""

    table: str
    key_column: str
    key: str
    column: str
    before: str
    names: set[tuple[str, str]] = field(default_factory=set)


class Vandal:
    """Changes values past every trigger, and puts them back."""

    def __init__(self, cursor: Any, seed: int) -> None:
        self.cursor, self.random = cursor, random.Random(seed)  # noqa: S311 - to be repeatable
        self.lives = {t.relation: (t.live, t.live_key) for t in trail_tables() if t.is_history}
        appended = {t.relation: "id" for t in trail_tables() if not t.is_history}
        histories = dict.fromkeys(self.lives, "history_id")
        self.of_trail = {**histories, **appended}
        self.tables = {**self.of_trail, **dict(self.lives.values())}

    def flip(self, tables: dict[str, str]) -> Flip:
        """One byte of one value of one row that can be changed at all: keys to other tables hold."""
        while True:
            table = self.random.choice(sorted(tables))
            found = self._value(table, tables[table])
            if found is not None and self._set(found, self._changed(found.before)):
                return found

    def undo(self, flip: Flip) -> None:
        key = self._new_key(flip)
        self._update(flip, key, flip.before)

    def _value(self, table: str, key_column: str) -> Flip | None:
        self.cursor.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_name = %s AND is_generated = 'NEVER' "
            "ORDER BY ordinal_position", [table]
        )  # fmt: skip
        names = [name for (name,) in self.cursor.fetchall() if (table, name) not in UNSEEN]
        column = self.random.choice(names)
        row = sql.SQL("SELECT {k}::text, {c}::text FROM {t} WHERE {c}::text <> '' ORDER BY 1").format(
            k=sql.Identifier(key_column), c=sql.Identifier(column), t=sql.Identifier(table)
        )
        self.cursor.execute(row)
        rows = self.cursor.fetchall()
        if not rows:
            return None
        key, before = self.random.choice(rows)
        flip = Flip(table, key_column, key, column, before, {(table, key)})
        if table in self.lives:
            live, live_key = self.lives[table]
            self.cursor.execute(
                sql.SQL("SELECT {}::text FROM {} WHERE history_id = %s").format(
                    sql.Identifier(live_key), sql.Identifier(table)
                ),
                [key],
            )
            flip.names.add((live, self.cursor.fetchone()[0]))  # which is no longer as its newest history row says
        return flip

    def _changed(self, text: str) -> str:
        place = self.random.randrange(len(text))
        other = self.random.choice([c for c in CHARACTERS if c != text[place]])
        return text[:place] + other + text[place + 1 :]

    def _set(self, flip: Flip, text: str) -> bool:
        """Whether the database took it, and it is another value."""
        try:
            self._update(flip, flip.key, text)
        except psycopg2.Error:
            return False
        key = text if flip.column == flip.key_column else flip.key
        self.cursor.execute(
            sql.SQL("SELECT {c}::text FROM {t} WHERE {k}::text = %s").format(
                c=sql.Identifier(flip.column), t=sql.Identifier(flip.table), k=sql.Identifier(flip.key_column)
            ),
            [key],
        )
        stands = self.cursor.fetchone()
        if stands is None or stands[0] == flip.before:
            self._update(flip, key, flip.before)
            return False
        if flip.column == flip.key_column or flip.column == self.lives.get(flip.table, ("", ""))[1]:
            flip.names |= {(flip.table, stands[0]), (self.lives.get(flip.table, (flip.table, ""))[0], stands[0])}
        return True

    def _new_key(self, flip: Flip) -> str:
        if flip.column != flip.key_column:
            return flip.key
        return next(key for table, key in flip.names if table == flip.table and key != flip.key)

    def _update(self, flip: Flip, key: str, text: str) -> None:
        names = {
            "t": sql.Identifier(flip.table),
            "c": sql.Identifier(flip.column),
            "k": sql.Identifier(flip.key_column),
        }
        self.cursor.execute(
            "SELECT format_type(a.atttypid, a.atttypmod) FROM pg_attribute a "
            "WHERE a.attrelid = %s::regclass AND a.attname = %s", [f'"{flip.table}"', flip.column]
        )  # fmt: skip
        kind = sql.SQL(self.cursor.fetchone()[0])
        self.cursor.execute(sql.SQL("ALTER TABLE {t} DISABLE TRIGGER USER").format(**names))
        try:
            statement = sql.SQL("UPDATE {t} SET {c} = %s::{kind} WHERE {k}::text = %s").format(kind=kind, **names)
            self.cursor.execute(statement, [text, key])
        finally:
            self.cursor.execute(sql.SQL("ALTER TABLE {t} ENABLE TRIGGER USER").format(**names))


@dataclass
class FileFlip:
    """One byte of a file of the store."""

    path: Path
    place: int
    names: set[tuple[str, str]]

    def turn(self) -> None:
        data = bytearray(self.path.read_bytes())
        data[self.place] ^= 1
        self.path.chmod(0o640)
        self.path.write_bytes(data)


def file_flip(trail: SealedTrail, cursor: Any, random_: random.Random) -> FileFlip:
    cursor.execute(
        "SELECT relation, record, sha256 FROM (SELECT 'evidence_evidencefile' AS relation, id::text AS record, sha256 "
        "FROM evidence_evidencefile UNION ALL SELECT 'records_sealedreport', id::text, sha256 FROM records_sealedreport"
        ") f ORDER BY 1, 2"
    )
    rows = cursor.fetchall()
    _, _, sha256 = random_.choice(rows)
    path = EvidenceStore(trail.folder / "store").path(sha256)
    names = {(f"file of {relation}", record) for relation, record, other in rows if other == sha256}
    flip = FileFlip(path, random_.randrange(path.stat().st_size), names)
    flip.turn()
    return flip


def names_of(findings: tuple[Finding, ...]) -> set[tuple[str, str]]:
    return {(finding.place, finding.key) for finding in findings}


def test_nothing_is_found_where_nothing_was_changed(sealed_trail: SealedTrail) -> None:
    assert check().findings == ()


@pytest.mark.parametrize("round_number", range(ROUNDS))
def test_every_flip_is_found_and_named(sealed_trail: SealedTrail, round_number: int) -> None:
    with closing(owner_connection()) as connection, connection.cursor() as cursor:
        vandal = Vandal(cursor, SEED + round_number)
        touched = [file_flip(sealed_trail, cursor, vandal.random)]
        flips = [vandal.flip(SEALING)]
        while len(flips) < AT_ONCE - len(touched):
            made = vandal.flip(vandal.tables if len(flips) % 2 else vandal.of_trail)
            flips.append(made)
        try:
            found = names_of(check().findings)
        finally:
            for flip in reversed(flips):
                vandal.undo(flip)
            for file in touched:
                file.turn()
    missed = [flip for flip in (*flips, *touched) if not flip.names & found]
    assert missed == []
    allowed = set[tuple[str, str]]().union(*(flip.names for flip in (*flips, *touched)))
    assert found - allowed == set()


@pytest.mark.parametrize(
    ("statement", "wrong", "place"),
    [
        ("DELETE FROM lots_historicalhold", "missing", "lots_historicalhold"),
        ("DELETE FROM records_refusal", "missing", "records_refusal"),
        (
            SLIPPED_IN,
            "inserted",
            "lots_historicalhold",
        ),
        ("DELETE FROM lots_hold", "missing", "lots_hold"),
        (
            UNRECORDED,
            "unrecorded",
            "parties_site",
        ),
        ("DELETE FROM records_sealstamp", "missing", "records_sealstamp"),
        (
            "UPDATE lots_historicallot a SET history_id = -a.history_id",
            "missing",
            "lots_historicallot",
        ),
    ],
)
def test_what_is_taken_away_or_slipped_in_is_named(
    sealed_trail: SealedTrail, statement: str, wrong: str, place: str
) -> None:
    with closing(owner_connection()) as connection, connection.cursor() as cursor:
        _execute(cursor, KEEP.format(place))
        try:
            cursor.execute(statement)
            findings = check(with_files=False).findings
        finally:
            _execute(cursor, GIVE_BACK.format(place))
    assert (place, wrong) in {(finding.place, str(finding.wrong)) for finding in findings}


def _execute(cursor: Any, statements: str) -> None:
    """One by one: a table with checks still to make can't be altered."""
    for statement in statements.split("; "):
        cursor.execute(statement)
