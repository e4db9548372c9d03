"""A comment on the database while the demo company is loaded: whoever finds it knows that the rest never came.

The demo is played in many transactions with a shifted clock. Stopped in the middle, it leaves a database that looks
used and tells the wrong time; the comment stands outside of all transactions, and only the owner can write it.
"""

from typing import Any

from psycopg2 import sql

MARK = "The demo company is not loaded whole."


def is_marked(cursor: Any) -> bool:
    """Whether a demo was begun here and not ended."""
    cursor.execute(
        "SELECT shobj_description(oid, 'pg_database') = %s FROM pg_database WHERE datname = current_database()", [MARK]
    )
    (found,) = cursor.fetchone()
    return bool(found)


def mark(cursor: Any) -> None:
    """Before the first row."""
    _comment(cursor, MARK)


def unmark(cursor: Any) -> None:
    """After the last, with the true time back."""
    _comment(cursor, None)


def _comment(cursor: Any, text: str | None) -> None:
    cursor.execute("SELECT current_database()")
    (name,) = cursor.fetchone()
    cursor.execute(sql.SQL("COMMENT ON DATABASE {} IS {}").format(sql.Identifier(name), sql.Literal(text)))
