"""`python -m oversight.embedded start | stop | status | erase --yes`."""

import argparse
import fcntl
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from oversight.embedded import postgres, redis
from oversight.embedded.account import CannotStartError, Home, home
from oversight.embedded.secrets import given_elsewhere, kept, write_environment


@contextmanager
def alone(place: Home) -> Iterator[None]:
    """One start or stop at a time; the second waits and then finds it done."""
    with (place.data / "embedded.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def start(place: Home) -> None:
    """Start what neither runs nor is given by DATABASE_URL, REDIS_URL; write `.data/embedded.env`."""
    secrets = kept(place)
    if not given_elsewhere("DATABASE_URL", secrets):
        secrets = postgres.start(place, secrets)
    if not given_elsewhere("REDIS_URL", secrets):
        secrets = redis.start(place, secrets)
    write_environment(place, secrets)
    status(place)


def stop(place: Home) -> None:
    """Stop both servers; the data stays."""
    redis.stop(kept(place))
    postgres.stop(place)


def status(place: Home) -> None:
    """Say what runs, and where."""
    secrets = kept(place)
    for name, running, port in (
        ("PostgreSQL", postgres.is_running(place, secrets), secrets.postgres_port),
        ("Redis", redis.is_running(secrets), secrets.redis_port),
    ):
        sys.stdout.write(f"{name}: {f'running on 127.0.0.1:{port}' if running else 'not running'}\n")


def erase(place: Home) -> None:
    """Stop both servers and delete their data and secrets."""
    stop(place)
    if place.servers != place.data:
        shutil.rmtree(place.servers)
    for name in ("postgres", "redis"):
        kept_here = place.data / name
        kept_here.unlink() if kept_here.is_symlink() else shutil.rmtree(kept_here, ignore_errors=True)
    for name in ("embedded.json", "embedded.env", "postgres.log"):
        (place.data / name).unlink(missing_ok=True)


COMMANDS: dict[str, Callable[[Home], None]] = {"start": start, "stop": stop, "status": status, "erase": erase}


def main() -> int:
    """Carry out one command; 1 and a sentence when it cannot be done."""
    parser = argparse.ArgumentParser(prog="python -m oversight.embedded", description=__doc__)
    parser.add_argument("command", choices=COMMANDS)
    parser.add_argument(
        "--yes", action="store_true", help="erase: yes, delete all data of the embedded servers"
    )
    given = parser.parse_args()
    if given.command == "erase" and not given.yes:
        parser.error("erase deletes all data of the embedded servers: say --yes as well")
    try:
        place = home()
        with alone(place):
            COMMANDS[given.command](place)
    except CannotStartError as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
