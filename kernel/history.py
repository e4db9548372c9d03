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


class Records(HistoricalRecords):  # type: ignore[misc]  # the library has no types
    """simple-history's, without the indexes that a model with many rows names in `history_without_index`."""

    def copy_fields(self, model: type[models.Model]) -> dict[str, Any]:
        return _unindexed(model, super().copy_fields(model))

    def get_extra_fields(self, model: type[models.Model], fields: dict[str, Any]) -> dict[str, Any]:
        return _unindexed(model, super().get_extra_fields(model, fields))


def _unindexed(model: type[models.Model], fields: dict[str, Any]) -> dict[str, Any]:
    for name in getattr(model, "history_without_index", ()):
        if name in fields:
            fields[name].db_index = False
    return fields


def recorded(*, without: tuple[str, ...] = (), inherit: bool = False) -> HistoricalRecords:
    """simple-history's declaration as every model of ours uses it."""
    return Records(
        bases=(HistoryRow,),
        inherit=inherit,
        excluded_fields=list(without),
        history_id_field=models.BigAutoField(),
        history_change_reason_field=models.TextField(null=True),
        user_db_constraint=False,
        history_manager=HistoryManager,
        historical_queryset=ScopedHistoricalQuerySet,
    )


_GIVEN = [
    ("its_kind", "text"),
    ("its_at", "timestamptz"),
    ("its_actor", "text := current_setting('app.actor', true)"),
    ("its_organisation", "text := current_setting('app.organisation', true)"),
    ("its_reason", "text := current_setting('app.reason', true)"),
    ("its_frame", "text"),
    ("its_gap", "integer"),
]
"""What the functions know beside the row; no column may have one of these names."""
_FRAMED = """
            its_frame := jsonb_build_object('row', NULL, 'type', its_kind, 'at', its_at, 'user', its_actor,
                'organisation', its_organisation, 'reason', its_reason, 'txid', pg_current_xact_id()::text)::text;
            its_gap := position('"row": null' IN its_frame) + length('"row": ');"""
"""The canonical text around a row, made once a statement: a row put inside as JSON is copied value by value, which
cost a pack of 10,000 rows 40 ms. Only the moment stands before the gap, so nothing said can look like it."""
_ANSWERED_FOR = """
            IF coalesce(its_actor, '') = '' OR btrim(coalesce(its_reason, '')) = '' THEN
                RAISE EXCEPTION 'nobody answers for this change of %: who and why are missing', TG_TABLE_NAME
                    USING ERRCODE = 'check_violation', HINT = 'kernel.history.acting(by=, reason=, at=)';
            END IF;
            its_at := current_setting('app.at')::timestamptz;"""


class WriteHistory(OwnerTrigger):
    """Writes the history of every UPDATE that changes something and every DELETE, row by row.

    Refuses a change that nobody answers for.
    """

    when = pgtrigger.After
    operation = pgtrigger.Update | pgtrigger.Delete
    declare = [("r", "record"), *_GIVEN]

    def __init__(self, *, without: tuple[str, ...] = (), name: str = "history") -> None:
        self.without = without
        super().__init__(name=name)

    def columns(self, model: type[models.Model]) -> list[str]:
        """The model's columns that its history keeps, in order."""
        return [str(f.column) for f in model._meta.concrete_fields if f.name not in self.without]

    def dropped(self, model: type[models.Model]) -> str:
        """SQL that takes the columns that are not kept out of a row's JSON."""
        return "".join(f" - '{f.column}'" for f in model._meta.concrete_fields if f.name in self.without)

    def get_func(self, model: Any) -> str:
        dropped = self.dropped(model)
        is_same = f"to_jsonb(NEW){dropped} = to_jsonb(OLD){dropped}" if dropped else "NEW IS NOT DISTINCT FROM OLD"
        return f"""
            IF TG_OP = 'DELETE' THEN r := OLD; its_kind := '-';
            ELSE
                r := NEW; its_kind := '~';
                IF {is_same} THEN RETURN NULL; END IF;
            END IF;
            {_ANSWERED_FOR}
            {_FRAMED}
            {self.insert(model)};
            RETURN NULL;
        """

    def insert(self, model: Any) -> str:
        """The statement that writes the history of `r`: a record here, each of the added rows below."""
        columns = self.columns(model)
        return f"""
            INSERT INTO {model._meta.app_label}_historical{model._meta.model_name}
                ({", ".join(f'"{c}"' for c in columns)}, history_date, history_type, history_user_id,
                history_change_reason, acting_organisation_id, recorded_at, txid, leaf)
            SELECT {", ".join(f'r."{c}"' for c in columns)}, its_at, its_kind, its_actor::uuid, its_reason,
                nullif(its_organisation, '')::uuid, clock_timestamp(), pg_current_xact_id(),
                sha256('\\x00'::bytea || convert_to(left(its_frame, its_gap - 1)
                    || (to_jsonb(r){self.dropped(model)})::text || substr(its_frame, its_gap + length('null')),
                    'UTF8'))"""


class WriteFirstHistory(WriteHistory):
    """Writes the history of an INSERT, all rows of the statement at once: a pack has ten thousand."""

    level = pgtrigger.Statement
    operation = pgtrigger.Insert
    referencing = pgtrigger.Referencing(new="added")  # type: ignore[no-untyped-call]
    declare = _GIVEN

    def __init__(self, *, without: tuple[str, ...] = ()) -> None:
        super().__init__(without=without, name="first_history")

    def get_func(self, model: Any) -> str:
        return f"""
            IF NOT EXISTS (SELECT FROM added) THEN RETURN NULL; END IF;
            {_ANSWERED_FOR}
            its_kind := '+';
            {_FRAMED}
            {self.insert(model)}
            FROM added r;
            RETURN NULL;
        """
