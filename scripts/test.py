"""`make test`, `make coverage`, `make faults`: pytest on the embedded servers, then the gate of coverage."""

import argparse
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from oversight.embedded.account import CannotStartError
from oversight.embedded.servers import running
from scripts.commands import CLONE, DATA, PROGRAMS, Command
from scripts.coverage import COUNTED, EVERYTHING, gate

# Three for two cores: while one waits for a browser, a killed worker or the database, the others go on.
SUITE = ["-m", "pytest", "-p", "tests.counting", "--numprocesses=3", "--dist=worksteal"]
COUNTS = DATA / "coverage.json"


def main() -> int:
    """Run the suite, counting what it reaches; further arguments go to pytest, and then no floor is asked for."""
    parser = argparse.ArgumentParser(prog="python -m scripts.test", description=__doc__)
    parser.add_argument("--faults", action="store_true", help="the tests of tests/faults with their full counts")
    parser.add_argument("--everything", action="store_true", help="count every line, not what decides alone: slower")
    given, more = parser.parse_known_args()
    try:
        with running():
            if given.faults:
                return run(["-m", "pytest", "tests/faults", "-p", "no:randomly", *more], {"FAULTS": "heavy"})
            COUNTS.unlink(missing_ok=True)  # an earlier run's must not pass for this one's
            # A commit that waits for no disk: the tests restart no machine, and run twice as fast.
            counted: Command = ["-m", "slipcover", "--json", "--out", COUNTS, *SUITE, *more]
            with template_in_the_making():
                what = {COUNTED: EVERYTHING} if given.everything else {}
                ended = run(counted, {"PGOPTIONS": "-c synchronous_commit=off", **what})
    except CannotStartError as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    return ended if ended or more else gate(COUNTS, everything=given.everything)


@contextmanager
def template_in_the_making() -> Iterator[None]:
    """The migrated database that the workers clone is made while they collect; who is there first makes it."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "oversight.settings"}
    with subprocess.Popen([PROGRAMS / "python", "-m", "tests.databases"], cwd=CLONE, env=environment):
        yield


def run(arguments: Command, variables: dict[str, str]) -> int:
    """The exit code of `.venv`'s Python, run in the clone."""
    environment = {**os.environ, **variables}
    return subprocess.run([PROGRAMS / "python", *arguments], cwd=CLONE, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
