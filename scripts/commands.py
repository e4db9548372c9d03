"""Running other programs, and the few places the scripts share."""

import hashlib
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

CLONE = Path(__file__).resolve().parent.parent
DATA = CLONE / ".data"
VENV = CLONE / ".venv"
PROGRAMS = VENV / "bin"
Command = list[str | Path]


class SetupError(Exception):
    """What is missing and the line to type."""


def say(text: str) -> None:
    """One line for whoever waits at the terminal."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def succeeds(command: Sequence[str | Path], env: Mapping[str, str] | None = None) -> bool:
    """Run in the clone, quietly; the program's own words are shown only when it fails."""
    ended = subprocess.run(command, cwd=CLONE, env=env, capture_output=True, text=True, check=False)
    if ended.returncode:
        sys.stderr.write(ended.stdout[-4000:] + ended.stderr[-4000:])
    return ended.returncode == 0


def answers(command: Sequence[str | Path]) -> bool:
    """Whether the program starts and is content; its words don't matter."""
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def fingerprint(*parts: Path | str) -> str:
    """SHA-256 over the files' bytes and the texts: changes when an input of a step changes."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part.read_bytes() if isinstance(part, Path) else part.encode())
        digest.update(b"\0")
    return digest.hexdigest()


def is_stamped(stamp: Path, mark: str) -> bool:
    """Whether the step that writes this stamp was done with the same inputs."""
    return stamp.exists() and stamp.read_text() == mark
