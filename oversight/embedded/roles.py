"""The two roles, the database and the extensions of the embedded PostgreSQL."""

import psycopg2
from psycopg2 import extensions, sql

from oversight.embedded.secrets import APP, DATABASE, OWNER, Secrets

# In template1, so that every database made later, clones for tests included, has them.
EXTENSIONS = ("btree_gist", "btree_gin", "pg_trgm")


def make(superuser: str, secrets: Secrets) -> None:
    """Make or repair roles, database and extensions; changes nothing when all is as it should be."""
    connection = psycopg2.connect(superuser)
    connection.set_session(autocommit=True)
    try:
        with connection.cursor() as cursor:
            _role(cursor, OWNER, "LOGIN CREATEDB NOSUPERUSER NOBYPASSRLS", secrets.owner_password)
            _role(cursor, APP, "LOGIN NOCREATEDB NOSUPERUSER NOBYPASSRLS", secrets.app_password)
            _extensions(superuser.replace("dbname=postgres", "dbname=template1"))
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
            if not cursor.fetchone():
                cursor.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(*map(sql.Identifier, (DATABASE, OWNER))))
    finally:
        connection.close()


def _role(cursor: extensions.cursor, name: str, rights: str, password: str) -> None:
    cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name])
    verb = "ALTER" if cursor.fetchone() else "CREATE"
    statement = sql.SQL(f"{verb} ROLE {{}} {rights} PASSWORD {{}}")
    cursor.execute(statement.format(sql.Identifier(name), sql.Literal(password)))


def _extensions(template: str) -> None:
    connection = psycopg2.connect(template)
    try:
        with connection, connection.cursor() as cursor:
            for name in EXTENSIONS:
                cursor.execute(sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(name)))
    finally:
        connection.close()
