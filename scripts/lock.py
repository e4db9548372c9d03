"""`make lock`: write the locks anew from `pyproject.toml`: for every platform, hashed, naming no registry."""

import sys

from scripts.commands import PROGRAMS, Command, succeeds

COMPILE: Command = [PROGRAMS / "uv", "pip", "compile", "--quiet", "--universal", "--python-version", "3.11"]
QUIET = ["--generate-hashes", "--no-emit-index-url", "--no-header", "--no-annotate"]
LOCKS = {
    "requirements-uv.lock": ["--group", "uv"],
    "requirements-node.lock": ["--group", "node"],
    "requirements.lock": ["pyproject.toml"],
    "requirements-dev.lock": [
        *("pyproject.toml", "--group", "test", "--group", "check"),
        *("--constraints", "requirements.lock"),
    ],
}


def main() -> int:
    """Keep the versions a lock has wherever they still fit; `--upgrade` takes the newest."""
    more: Command = ["--upgrade"] if "--upgrade" in sys.argv[1:] else []
    return 0 if all(succeeds([*COMPILE, *QUIET, *more, *what, "-o", name]) for name, what in LOCKS.items()) else 1


if __name__ == "__main__":
    sys.exit(main())
