"""Every table has policies and history, or stands on a short list with its reason (ADR 0003)."""

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import Model

from kernel.constraints import key_name, tenant_keys
from kernel.history import WriteFirstHistory, WriteHistory
from kernel.rls.policies import is_history, policy_of, project_models

OURS = {
    "parties", "records", "clocks", "masters", "agreements", "lots", "evidence", "quality_events",
    "change_control", "release", "traceability", "performance", "workspace", "oversight",
}  # fmt: skip
WITHOUT_POLICY = {
    "clocks.Heartbeat": "signs of life of the platform's own processes; names no company",
}
WITHOUT_HISTORY = {
    "clocks.ClockStep": "the sweeper's due rows; each firing leaves notices, which are append-only",
    "clocks.Delivery": "technical, like the outbox; what it tells of is recorded",
    "clocks.Heartbeat": "ephemeral",
    "clocks.OutboxMessage": "technical and append-only in substance; the notice behind it is recorded",
    "lots.LotGate": "derived from facts that have history; each shipment stores the decision it rested on",
    "parties.KeptAnswer": "kept a week for repeated requests; what the requests did is recorded",
    "parties.LoginRecord": "append-only itself",
    "parties.SigningChallenge": "lives for minutes; the signature that it was for keeps its key",
    "records.AccessRecord": "append-only itself",
    "records.Countersignature": "append-only itself, and sealed",
    "records.DayHead": "append-only itself, and sealed",
    "records.Refusal": "append-only itself",
    "records.Seal": "append-only itself, signed and chained to the one before",
    "records.SealStamp": "append-only itself, and sealed",
    "records.SealTree": "where a tree stands now: works out from its heads, `manage.py verify` compares",
    "records.TreeHead": "append-only itself; the seal's root covers it",
    "workspace.SearchDocument": "derived by triggers from rows that have history; `manage.py reindex` makes it again",
    "workspace.SearchWord": "likewise",
}


def ours() -> list[type[Model]]:
    return [m for m in apps.get_models() if m._meta.app_label in OURS and not is_history(m)]


def _label(model: type[Model]) -> str:
    return f"{model._meta.app_label}.{model._meta.object_name}"


def test_every_model_of_ours_says_its_tenancy() -> None:
    assert {_label(m) for m in ours() if not hasattr(m, "tenancy")} == set()


def test_every_table_has_a_policy_or_a_reason() -> None:
    assert {_label(m) for m in ours() if policy_of(m) is None} == set(WITHOUT_POLICY)


def test_every_model_has_history_or_a_reason() -> None:
    without = {_label(m) for m in ours() if not hasattr(m, "history")}
    assert without == set(WITHOUT_HISTORY)
    for model in ours():
        if hasattr(model, "history"):
            assert any(isinstance(t, WriteHistory) for t in model._meta.triggers), _label(model)


@pytest.mark.usefixtures("db")
def test_the_database_enforces_the_policies() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relkind = 'r' AND relrowsecurity")
        enabled = {name for (name,) in cursor.fetchall()}
        cursor.execute("SELECT tablename FROM pg_policies WHERE policyname = 'app_read'")
        readable = {name for (name,) in cursor.fetchall()}
    wanted = {m._meta.db_table for m in project_models() if policy_of(m) is not None}
    assert wanted - enabled == set()
    assert wanted - readable == set()


@pytest.mark.usefixtures("db")
def test_every_key_between_shared_rows_carries_the_partnership() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT conname FROM pg_constraint WHERE contype = 'f' AND convalidated")
        there = {name for (name,) in cursor.fetchall()}
    wanted = {key_name(child, field) for child, field, _ in tenant_keys()}
    assert len(wanted) > 20
    assert wanted - there == set()


@pytest.mark.usefixtures("db")
def test_the_history_trigger_copies_every_column() -> None:
    """The installed function names each column of its model (a stale one would lose a field silently)."""
    for model in ours():
        triggers = [t for t in getattr(model._meta, "triggers", []) if isinstance(t, WriteHistory)]
        assert {type(t) for t in triggers} in ({WriteHistory, WriteFirstHistory}, set()), _label(model)
        kept = (
            {f.column for f in model.history.model._meta.concrete_fields}
            & {f.column for f in model._meta.concrete_fields}
            if triggers
            else set()
        )
        for trigger in triggers:
            with connection.cursor() as cursor:
                cursor.execute("SELECT prosrc FROM pg_proc WHERE proname = %s", [trigger.get_pgid(model)])
                source = cursor.fetchone()[0]
            assert {c for c in kept if f'r."{c}"' not in source} == set(), _label(model)
