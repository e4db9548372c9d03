"""The definer functions are exactly the listed ones, run as the owner, with a fixed search path."""

import re

import pytest
from django.db import connection

from kernel.rls.functions import names, sources
from tests.databases import as_owner

FUNCTIONS = """
SELECT p.proname, r.rolname, p.prosecdef, coalesce(array_to_string(p.proconfig, ';'), ''),
       has_function_privilege('public', p.oid, 'EXECUTE'), p.prorettype = 'trigger'::regtype, p.prosrc
FROM pg_proc p JOIN pg_roles r ON r.oid = p.proowner JOIN pg_namespace n ON n.oid = p.pronamespace
WHERE n.nspname = 'public' AND p.prolang IN (SELECT oid FROM pg_language WHERE lanname IN ('sql', 'plpgsql'))
"""
PREFIXES = re.compile(
    r"^(app_|visible_|writable_|granted_|disclosed_|claim_|count_|find_|facts_|settle_|inner_|kernel_now$)"
)


@pytest.mark.usefixtures("db")
def test_every_function_runs_as_the_owner_with_a_fixed_path() -> None:
    with connection.cursor() as cursor:
        cursor.execute(FUNCTIONS)
        found = cursor.fetchall()
    assert {name for name, *_, is_trigger, _ in found if not is_trigger} == set(names())
    owner = as_owner("SELECT current_user")[0][0]
    for name, role, is_definer, config, is_public, _, source in found:
        assert (name, role, is_definer, is_public) == (name, owner, True, False)
        assert "search_path=pg_catalog, public, pg_temp" in config, name
        assert "pgtrigger.ignore" not in source, name


def test_names_say_what_a_function_may_do() -> None:
    assert [name for name in names() if not PREFIXES.match(name)] == []


@pytest.mark.usefixtures("db")
def test_inner_functions_are_called_by_no_role() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT p.proname, has_function_privilege(p.oid, 'EXECUTE') FROM pg_proc p
               JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname = 'public' AND p.proname = ANY (%s)""",
            [names()],
        )
        callable_by_us = {name for name, may_call in cursor.fetchall() if may_call}
    assert set(names()) - callable_by_us == {name for name in names() if name.startswith("inner_")} != set()


PER_ROW = re.compile(
    r"(?:ANY \(|=\s*)(?:visible|writable|granted)_\w+\(|"
    r"(?:WHERE|AND|OR)\s[^;()]*?[<>=]=?\s*(?:app_person|app_organisation)\(\)"
)
"""A set or an identity asked bare in a condition: once a row, instead of once a statement."""


def test_access_is_asked_once_a_statement() -> None:
    """With 20 partnerships the bare form cost the dossier 0.6 s and a hundred verdicts 0.19 s."""
    assert [found for text in sources() for found in PER_ROW.findall(text)] == []
    assert PER_ROW.findall("WHERE l.partnership_id = ANY (visible_partnerships())")
    assert PER_ROW.findall("WHERE m.person_id = app_person()")
    assert not PER_ROW.findall("WHERE m.person_id = (SELECT app_person())")
