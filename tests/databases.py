"""Templates and clones on the embedded cluster, in the machine's memory where it has room (`tests.memory`).

Run as a program it makes the template, which `make test` has done while the workers collect.
"""

import fcntl
import hashlib
import os
import subprocess
import sys
import uuid
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg2
from django.db import connections

from tests import memory

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ROOT / ".data"
CLONES = "test_"
"""Begins the names of clones."""


def _address(variable: str, name: str) -> str:
    """The URL of another database of the cluster, for this role."""
    alias = {"DATABASE_URL": "default", "DATABASE_OWNER_URL": "owner"}[variable]
    s = connections[alias].settings_dict
    user = s["USER"] + (f":{s['PASSWORD']}" if s["PASSWORD"] else "")
    return urlunsplit(("postgres", f"{user}@{s['HOST']}:{s['PORT']}", name, "", ""))


def environment(name: str) -> dict[str, str]:
    """The environment of a child process (server, worker, second shipper) that uses this clone.

    Compiled Python is kept, whatever the environment says: without it each process loads for five seconds more.
    """
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {
        "PYTHONPYCACHEPREFIX": str(ROOT / ".data" / "pycache"),
        **kept,
        "DATABASE_URL": _address("DATABASE_URL", name),
        "DATABASE_OWNER_URL": _address("DATABASE_OWNER_URL", name),
    }


def owner_connection(name: str | None = None) -> Any:
    """A raw autocommit connection as the owner: plants what the application may not, reads what it may not see."""
    address = _address("DATABASE_OWNER_URL", name or connections["default"].settings_dict["NAME"])
    parts = urlsplit(address)
    connection = psycopg2.connect(
        host=parts.hostname, port=parts.port, user=parts.username, password=parts.password, dbname=parts.path[1:]
    )
    connection.autocommit = True
    return connection


def as_owner(sql: str, parameters: Any = None, name: str | None = None) -> list[tuple[Any, ...]]:
    """One statement as the owner, outside of the test's own transaction."""
    connection = owner_connection(name)
    try:
        with connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            return cursor.fetchall() if cursor.description else []
    finally:
        connection.close()


def _maintenance(sql: str) -> None:
    as_owner(sql, name=Cluster.home)


class Cluster:
    """Which database the two aliases point at."""

    home = connections["default"].settings_dict["NAME"]

    @staticmethod
    def current() -> str:
        name: str = connections["default"].settings_dict["NAME"]
        return name

    @staticmethod
    def use(name: str) -> None:
        for alias in ("default", "owner"):
            connections[alias].close()
            connections[alias].settings_dict["NAME"] = name


_left: list[str] = []


def clone(template: str, *, on_disk: bool = False) -> str:
    """A fresh copy of the template; its name says which process made it.

    `on_disk`: where all databases lie, for benches: they measure what a customer's server does, and fill many GB.
    """
    name = f"{CLONES}{os.getpid()}_{uuid.uuid4().hex[:8]}"
    where = " TABLESPACE pg_default STRATEGY file_copy" if on_disk and is_in_memory() else _where()
    _maintenance(f'CREATE DATABASE "{name}" TEMPLATE "{template}"{where}')
    return name


@cache
def is_in_memory() -> bool:
    """Whether the tests' databases lie in the machine's memory."""
    return bool(as_owner("SELECT 1 FROM pg_tablespace WHERE spcname = %s", [memory.NAME], name=Cluster.home))


def _where() -> str:
    """The files are copied as they are: through the log, a copy in memory takes four times as long."""
    return f" TABLESPACE {memory.NAME} STRATEGY file_copy" if is_in_memory() else ""


def keep_as(clone_name: str, name: str) -> None:
    """Give a clone, to which nobody is connected any more, a name by which others find it."""
    _maintenance(f'ALTER DATABASE "{clone_name}" RENAME TO "{name}"')


def leave(name: str) -> None:
    """Nobody is connected any more; it is removed, from a disk by `drop_left` when this process is done.

    A clone is three thousand files. Whoever removes so many makes the next ones slow for minutes, on an ext4 without a
    journal, which passes over every inode that was freed just now: a clone took 1.9 s in place of 0.7.
    """
    if is_in_memory():
        drop(name)
        return
    for variable in ("DATABASE_URL", "DATABASE_OWNER_URL"):
        _end_sessions(variable, name)
    _left.append(name)


def drop_left() -> None:
    """All that this process left."""
    while _left:
        drop(_left.pop())


def drop_those_of_the_dead() -> None:
    """Clones of processes that were killed."""
    for (name,) in as_owner("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [CLONES], Cluster.home):
        process = name.removeprefix(CLONES).partition("_")[0]
        if not (process.isdigit() and Path("/proc", process).exists()):
            drop(name)


def drop(name: str) -> None:
    """Remove a clone; sessions that a stopped thread or a killed process left behind are ended first."""
    for variable in ("DATABASE_URL", "DATABASE_OWNER_URL"):
        _end_sessions(variable, name)
    _maintenance(f'DROP DATABASE IF EXISTS "{name}"')


def _end_sessions(variable: str, name: str) -> None:
    """A role may end its own sessions only: each of the two ends its own."""
    parts = urlsplit(_address(variable, Cluster.home))
    connection = psycopg2.connect(
        host=parts.hostname, port=parts.port, user=parts.username, password=parts.password, dbname=parts.path[1:]
    )
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND usename = current_user",
                [name],
            )
    finally:
        connection.close()


def schema_fingerprint() -> str:
    """Changes whenever the schema, a trigger, a function or a policy may have changed."""
    digest = hashlib.sha256()
    patterns = ("kernel/**/*.py", "kernel/**/*.sql", "*/migrations/*.py", "*/models.py", "*/models/*.py")
    patterns += ("*/states.py", "*/states/*.py", "*/payment.py", "*/triggers.py", "requirements*.lock")
    for path in sorted(p for pattern in patterns for p in ROOT.glob(pattern)):
        digest.update(path.relative_to(ROOT).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def template() -> str:
    """The migrated template for today's schema; made once, kept for the next run, older ones dropped."""
    name = f"template_{schema_fingerprint()}"
    with (LOCKS / "template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        memory.prepare()
        drop_those_of_the_dead()
        if not as_owner("SELECT 1 FROM pg_database WHERE datname = %s", [name], name=Cluster.home):
            _make_template(name)
            _drop_older_templates(name)
    return name


def _make_template(name: str) -> None:
    building = f"building_{uuid.uuid4().hex[:12]}"
    _maintenance(f'CREATE DATABASE "{building}"{_where()}')
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "--verbosity", "0"], cwd=ROOT, env=environment(building), check=True
    )
    keep_as(building, name)


def _drop_older_templates(keep: str) -> None:
    rows = as_owner(
        "SELECT datname FROM pg_database WHERE datname LIKE 'template\\_%%' ORDER BY oid", name=Cluster.home
    )
    names = [name for (name,) in rows if name != keep]
    for name in names[:-6]:
        drop(name)


if __name__ == "__main__":
    template()
