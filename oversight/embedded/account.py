"""Who runs the embedded servers and where their files lie.

PostgreSQL refuses to run as root. Started by root, the servers run as a service account, and since that
account may not be able to reach the clone (a 0700 folder above it), their binaries and data lie in
`/var/lib/oversight/<hash of the clone's path>`, with links to them in `.data/`.
"""

import hashlib
import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CLONE = Path(__file__).resolve().parents[2]
ACCOUNTS_ROOT = Path("/var/lib/oversight")
SERVICE_ACCOUNT = "oversight"
# With our pipes a server would hold them open for ever, and our caller would wait for their end.
DETACHED: dict[str, Any] = {
    "stdin": subprocess.DEVNULL,
    "stdout": subprocess.DEVNULL,
    "stderr": subprocess.DEVNULL,
    "start_new_session": True,
}


class CannotStartError(Exception):
    """What is wrong and what to do about it, in one sentence or two."""


@dataclass(frozen=True)
class Home:
    """`data` is the clone's `.data`, `servers` the servers' own folder, `account` is set for root alone."""

    data: Path
    servers: Path
    account: pwd.struct_passwd | None

    def run_as(self) -> dict[str, Any]:
        """Keyword arguments for `subprocess`: the account, and no folder the account may not enter."""
        who = self.account or pwd.getpwuid(os.geteuid())
        environment = {
            "PATH": os.defpath,
            "LC_ALL": "C",
            "TZ": "UTC",
            "HOME": str(self.servers),
            "USER": who.pw_name,
        }
        arguments: dict[str, Any] = {"cwd": "/", "env": environment}
        if self.account:
            arguments |= {"user": who.pw_uid, "group": who.pw_gid, "extra_groups": []}
        return arguments

    def give(self, path: Path, mode: int) -> None:
        """Hand a file or folder to the account with exactly this mode."""
        if self.account:
            os.chown(path, self.account.pw_uid, self.account.pw_gid)
        path.chmod(mode)

    def folder(self, name: str) -> Path:
        """A folder of the servers, made when missing and linked from `.data/` when it lies elsewhere."""
        path = self.servers / name
        if not path.exists():
            path.mkdir(parents=True)
            self.give(path, 0o700)
        link = self.data / name
        if link != path and not link.is_symlink():
            if link.exists():
                raise CannotStartError(f"{link} was made by “{link.owner()}”. Run this as that user, or move it away.")
            link.symlink_to(path)
        return path


def home(clone: Path = CLONE) -> Home:
    """The clone's home for its servers; makes `.data/` and, for root, the service account and its folder."""
    data = clone / ".data"
    data.mkdir(mode=0o700, exist_ok=True)
    if os.geteuid() != 0:
        if (data / "postgres").is_symlink():
            raise CannotStartError(
                f"The data of {clone} was made by root. Run this as root, or move {data} away to begin anew."
            )
        return Home(data, data, None)
    servers = ACCOUNTS_ROOT / hashlib.sha256(os.fsencode(clone)).hexdigest()[:16]
    # An existing folder keeps its owner, whatever accounts came or went since.
    account = pwd.getpwuid(servers.stat().st_uid) if servers.exists() else _service_account()
    ACCOUNTS_ROOT.mkdir(mode=0o755, parents=True, exist_ok=True)
    servers.mkdir(mode=0o700, exist_ok=True)
    made = Home(data, servers, account)
    made.give(servers, 0o700)
    return made


def _service_account() -> pwd.struct_passwd:
    """The system user `oversight`, made when possible, else `nobody`."""
    try:
        return pwd.getpwnam(SERVICE_ACCOUNT)
    except KeyError:
        pass
    if useradd := shutil.which("useradd"):
        options = ["--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin"]
        command = [useradd, *options, "--home-dir", str(ACCOUNTS_ROOT), SERVICE_ACCOUNT]
        if subprocess.run(command, capture_output=True, check=False).returncode == 0:
            return pwd.getpwnam(SERVICE_ACCOUNT)
    return pwd.getpwnam("nobody")
