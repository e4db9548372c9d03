"""Both servers together: start, stop, status, erase; and a `with` that leaves running what ran before."""

import fcntl
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from oversight.embedded import postgres, redis
from oversight.embedded.account import Home, home
from oversight.embedded.secrets import given_elsewhere, kept, write_environment


@contextmanager
def alone(place: Home) -> Iterator[None]:
    """One start or stop at a time; the second waits and then finds it done."""
    with (place.data / "embedded.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def running(place: Home | None = None) -> Iterator[None]:
    """The servers run inside the block; those that it had to start are stopped after it, the others stay."""
    place = place or home()
    with alone(place):
        before = running_now(place)
        start(place)
        started = running_now(place) - before
    try:
        yield
    finally:
        with alone(place):
            stop(place, started)


def start(place: Home) -> None:
    """Start what neither runs nor is given by DATABASE_URL, REDIS_URL; write `.data/embedded.env`."""
    secrets = kept(place)
    if not given_elsewhere("DATABASE_URL", secrets):
        secrets = postgres.start(place, secrets)
    if not given_elsewhere("REDIS_URL", secrets):
        secrets = redis.start(place, secrets)
    write_environment(place, secrets)


def stop(place: Home, names: frozenset[str] = frozenset({"PostgreSQL", "Redis"})) -> None:
    """Stop the servers of these names; their data stays."""
    if "Redis" in names:
        redis.stop(kept(place))
    if "PostgreSQL" in names:
        postgres.stop(place)


def running_now(place: Home) -> frozenset[str]:
    """The names of the servers that answer: of "PostgreSQL" and "Redis"."""
    secrets = kept(place)
    answers = {"PostgreSQL": postgres.is_running(place, secrets), "Redis": redis.is_running(secrets)}
    return frozenset(name for name, answer in answers.items() if answer)


def status(place: Home) -> str:
    """What runs and where, a line a server."""
    secrets, up = kept(place), running_now(place)
    ports = {"PostgreSQL": secrets.postgres_port, "Redis": secrets.redis_port}
    return "".join(
        f"{name}: {f'running on 127.0.0.1:{port}' if name in up else 'not running'}\n" for name, port in ports.items()
    )


def erase(place: Home) -> None:
    """Stop both servers and delete their data and secrets."""
    stop(place)
    if place.servers != place.data:
        shutil.rmtree(place.servers)
    for name in ("postgres", "redis"):
        kept_here = place.data / name
        if kept_here.is_symlink():
            kept_here.unlink()
        elif kept_here.exists():
            shutil.rmtree(kept_here)
    for name in ("embedded.json", "embedded.env", "postgres.log"):
        (place.data / name).unlink(missing_ok=True)
