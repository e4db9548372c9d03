"""`make check`: format, lint, types, import contracts, templates, migrations, dependencies; two at a time."""

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from oversight.embedded.account import CannotStartError
from oversight.embedded.servers import running
from scripts.commands import CLONE, PROGRAMS, say

# The longest first: with two at a time the rest fits beside it.
CHECKS: dict[str, list[str]] = {
    "types": ["mypy"],
    "migrations": ["python", "manage.py", "makemigrations", "--check", "--dry-run"],
    "format": ["ruff", "format", "--check", "."],
    "lint": ["ruff", "check", "."],
    "contracts": ["lint-imports", "--no-cache"],
    "templates": ["djlint", "--lint", "--quiet", "templates"],
    "template style": ["djade", "--check", "--target-version", "5.2"],
    "dependencies": ["deptry", "."],
    "settings": ["python", "manage.py", "check", "--fail-level", "WARNING"],
}


def arguments(name: str) -> list[str | Path]:
    """The command of a check, its program from `.venv`."""
    program, *rest = CHECKS[name]
    if name == "template style":
        rest += [str(path) for path in sorted((CLONE / "templates").rglob("*.html"))]
    return [PROGRAMS / program, *rest]


def passes(name: str) -> bool:
    """Run one check and say how it went; its words are shown when it fails."""
    begun = time.monotonic()
    ended = subprocess.run(arguments(name), cwd=CLONE, capture_output=True, text=True, check=False)
    verdict = "ok" if ended.returncode == 0 else "FAILED"
    words = "" if ended.returncode == 0 else f"\n{ended.stdout}{ended.stderr}"
    say(f"{verdict:<7}{name} ({time.monotonic() - begun:.1f} s){words}")
    return ended.returncode == 0


def main() -> int:
    """Run all checks; 1 when one failed."""
    try:
        with running(), ThreadPoolExecutor(2) as pool:
            return 0 if all(list(pool.map(passes, CHECKS))) else 1
    except CannotStartError as problem:
        sys.stderr.write(f"{problem}\n")
        return 1


if __name__ == "__main__":
    sys.exit(main())
