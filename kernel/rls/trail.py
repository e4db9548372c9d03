"""The tables that make up the trail, and what guards them: shapes, epochs, indexes, write-once triggers (ADR 0014).

The trail is every history table and every append-only table that has no history because it is one itself.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db.models import Model

from kernel.history import WriteHistory
from kernel.rls.policies import is_history, project_models
from kernel.rows import AppendedRow

TABLES_SQL = """
CREATE TABLE IF NOT EXISTS kernel_epoch (
    number integer PRIMARY KEY, cluster text NOT NULL, started_at timestamptz NOT NULL);
CREATE TABLE IF NOT EXISTS kernel_shape (
    relation text, epoch integer, since xid8, columns text[] NOT NULL, PRIMARY KEY (relation, epoch, since));
CREATE OR REPLACE FUNCTION kernel_kept() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$ BEGIN
    RAISE EXCEPTION '% is kept: no record is deleted, before its day or after it (21 CFR 111.605(a))', TG_TABLE_NAME
        USING ERRCODE = 'check_violation';
END $$;
CREATE OR REPLACE FUNCTION kernel_written_once() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$ BEGIN
    RAISE EXCEPTION '% is written once and never changed or deleted', TG_TABLE_NAME USING ERRCODE = 'check_violation';
END $$;
"""
EPOCH_SQL = """
INSERT INTO kernel_epoch (number, cluster, started_at)
SELECT coalesce(max(e.number), 0) + 1, here.cluster,
       CASE WHEN max(e.number) IS NULL THEN '-infinity' ELSE clock_timestamp() END
FROM (SELECT system_identifier::text AS cluster FROM pg_control_system()) here LEFT JOIN kernel_epoch e ON true
GROUP BY here.cluster
HAVING (SELECT l.cluster FROM kernel_epoch l ORDER BY l.number DESC LIMIT 1) IS DISTINCT FROM here.cluster
"""
"""Transaction numbers begin anew in a restored cluster: another system identifier is another epoch."""


@dataclass(frozen=True, slots=True)
class TrailTable:
    """One table of the trail; `key`, `record`, … are SQL over its row `h`."""

    relation: str
    key: str
    record: str
    """The id of the record whose change the row is."""
    partnership: str
    organisation: str
    acted_for: str
    columns: tuple[str, ...]
    """What the row's leaf covers of the record, sorted."""
    is_history: bool
    live: str = ""
    live_key: str = ""


def trail_tables() -> list[TrailTable]:
    """Every table of the trail, in the order of their names."""
    return [_history(m) if is_history(m) else _appended(m) for m in project_models() if _is_trail(m)]


def trail_sql() -> Iterator[str]:
    """Statements that bring epochs, shapes, indexes and guards up to date; run again and again alike."""
    yield TABLES_SQL
    yield EPOCH_SQL
    tables = trail_tables()
    yield _shape_sql(tables)
    for name in kept_tables():
        for trigger, operation in (("kernel_kept", "DELETE"), ("kernel_kept_full", "TRUNCATE")):
            yield (
                f'CREATE OR REPLACE TRIGGER {trigger} BEFORE {operation} ON "{name}" '
                "FOR EACH STATEMENT EXECUTE FUNCTION kernel_kept()"
            )
    for table in tables:
        yield f'CREATE INDEX IF NOT EXISTS "{table.relation}_txid" ON "{table.relation}" (txid)'
        for name, operation in (("kernel_written_once", "UPDATE OR DELETE"), ("kernel_kept_whole", "TRUNCATE")):
            yield (
                f'CREATE OR REPLACE TRIGGER {name} BEFORE {operation} ON "{table.relation}" '
                "FOR EACH STATEMENT EXECUTE FUNCTION kernel_written_once()"
            )


def kept_tables() -> list[str]:
    """Every table of records, of every model there is: none of their rows can be deleted (ADR 0025)."""
    return [
        model._meta.db_table
        for model in project_models()
        if hasattr(model, "history") and not is_history(model) and not getattr(model, "deletable", False)
    ]


def relation_of(model: type[Model]) -> str:
    """The table that holds the trail of a model's rows."""
    kept = getattr(model, "history", None)
    return str((kept.model if kept is not None else model)._meta.db_table)


def trail_models() -> dict[str, type[Model]]:
    """Each table of the trail with the model that people know."""
    plain = [m for m in apps.get_models() if hasattr(m, "tenancy") and not is_history(m)]
    return {relation_of(m): m for m in plain if hasattr(m, "history") or issubclass(m, AppendedRow)}


def _is_trail(model: type[Model]) -> bool:
    return is_history(model) or issubclass(model, AppendedRow)


def _shape_sql(tables: list[TrailTable]) -> str:
    """A shape is kept with the transaction that it holds from: a later column changes no earlier leaf."""
    wanted = ", ".join(f"('{t.relation}', ARRAY[{', '.join(map(repr, t.columns))}])" for t in tables)
    return f"""
        INSERT INTO kernel_shape (relation, epoch, since, columns)
        SELECT w.relation, now_in.epoch,
               CASE WHEN last.epoch = now_in.epoch THEN pg_current_xact_id() ELSE '0' END, w.columns
        FROM (VALUES {wanted}) w (relation, columns)
        CROSS JOIN (SELECT max(e.number) AS epoch FROM kernel_epoch e) now_in
        LEFT JOIN LATERAL (SELECT s.epoch, s.columns FROM kernel_shape s WHERE s.relation = w.relation
                           ORDER BY s.epoch DESC, s.since DESC LIMIT 1) last ON true
        WHERE last.epoch IS DISTINCT FROM now_in.epoch OR last.columns <> w.columns
    """


def _history(model: type[Model]) -> TrailTable:
    subject = model.instance_type  # type: ignore[attr-defined]  # simple-history's
    writer = next(t for t in subject._meta.triggers if type(t) is WriteHistory)
    key = str(subject._meta.pk.column)
    partnership, organisation = _owners(subject)
    return TrailTable(
        relation=model._meta.db_table,
        key="h.history_id::text",
        record=f'h."{key}"::text',
        partnership=partnership,
        organisation=organisation,
        acted_for="h.acting_organisation_id",
        columns=tuple(sorted(writer.columns(subject))),
        is_history=True,
        live=subject._meta.db_table,
        live_key=key,
    )


def _appended(model: type[Model]) -> TrailTable:
    names = {str(field.column) for field in model._meta.concrete_fields}
    partnership, organisation = _owners(model)
    return TrailTable(
        relation=model._meta.db_table,
        key="h.id::text",
        record="h.subject_id::text" if "subject_id" in names else "h.id::text",
        partnership=partnership,
        organisation=organisation,
        acted_for="h.organisation_id" if "organisation_id" in names else "NULL::uuid",
        columns=tuple(sorted(names)),
        is_history=False,
    )


def _owners(model: type[Model]) -> tuple[str, str]:
    """Whose tree a row goes into: the partnership's, else the company's, else the platform's."""
    special = {
        "parties_partnership": ("h.id", "NULL::uuid"),
        "parties_organisation": ("NULL::uuid", "h.id"),
    }
    names = {field.column for field in model._meta.concrete_fields}
    plain = tuple(f"h.{name}" if name in names else "NULL::uuid" for name in ("partnership_id", "organisation_id"))
    return special.get(model._meta.db_table, (plain[0], plain[1]))
