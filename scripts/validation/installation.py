"""What is installed here: versions, hashes and the checks of settings (IQ). Needs Django set up and the servers up."""

import os
import platform
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version

from scripts.commands import CLONE, PROGRAMS, Command

LOCKS = ("requirements.lock", "requirements-dev.lock", "requirements-node.lock", "package-lock.json")
CHECKS: dict[str, Command] = {
    "Settings": ["manage.py", "check", "--fail-level", "WARNING"],
    "Migrations are those of the models": ["manage.py", "makemigrations", "--check", "--dry-run"],
}
AS_EXPECTED, DEVIATES, FOR_INFORMATION = "as expected", "deviates", "for information"
NOT_INSTALLED = "not installed"


@dataclass(frozen=True, slots=True)
class Installed:
    """One fact of the installation, and whether it is as it should be."""

    what: str
    found: str
    verdict: str = FOR_INFORMATION


@dataclass(frozen=True, slots=True)
class Library:
    name: str
    locked: str
    installed: str

    @property
    def verdict(self) -> str:
        """A library that this machine does not need (another system's) is no deviation."""
        return AS_EXPECTED if self.installed in (self.locked, NOT_INSTALLED) else DEVIATES


def facts(asked: Mapping[str, Command] = CHECKS) -> Iterator[Installed]:
    """Program, machine, servers, locks; then what the programs that check say."""
    from django.conf import settings  # noqa: PLC0415 - after django.setup()

    yield Installed("Oversight", settings.VERSION)
    commit, changed = _said(["git", "rev-parse", "HEAD"]), _said(["git", "status", "--porcelain"])
    yield Installed("Commit", commit or "not a checkout")
    if commit:
        yield Installed("Changed files", str(len(changed.splitlines())), DEVIATES if changed else AS_EXPECTED)
    yield Installed("Python", f"{platform.python_version()} ({sys.implementation.name})")
    yield Installed("System", f"{platform.system()} {platform.release()}, {platform.machine()}, {os.cpu_count()} cores")
    yield from _servers()
    for name in LOCKS:
        path = CLONE / name
        if path.exists():
            yield Installed(f"SHA-256 of {name}", sha256(path.read_bytes()).hexdigest())
    yield from (_checked(what, arguments) for what, arguments in asked.items())


def _servers() -> Iterator[Installed]:
    from django.conf import settings  # noqa: PLC0415 - after django.setup()
    from django.db import connection  # noqa: PLC0415
    from redis import Redis  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        yield Installed("PostgreSQL", cursor.fetchone()[0])
        cursor.execute("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = session_user")
        passes = cursor.fetchone()[0]
    words = "passes by the policies" if passes else "is bound by the policies"
    yield Installed("The application's role", words, DEVIATES if passes else AS_EXPECTED)
    with Redis.from_url(settings.REDIS_URL) as redis:
        told = redis.info("server")
    yield Installed("Queue", f"{told.get('server_name', 'redis')} {told['redis_version']}")


def libraries() -> tuple[Library, ...]:
    """Every library of the lock, beside what is installed."""
    lock = (CLONE / "requirements.lock").read_text(encoding="utf-8")
    return tuple(
        Library(name, locked, _installed(name)) for name, locked in re.findall(r"^([\w.-]+)==(\S+)", lock, re.M)
    )


def _installed(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return NOT_INSTALLED


def _said(command: Command) -> str:
    """Its answer, or nothing where it does not work."""
    try:
        ended = subprocess.run(command, cwd=CLONE, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        return ""
    return ended.stdout.strip() if ended.returncode == 0 else ""


def _checked(what: str, arguments: Command) -> Installed:
    ended = subprocess.run([PROGRAMS / "python", *arguments], cwd=CLONE, capture_output=True, text=True, check=False)
    words = (ended.stdout + ended.stderr).strip().splitlines()
    return Installed(what, words[-1] if words else "passed", DEVIATES if ended.returncode else AS_EXPECTED)
