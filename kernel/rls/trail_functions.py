"""The definer functions over the whole trail, generated from the models: one branch a table (ADR 0014).

Only SYS gets an answer. A row's *line* is what the sealer hashes: table, key, record, company acted for, moment,
leaf. Its *text* is what the leaf is the hash of, rebuilt from the row as it stands now.
"""

from collections.abc import Iterable

from kernel.rls.trail import TrailTable, trail_tables

_HEAD = "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET timezone = 'UTC' AS $$"
_MOMENT = """to_char(h.recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')"""
_SHAPE = """
CREATE OR REPLACE FUNCTION facts_shape(the_relation text, the_txid xid8, moment timestamptz) RETURNS text[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT s.columns FROM kernel_shape s
    WHERE s.relation = the_relation
      AND (s.epoch, s.since) <= ((SELECT max(e.number) FROM kernel_epoch e WHERE e.started_at <= moment), the_txid)
    ORDER BY s.epoch DESC, s.since DESC LIMIT 1
$$"""
_WINDOW = "its_since xid8, its_until xid8, from_at timestamptz, until_at timestamptz"
_INSIDE = "h.txid >= its_since AND h.txid < its_until AND h.recorded_at >= from_at AND h.recorded_at < until_at"


def generated_sql() -> list[str]:
    """The functions' statements; each follows those that it calls."""
    tables = trail_tables()
    return [_SHAPE, _claim(tables), _facts(tables), _texts(tables), _unlike(tables), _unsealed(tables)]


def _claim(tables: Iterable[TrailTable]) -> str:
    """Rows of a window in the order that seals keep, after the last one of the seal before."""
    return f"""
CREATE OR REPLACE FUNCTION claim_history({_WINDOW}, after_relation text, after_key text, most integer)
RETURNS TABLE (partnership_id uuid, organisation_id uuid, txid xid8, relation text, key text, line text)
LANGUAGE sql STABLE {_HEAD}
    SELECT t.* FROM ({_union(_branch(t, _INSIDE) for t in tables)}) t
    WHERE (SELECT app_is_system()) AND (t.txid > its_since OR (t.relation COLLATE "C", t.key COLLATE "C")
        > (after_relation COLLATE "C", after_key COLLATE "C"))
    ORDER BY t.txid, t.relation COLLATE "C", t.key COLLATE "C" LIMIT most
$$"""


def _facts(tables: Iterable[TrailTable]) -> str:
    """The same rows with their texts: what a verifier compares the seals with."""
    return f"""
CREATE OR REPLACE FUNCTION facts_of_history({_WINDOW})
RETURNS TABLE (partnership_id uuid, organisation_id uuid, txid xid8, relation text, key text, line text, leaf bytea,
               content text)
LANGUAGE sql STABLE {_HEAD}
    SELECT t.* FROM ({_union(_branch(t, _INSIDE, with_text=True) for t in tables)}) t
    WHERE (SELECT app_is_system()) ORDER BY t.txid, t.relation COLLATE "C", t.key COLLATE "C"
$$"""


def _texts(tables: Iterable[TrailTable]) -> str:
    """Named rows with their texts, for an export or a page."""
    branches = [_branch(t, _named(t), with_text=True) for t in tables]
    return f"""
CREATE OR REPLACE FUNCTION facts_of_rows(relations text[], keys text[])
RETURNS TABLE (partnership_id uuid, organisation_id uuid, txid xid8, relation text, key text, line text, leaf bytea,
               content text)
LANGUAGE sql STABLE {_HEAD}
    WITH wanted AS MATERIALIZED (SELECT w.relation, w.key FROM unnest(relations, keys) w (relation, key))
    {_union(branches)}
$$"""


def _named(table: TrailTable) -> str:
    key, cast = ("h.history_id", "bigint") if table.is_history else ("h.id", "uuid")
    wanted = f"SELECT w.key::{cast} FROM wanted w WHERE w.relation = '{table.relation}'"
    return f"(SELECT app_is_system()) AND {key} = ANY (ARRAY({wanted}))"


