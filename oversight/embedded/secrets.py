"""Ports, passwords, secret key: chosen once, kept beside the servers' data, told in `.data/embedded.env`."""

import json
import os
import secrets
import socket
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from oversight.embedded.account import Home

OWNER, APP, DATABASE = "oversight_owner", "oversight_app", "oversight"


@dataclass(frozen=True)
class Secrets:
    """What a start keeps for the next one."""

    postgres_port: int
    redis_port: int
    superuser_password: str
    owner_password: str
    app_password: str
    redis_password: str
    secret_key: str

    def addresses(self) -> dict[str, str]:
        """DATABASE_URL (application's role), DATABASE_OWNER_URL (migrations) and REDIS_URL."""
        server = f"127.0.0.1:{self.postgres_port}/{DATABASE}"
        return {
            "DATABASE_URL": f"postgres://{APP}:{self.app_password}@{server}",
            "DATABASE_OWNER_URL": f"postgres://{OWNER}:{self.owner_password}@{server}",
            "REDIS_URL": f"redis://:{self.redis_password}@127.0.0.1:{self.redis_port}/0",
        }


def kept(home: Home) -> Secrets:
    """The secrets of this home, generated and written at the first call."""
    path = _path(home)
    if path.exists():
        return Secrets(**json.loads(path.read_text()))
    generated = Secrets(
        postgres_port=free_port(),
        redis_port=free_port(),
        superuser_password=secrets.token_hex(24),
        owner_password=secrets.token_hex(24),
        app_password=secrets.token_hex(24),
        redis_password=secrets.token_hex(24),
        secret_key=secrets.token_urlsafe(48),
    )
    _keep(home, generated)
    return generated


def on_other_port(home: Home, current: Secrets, name: str) -> Secrets:
    """The same secrets with a new port for `name` (`postgres_port` or `redis_port`): the old one is taken."""
    ports: dict[str, Any] = {name: free_port()}
    moved = replace(current, **ports)
    _keep(home, moved)
    return moved


def free_port() -> int:
    """A port of 127.0.0.1 nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def is_taken(port: int) -> bool:
    """Whether somebody listens on this port of 127.0.0.1."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def given_elsewhere(name: str, current: Secrets) -> bool:
    """Whether the environment names a server of the user's own for `name` (DATABASE_URL or REDIS_URL)."""
    given = os.environ.get(name, "")
    return bool(given) and given != current.addresses()[name]


def write_environment(home: Home, current: Secrets) -> Path:
    """Write `.data/embedded.env`, which the settings read; silent on servers that are given elsewhere."""
    lines = current.addresses() | {
        "EVIDENCE_STORE": str(home.data / "evidence"),
        "SECRET_KEY": current.secret_key,
    }
    if given_elsewhere("DATABASE_URL", current):
        del lines["DATABASE_URL"], lines["DATABASE_OWNER_URL"]
    if given_elsewhere("REDIS_URL", current):
        del lines["REDIS_URL"]
    path = home.data / "embedded.env"
    _write(path, "".join(f"{name}={value}\n" for name, value in lines.items()))
    return path


def _path(home: Home) -> Path:
    return home.servers / "embedded.json"


def _keep(home: Home, values: Secrets) -> None:
    _write(_path(home), json.dumps(asdict(values), indent=2))


def _write(path: Path, text: str) -> None:
    """Whole or not at all, and never readable by others, not even for a moment."""
    beside = path.with_suffix(".new")
    beside.unlink(missing_ok=True)
    with open(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:  # noqa: PTH123 - needs the mode
        file.write(text)
    beside.replace(path)
