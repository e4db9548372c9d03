"""The virtual environment `.venv`, filled from a lock with hashes."""

import sys

from scripts.commands import (
    CLONE,
    PROGRAMS,
    VENV,
    Command,
    SetupError,
    answers,
    fingerprint,
    is_stamped,
    say,
    succeeds,
)


def ensure(lock_name: str) -> None:
    """Make `.venv` and install the lock into it; nothing to do when that was done before."""
    if not _works():
        say("Making .venv …")
        if not succeeds([sys.executable, "-m", "venv", "--clear", VENV]):
            raise SetupError(f"{sys.executable} could not make a virtual environment in {VENV}.")
    stamp = VENV / f"installed-{lock_name}"
    mark = fingerprint(CLONE / lock_name)
    if is_stamped(stamp, mark):
        return
    say(f"Installing the Python packages of {lock_name} …")
    install(lock_name)
    stamp.write_text(mark)


def install(lock_name: str) -> None:
    """Install one lock: with uv, and with pip where uv can't (an index only pip's settings know, for one)."""
    pip: Command = [
        PROGRAMS / "python",
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--require-hashes",
    ]
    uv: Command = [
        PROGRAMS / "uv",
        "pip",
        "install",
        "--quiet",
        "--python",
        PROGRAMS / "python",
        "--require-hashes",
    ]
    if (PROGRAMS / "uv").exists() or succeeds([*pip, "-r", "requirements-uv.lock"]):
        if succeeds([*uv, "-r", lock_name]):
            return
        say("uv could not install the lock; trying with pip …")
    if not succeeds([*pip, "-r", lock_name]):
        raise SetupError(f"The packages of {lock_name} could not be installed; the reason stands above.")


def _works() -> bool:
    """Whether `.venv` is there and its Python still starts (not after a move of the clone or an upgrade)."""
    python = PROGRAMS / "python"
    if not (python.exists() and (PROGRAMS / "pip").exists()):
        return False
    return answers([python, "-m", "pip", "--version"])