def _branch(table: TrailTable, where: str, *, with_text: bool = False) -> str:
    """One table's rows `h`; a table without history has its leaf worked out from its text."""
    text = _text(table)
    owners = f"{table.partnership} AS partnership_id, {table.organisation} AS organisation_id"
    leaf = "h.leaf" if table.is_history else f"sha256('\\x00'::bytea || convert_to({text}, 'UTF8'))"
    line = f"concat_ws(' ', '{table.relation}', {table.key}, coalesce({table.record}, '-'), "
    line += f"coalesce({table.acted_for}::text, '-'), {_MOMENT}, encode({leaf}, 'hex'))"
    shown = f", {leaf}, {text}" if with_text else ""
    return (
        f"SELECT {owners}, h.txid, '{table.relation}'::text AS relation, {table.key} AS key, {line} AS line{shown} "
        f'FROM "{table.relation}" h WHERE {where}'
    )


def _text(table: TrailTable) -> str:
    """What the trigger hashed when it wrote the row (`kernel.history`), in the shape that held then."""
    row = (
        "(SELECT jsonb_object_agg(c.key, c.value) FROM jsonb_each(to_jsonb(h)) c "
        f"WHERE c.key = ANY (facts_shape('{table.relation}', h.txid, h.recorded_at)))"
    )
    if not table.is_history:
        return f"{row}::text"
    return (
        f"jsonb_build_object('row', {row}, 'type', h.history_type, 'at', h.history_date, "
        "'user', h.history_user_id::text, 'organisation', coalesce(h.acting_organisation_id::text, ''), "
        "'reason', h.history_change_reason, 'txid', h.txid::text)::text"
    )


def _unlike(tables: Iterable[TrailTable]) -> str:
    """Records that are not what their newest history row says: changed, made or deleted past the triggers."""
    return f"""
CREATE OR REPLACE FUNCTION find_unlike_history() RETURNS TABLE (relation text, record text, kind text)
LANGUAGE sql STABLE {_HEAD}
    {_union(_unlike_branch(t) for t in tables if t.is_history)}
$$"""


def _unlike_branch(table: TrailTable) -> str:
    key = f'"{table.live_key}"'
    return f"""
    SELECT '{table.live}', coalesce(l.{key}::text, h.{key}::text),
           CASE WHEN l.{key} IS NULL THEN 'missing' WHEN h.{key} IS NULL OR h.history_type = '-' THEN 'unrecorded'
                ELSE 'changed' END
    FROM "{table.live}" l
    FULL JOIN (SELECT DISTINCT ON (n.{key}) n.* FROM "{table.relation}" n ORDER BY n.{key}, n.history_id DESC) h
         ON h.{key} = l.{key}
    WHERE (SELECT app_is_system()) AND CASE
        WHEN l.{key} IS NULL THEN h.history_type <> '-'
        WHEN h.{key} IS NULL OR h.history_type = '-' THEN true
        ELSE EXISTS (SELECT 1 FROM unnest(facts_shape('{table.relation}', h.txid, h.recorded_at)) c
                     WHERE to_jsonb(l) -> c IS DISTINCT FROM to_jsonb(h) -> c) END"""


def _unsealed(tables: Iterable[TrailTable]) -> str:
    """How many rows wait for a seal, and for how long the oldest has."""
    rows = _union(
        f'SELECT h.recorded_at FROM "{t.relation}" h, last WHERE h.txid >= last.horizon '
        "AND h.recorded_at >= last.started_at"
        for t in tables
    )
    return f"""
DROP FUNCTION IF EXISTS count_unsealed_history();
CREATE OR REPLACE FUNCTION count_unsealed() RETURNS TABLE (waiting bigint, oldest_seconds double precision)
LANGUAGE sql STABLE {_HEAD}
    WITH last AS MATERIALIZED (
        SELECT coalesce((SELECT s.horizon FROM records_seal s WHERE s.epoch = e.number ORDER BY s.number DESC LIMIT 1),
                        '0'::xid8) AS horizon, e.started_at
        FROM kernel_epoch e WHERE (SELECT app_is_system()) ORDER BY e.number DESC LIMIT 1)
    SELECT count(*), coalesce(extract(epoch FROM clock_timestamp() - min(t.recorded_at)), 0)::double precision
    FROM ({rows}) t
$$"""


def _union(branches: Iterable[str]) -> str:
    return "\nUNION ALL ".join(branches)
