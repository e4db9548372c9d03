"""Composite keys: a child of a shared row carries its parent's partnership (ADR 0003).

Foreign keys bypass row-level security, so a plain key would accept another tenant's row. For every foreign key from
one shared model to another the database also checks (partnership_id, key), generated from the models so that none is
forgotten. The parent gets the matching unique constraint.
"""

from collections.abc import Iterator
from typing import Any

from django.db.models import ForeignKey, Model

from kernel.rls.policies import project_models


def shared_models() -> list[type[Model]]:
    return [m for m in project_models() if getattr(m, "tenancy", "") == "shared"]


def tenant_keys() -> Iterator[tuple[type[Model], "ForeignKey[Any, Any]", type[Model]]]:
    """(child, foreign key, parent) for every key that must stay inside one partnership."""
    shared = set(shared_models())
    for child in sorted(shared, key=lambda m: m._meta.db_table):
        for field in child._meta.concrete_fields:
            if isinstance(field, ForeignKey) and field.related_model in shared:
                yield child, field, field.related_model


def key_name(child: type[Model], field: "ForeignKey[Any, Any]") -> str:
    return f"tenant_{child._meta.db_table}_{field.column}"[:63]


def composite_key_sql() -> Iterator[str]:
    """Idempotent statements; an existing constraint is left as it is."""
    keys = list(tenant_keys())
    for parent in sorted({p for _, _, p in keys}, key=lambda m: m._meta.db_table):
        table = parent._meta.db_table
        columns = f"partnership_id, {parent._meta.pk.column}"
        yield _unless_there(
            f"tenant_{table}"[:63], table, f'ADD CONSTRAINT "{f"tenant_{table}"[:63]}" UNIQUE ({columns})'
        )
    for child, field, parent in keys:
        name, table = key_name(child, field), child._meta.db_table
        yield _unless_there(
            name,
            table,
            f'ADD CONSTRAINT "{name}" FOREIGN KEY (partnership_id, "{field.column}") '
            f'REFERENCES "{parent._meta.db_table}" (partnership_id, {parent._meta.pk.column}) '
            "DEFERRABLE INITIALLY DEFERRED",
        )


def _unless_there(name: str, table: str, change: str) -> str:
    return f"""DO $$ BEGIN
        IF NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conname = '{name}'
                       AND conrelid = '"{table}"'::regclass) THEN
            ALTER TABLE "{table}" {change};
        END IF;
    END $$"""
