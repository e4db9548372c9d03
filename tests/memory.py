"""A tablespace in the machine's memory for the tests' databases.

A clone is three thousand files: on a disk it takes seconds to make and to remove, in memory a tenth of one. Where there
is no room, or the server is not the clone's own, they lie where all databases lie.
"""

import hashlib
import shutil
from pathlib import Path
from typing import Any

import psycopg2

from oversight.embedded.account import CLONE, home
from oversight.embedded.postgres import superuser
from oversight.embedded.secrets import OWNER, given_elsewhere, kept

NAME = "memory"
ROOM = Path("/dev/shm")  # noqa: S108 - the kernel's own, and the folder in it is the service account's alone
LEAST_BYTES = 6 * 1024**3
_OF_OURS = "SELECT datname FROM pg_database d JOIN pg_tablespace t ON t.oid = d.dattablespace WHERE t.spcname = %s"


def folder() -> Path:
    """One for each clone of the repository: each has a server of its own."""
    return ROOM / f"oversight-{hashlib.sha256(str(CLONE).encode()).hexdigest()[:16]}"


def prepare() -> None:
    """Make the tablespace; anew when the machine was started anew, which empties its memory."""
    place = home()
    secrets = kept(place)
    if given_elsewhere("DATABASE_URL", secrets) or not ROOM.is_dir():
        return
    connection = psycopg2.connect(superuser(secrets))
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"GRANT CREATE ON TABLESPACE pg_default TO {OWNER}")  # for benches, whose place is the disk
            is_known = _is_known(cursor)
            if is_known and folder().exists():
                return
            if is_known:
                _forget(cursor)
            if shutil.disk_usage(ROOM).free >= LEAST_BYTES:
                shutil.rmtree(folder(), ignore_errors=True)  # of a server whose data was erased
                folder().mkdir()
                place.give(folder(), 0o700)
                cursor.execute(f"CREATE TABLESPACE {NAME} OWNER {OWNER} LOCATION %s", [str(folder())])
    finally:
        connection.close()


def _is_known(cursor: Any) -> bool:
    cursor.execute("SELECT 1 FROM pg_tablespace WHERE spcname = %s", [NAME])
    return cursor.fetchone() is not None


def _forget(cursor: Any) -> None:
    """Its databases are gone with the machine's memory: take their names out of the catalogue."""
    cursor.execute(_OF_OURS, [NAME])
    for (name,) in cursor.fetchall():
        cursor.execute(f'DROP DATABASE "{name}"')
    cursor.execute(f"DROP TABLESPACE {NAME}")
