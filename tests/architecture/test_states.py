"""States and permissions are one table each, and everybody who names one names one that exists (ADR 0006)."""

import ast

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import Model

from kernel.rls.policies import is_history
from kernel.states import StateTable
from kernel.triggers import LawfulStates
from parties.states import CMO_PERMISSIONS, OWN_PERMISSIONS, SPONSOR_PERMISSIONS
from tests.architecture.sources import calls, of_apps, tree

HELD = {
    permission
    for table in (SPONSOR_PERMISSIONS, CMO_PERMISSIONS, OWN_PERMISSIONS)
    for permissions in table.values()
    for permission in permissions
}
ASKED_BY = {"may": 0, "check_may": 1, "roles_that_allow": 0}
"""Functions that are given a permission, and where among their arguments."""


AUTOMATIC = {"system": "clocks move by the facts they wait for; only SYS may, who needs no role"}
"""Permissions that no role holds, on purpose."""


def with_states() -> list[type[Model]]:
    """Models whose rows live by a table."""
    return [
        model
        for model in apps.get_models()
        if not is_history(model)
        and isinstance(getattr(model, "state_table", None), StateTable)
        and any(field.name == "state" for field in model._meta.fields)
    ]


def test_every_table_is_kept_by_a_trigger() -> None:
    models = with_states()
    assert len(models) >= 5
    kept = {
        model
        for model in models
        for trigger in model._meta.triggers  # type: ignore[attr-defined]  # pgtrigger's
        if isinstance(trigger, LawfulStates) and trigger.table is model.state_table
    }
    assert {model._meta.label for model in set(models) - kept} == set()


@pytest.mark.usefixtures("db")
def test_the_database_has_the_triggers() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname LIKE 'pgtrigger_lawful_states%%'")
        there = {name for (name,) in cursor.fetchall()}
    assert {model._meta.db_table for model in with_states()} - there == set()


def test_every_steps_permission_is_somebodys() -> None:
    asked = {(m._meta.label, t.verb, t.permission) for m in with_states() for t in m.state_table.transitions}
    assert {step for step in asked if step[2] not in HELD | AUTOMATIC.keys()} == set()
    assert AUTOMATIC.keys() & HELD == set()


def _asked_for() -> dict[str, set[str]]:
    """Each permission that the code asks for by name, and where."""
    asked: dict[str, set[str]] = {}
    for path in of_apps():
        for name, call in calls(tree(path)):
            verb = name.rpartition(".")[2]
            given = call.args[ASKED_BY[verb] :] if verb in ASKED_BY else []
            named = [k.value for k in call.keywords if k.arg == "permission"] + given[:1]
            for constant in named:
                if isinstance(constant, ast.Constant) and isinstance(constant.value, str):
                    asked.setdefault(constant.value, set()).add(str(path))
    return asked


def test_every_permission_asked_for_is_somebodys() -> None:
    asked = _asked_for()
    assert len(asked) > 10
    assert {permission: places for permission, places in asked.items() if permission not in HELD} == {}
