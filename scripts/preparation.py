"""What stands between running servers and the first request: migrations, the demo company, static files."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg2
from psycopg2 import sql

from oversight.demo.unfinished import is_marked
from scripts.commands import CLONE, PROGRAMS, Command, SetupError, fingerprint, is_stamped, say

MANAGE: Command = [PROGRAMS / "python", CLONE / "manage.py"]
COLLECTED = CLONE / "staticfiles"


def prepare() -> None:
    """Migrate, make the demo company in an empty database, collect the static files when one changed."""
    begin_again_after_half_a_demo()
    manage("migrate", "--verbosity=0")
    if demo_exists() and database_is_empty():
        say("Making the demo company …")
        manage("demo")
    collect_static_files()


def manage(*arguments: str) -> None:
    """Run a management command in the clone; its words go to the terminal."""
    if subprocess.run([*MANAGE, *arguments], cwd=CLONE, check=False).returncode:
        raise SetupError(f"`manage.py {arguments[0]}` failed; the reason stands above.")


def demo_exists() -> bool:
    """Whether an app brings the `demo` command."""
    return any(CLONE.glob("*/management/commands/demo.py"))


def database_is_empty() -> bool:
    """Whether no partnership was ever made; asked as the owner, whom no policy hides rows from."""
    with as_owner() as cursor:
        cursor.execute("SELECT NOT EXISTS (SELECT 1 FROM parties_partnership)")
        (empty,) = cursor.fetchone() or (False,)
        return bool(empty)


def begin_again_after_half_a_demo() -> None:
    """A demo that was stopped in the middle is thrown away whole; only ever in a database of our own.

    SetupError for half a demo in a server given by DATABASE_OWNER_URL: what is there is not ours to drop.
    """
    with as_owner() as cursor:
        if not is_marked(cursor):
            return
        cursor.execute("SELECT current_database()")
        (name,) = cursor.fetchone()
    if os.environ.get("DATABASE_OWNER_URL"):
        raise SetupError(f"The demo company was not loaded whole into “{name}”. Give an empty database.")
    say("The demo company was not loaded whole; beginning again …")
    with as_owner("postgres") as cursor:
        cursor.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(name)))
        cursor.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))


@contextmanager
def as_owner(database: str = "") -> Iterator[Any]:
    """A cursor of the owner, each statement for itself; in another database of the same server where one is named."""
    other = {"dbname": database} if database else {}
    connection = psycopg2.connect(setting("DATABASE_OWNER_URL"), **other)
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            yield cursor
    finally:
        connection.close()


def setting(name: str) -> str:
    """A value of the environment, else of `.data/embedded.env`, as the settings read them."""
    if given := os.environ.get(name):
        return given
    lines = (CLONE / ".data" / "embedded.env").read_text().splitlines()
    return dict(line.split("=", 1) for line in lines).get(name, "")


def collect_static_files() -> None:
    """Give the files their hashed names; done again only when a file or the lock changed."""
    stamp = COLLECTED / ".collected"
    files = sorted(path for path in (CLONE / "static").rglob("*") if path.is_file())
    state = "".join(f"{path} {path.stat().st_size} {path.stat().st_mtime_ns}\n" for path in files)
    mark = fingerprint(state, CLONE / "requirements.lock")
    if not is_stamped(stamp, mark):
        say("Collecting the static files …")
        manage("collectstatic", "--noinput", "--clear", "--verbosity=0", "--ignore=redoc")
        stamp.write_text(mark)


def demo_log_ins() -> str:
    """The table of demo log-ins, from the `demo` command itself; empty for a database without them."""
    if not demo_exists():
        return ""
    command = [*MANAGE, "demo", "--log-ins", "--skip-checks"]  # the migrations ran them
    return subprocess.run(command, cwd=CLONE, capture_output=True, text=True, check=False).stdout
