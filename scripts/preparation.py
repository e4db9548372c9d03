"""What stands between running servers and the first request: migrations, the demo company, static files."""

import os
import subprocess

import psycopg2

from scripts.commands import CLONE, PROGRAMS, Command, SetupError, fingerprint, is_stamped, say

MANAGE: Command = [PROGRAMS / "python", CLONE / "manage.py"]
COLLECTED = CLONE / "staticfiles"


def prepare() -> None:
    """Migrate, make the demo company in an empty database, collect the static files when one changed."""
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
    connection = psycopg2.connect(setting("DATABASE_OWNER_URL"))
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT NOT EXISTS (SELECT 1 FROM parties_partnership)")
            (empty,) = cursor.fetchone() or (False,)
            return bool(empty)
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
        manage("collectstatic", "--noinput", "--clear", "--verbosity=0")
        stamp.write_text(mark)


def demo_log_ins() -> str:
    """The table of demo log-ins, from the `demo` command itself; empty for a database without them."""
    if not demo_exists():
        return ""
    command = [*MANAGE, "demo", "--log-ins"]
    return subprocess.run(command, cwd=CLONE, capture_output=True, text=True, check=False).stdout
