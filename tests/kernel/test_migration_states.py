"""The migrations, run without rendering models anew, leave what the models declare; and the states stay true."""

import re
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models
from django.db.migrations.operations import AddConstraint, AddField, AddIndex, CreateModel
from django.db.migrations.state import ProjectState

from kernel.migration_states import rendered_once


@pytest.mark.usefixtures("db")
def test_the_database_has_every_column_index_and_constraint_of_the_models() -> None:
    declared, there = set(), set()
    with connection.cursor() as cursor:
        for model in (m for m in apps.get_models() if m._meta.managed):
            table = model._meta.db_table
            declared |= {(table, f.column, f.db_type(connection)) for f in model._meta.local_concrete_fields}
            declared |= {(table, option.name) for option in (*model._meta.indexes, *model._meta.constraints)}
        cursor.execute(
            """SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod)
               FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
               WHERE c.relnamespace = 'public'::regnamespace AND a.attnum > 0 AND NOT a.attisdropped"""
        )
        there |= {(table, column, _as_django(kind)) for table, column, kind in cursor.fetchall()}
        cursor.execute("SELECT conrelid::regclass::text, conname FROM pg_constraint WHERE contype <> 'n'")
        there |= set(cursor.fetchall())
        cursor.execute("SELECT tablename, indexname FROM pg_indexes WHERE schemaname = 'public'")
        there |= set(cursor.fetchall())
    assert len(declared) > 1000
    assert declared - there == set()


def _as_django(kind: str) -> str:
    """PostgreSQL's name of a type as Django writes it."""
    kind = kind.replace("character varying", "varchar").replace("time without time zone", "time")
    return re.sub(r"(numeric)\((\d+),(\d+)\)", r"\1(\2, \3)", kind)


BOOK = ("library", "Book", [("id", models.BigAutoField(primary_key=True)), ("title", models.TextField())])
PAGE = ("library", "Page", [("id", models.BigAutoField(primary_key=True))])
OPERATIONS: list[tuple[str, Any]] = [
    ("library", CreateModel(*PAGE[1:])),
    ("library", AddField("page", "book", models.ForeignKey("library.Book", models.CASCADE, related_name="pages"))),
    ("library", AddField("page", "number", models.IntegerField(default=1), preserve_default=False)),
    ("library", AddIndex("page", models.Index(fields=["number"], name="page_number"))),
    ("library", AddConstraint("page", models.UniqueConstraint(fields=["book", "number"], name="one_page"))),
]


def _state() -> ProjectState:
    state = ProjectState()
    CreateModel(*BOOK[1:]).state_forwards("library", state)
    assert state.apps.get_model("library", "book")  # rendered, as in the middle of a run
    for app, operation in OPERATIONS:
        operation.state_forwards(app, state)
    return state


def test_the_states_are_those_of_django() -> None:
    plain = _state()
    with rendered_once():
        quick = _state()
    assert quick == plain
    for state in (plain, quick):
        page, book = (state.apps.get_model("library", name) for name in ("page", "book"))
        assert [f.name for f in page._meta.fields] == ["id", "book", "number"]
        assert [i.name for i in page._meta.indexes] == ["page_number"]
        assert [c.name for c in page._meta.total_unique_constraints] == ["one_page"]
        assert page._meta.get_field("book").related_model is book
        assert [r.name for r in book._meta.related_objects] == ["pages"]
        assert not page._meta.get_field("number").has_default()


def test_the_other_models_are_left_as_they_are() -> None:
    with rendered_once():
        state = ProjectState()
        CreateModel(*BOOK[1:]).state_forwards("library", state)
        book = state.apps.get_model("library", "book")
        for app, operation in OPERATIONS:
            operation.state_forwards(app, state)
        assert state.apps.get_model("library", "book") is book
