"""No record can be deleted, by no role and in no way, in any table of ours that has history (ADR 0025)."""

import psycopg2
import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from kernel import scope
from kernel.rls.policies import is_history, project_models, rights_of
from kernel.rls.trail import kept_tables
from tests.databases import as_owner

DELETABLE = {"workspace_savedsearch": "a person's own bookmark"}


def test_every_model_with_history_is_kept() -> None:
    recorded = {m._meta.db_table for m in project_models() if hasattr(m, "history") and not is_history(m)}
    assert recorded - set(kept_tables()) == set(DELETABLE)
    may_delete = {m._meta.db_table for m in project_models() if "DELETE" in rights_of(m)}
    assert may_delete & set(kept_tables()) == set()


@pytest.mark.usefixtures("db")
def test_the_application_cannot_delete() -> None:
    with scope.opened(scope.system()):
        for table in kept_tables():
            with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
                connection.cursor().execute(f'DELETE FROM "{table}"')  # noqa: S608 - our own names


@pytest.mark.usefixtures("db")
def test_the_owner_cannot_delete_either() -> None:
    for table in kept_tables():
        for statement in ("DELETE FROM", "TRUNCATE"):
            with pytest.raises(psycopg2.DatabaseError, match=r"is kept: no record is deleted|cannot truncate"):
                as_owner(f'{statement} "{table}"')
