"""Put triggers, functions, composite keys, policies and grants into the database, as its owner, in one transaction."""

import pgtrigger
from django.conf import settings
from django.db import connections, transaction

from kernel.constraints import composite_key_sql
from kernel.rls.functions import execute_sql, function_sql
from kernel.rls.policies import grant_sql, policy_sql
from kernel.rls.trail import trail_sql

CLOCK_SQL = """
CREATE TABLE IF NOT EXISTS kernel_clock (one boolean PRIMARY KEY DEFAULT true CHECK (one), shift interval NOT NULL);
INSERT INTO kernel_clock (shift) VALUES ('0') ON CONFLICT DO NOTHING;
"""


def prepare(using: str = "owner") -> None:
    """What the migrations themselves need: exclusion constraints over keys and date ranges; the search's indexes."""
    with connections[using].cursor() as cursor:
        for extension in ("btree_gist", "btree_gin", "pg_trgm"):
            cursor.execute(f"CREATE EXTENSION IF NOT EXISTS {extension}")


def app_role() -> str:
    """The application's role, quoted, as DATABASE_URL names it."""
    return f'"{settings.DATABASES["default"]["USER"]}"'


def install(using: str = "owner") -> None:
    """Idempotent; called at the end of every `manage.py migrate` and by `manage.py database`."""
    role = app_role()
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        cursor.execute(CLOCK_SQL)
        for statement in (*trail_sql(), *function_sql(), *composite_key_sql()):
            cursor.execute(statement)
        pgtrigger.install(database=using)
        for statement in (*policy_sql(role), *grant_sql(role), *execute_sql(role)):
            cursor.execute(statement)
