"""History on every model, written by the database itself into simple-history's tables (ADR 0002).

`HistoricalRecords` declares the tables and gives the reading side; its Python writer is switched off.
A trigger generated from the model writes one row for every INSERT, UPDATE that changes something, and DELETE,
whoever caused it and by whatever path. Who, for which company, why and when come from `acting()`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import pgtrigger
from django.db import connection, models
from simple_history.manager import HistoricalQuerySet, HistoryManager
from simple_history.models import HistoricalRecords

from kernel.scope import Actor, is_open
from kernel.triggers import OwnerTrigger

_SETTINGS = ("app.actor", "app.organisation", "app.reason", "app.at")
_TELL = "SELECT " + ", ".join(f"set_config('{name}', %s, true)" for name in _SETTINGS)
_ASK = "SELECT " + ", ".join(f"coalesce(current_setting('{name}', true), '')" for name in _SETTINGS)


@contextmanager
def acting(*, by: Actor, reason: str, at: datetime) -> Iterator[None]:
    """Name who changes regulated rows inside this block, why and when (21 CFR 11.10(e)).

    Must run inside a transaction. Restores the settings on a clean exit only; after an error the
    savepoint's rollback does it.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("acting() needs an open transaction")
    organisation = by.organisation_id
    with connection.cursor() as cursor:
        cursor.execute(_ASK)
        before = cursor.fetchone()
        cursor.execute(_TELL, [str(by.person_id), str(organisation or ""), reason, at.isoformat()])
    yield
    with connection.cursor() as cursor:
        cursor.execute(_TELL, before)


class TransactionNumberField(models.Field):  # type: ignore[type-arg]  # generic in the stubs only
    """PostgreSQL's 64-bit transaction number: the sealer's window reads it (ADR 0002)."""

    def db_type(self, connection: Any) -> str:
        return "xid8"


class HistoryRow(models.Model):
    """What every history row carries beside the copied fields."""

    acting_organisation_id = models.UUIDField(null=True)
    recorded_at = models.DateTimeField()
    """The server's clock, which no setting can change; `history_date` is the action's own time."""
    txid = TransactionNumberField()
    leaf = models.BinaryField()
    """SHA-256 over 0x00 and the canonical row (RFC 6962's leaf), sealed later in batches."""

    class Meta:
        abstract = True


class HistoryWithoutScopeError(RuntimeError):
    """History was read while no scope was open."""


class ScopedHistoricalQuerySet(HistoricalQuerySet):  # type: ignore[misc]  # the library has no types
    """Raises on evaluation without a scope, like the rows' own querysets."""

    def _fetch_all(self) -> None:
        if not is_open():
            raise HistoryWithoutScopeError(f"{self.model.__name__}: no scope is open")
        super()._fetch_all()


def recorded(*, without: tuple[str, ...] = (), inherit: bool = False) -> HistoricalRecords:
    """simple-history's declaration as every model of ours uses it."""
    return HistoricalRecords(
        bases=(HistoryRow,),
        inherit=inherit,
        excluded_fields=list(without),
        history_id_field=models.BigAutoField(),
        history_change_reason_field=models.TextField(null=True),
        user_db_constraint=False,
        history_manager=HistoryManager,
        historical_queryset=ScopedHistoricalQuerySet,
    )


class WriteHistory(OwnerTrigger):
    """Writes the history row; refuses a change that nobody answers for."""

    when = pgtrigger.After
    operation = pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete
    declare = [("r", "record"), ("kind", "text"), ("at", "timestamptz"), ("leaf", "bytea")]

    def __init__(self, *, without: tuple[str, ...] = ()) -> None:
        self.without = without
        super().__init__(name="history")

    def columns(self, model: type[models.Model]) -> list[str]:
        """The model's columns that its history keeps, in order."""
        return [str(f.column) for f in model._meta.concrete_fields if f.name not in self.without]

    def get_func(self, model: Any) -> str:
        columns = self.columns(model)
        table = f"{model._meta.app_label}_historical{model._meta.model_name}"
        listed = ", ".join(f'"{c}"' for c in columns)
        values = ", ".join(f'r."{c}"' for c in columns)
        dropped = "".join(f" - '{f.column}'" for f in model._meta.concrete_fields if f.name in self.without)
        return f"""
            IF TG_OP = 'DELETE' THEN r := OLD; kind := '-';
            ELSIF TG_OP = 'UPDATE' THEN
                r := NEW; kind := '~';
                IF to_jsonb(NEW){dropped} = to_jsonb(OLD){dropped} THEN RETURN NULL; END IF;
            ELSE r := NEW; kind := '+';
            END IF;
            IF coalesce(current_setting('app.actor', true), '') = ''
               OR btrim(coalesce(current_setting('app.reason', true), '')) = '' THEN
                RAISE EXCEPTION 'nobody answers for this change of %: who and why are missing', TG_TABLE_NAME
                    USING ERRCODE = 'check_violation', HINT = 'kernel.history.acting(by=, reason=, at=)';
            END IF;
            at := current_setting('app.at')::timestamptz;
            leaf := sha256('\\x00'::bytea || convert_to(jsonb_build_object(
                'row', to_jsonb(r){dropped}, 'type', kind, 'at', at,
                'user', current_setting('app.actor'), 'organisation', current_setting('app.organisation', true),
                'reason', current_setting('app.reason'), 'txid', pg_current_xact_id()::text)::text, 'UTF8'));
            INSERT INTO {table} ({listed}, history_date, history_type, history_user_id, history_change_reason,
                acting_organisation_id, recorded_at, txid, leaf)
            VALUES ({values}, at, kind, current_setting('app.actor')::uuid, current_setting('app.reason'),
                nullif(current_setting('app.organisation', true), '')::uuid, clock_timestamp(),
                pg_current_xact_id(), leaf);
            RETURN NULL;
        """
