"""`make test`, `make faults`, `make coverage`: pytest on the embedded servers, then the gate of coverage."""

import argparse
import json
import os
import subprocess
import sys

from oversight.embedded.account import CannotStartError
from oversight.embedded.servers import running
from scripts.commands import CLONE, PROGRAMS, say

# Three for two cores: while one waits for a browser, a killed worker or the database, the others go on.
SUITE = ["--numprocesses=3", "--dist=worksteal", "--cov", "--cov-report="]
DECIDING = "scripts/deciding.coveragerc"
# Floors that only rise: what decides must be tested whole, both ways of every branch. The last percent is what only
# two processes at once reach (tests/faults), which are not counted.
OVERALL_PERCENT = 95
DECIDING_PERCENT = 99


def main() -> int:
    """Run the suite, counting what decides; further arguments go to pytest."""
    parser = argparse.ArgumentParser(prog="python -m scripts.test", description=__doc__)
    parser.add_argument("--faults", action="store_true", help="the tests of tests/faults with their full counts")
    parser.add_argument("--coverage", action="store_true", help="the suite, counting every line of everything")
    given, more = parser.parse_known_args()
    suite = SUITE if given.coverage else [*SUITE, f"--cov-config={DECIDING}"]
    chosen = ["tests/faults", "-p", "no:randomly"] if given.faults else suite
    # A commit that waits for no disk: the tests restart no machine, and run twice as fast.
    environment = {**os.environ, "PGOPTIONS": "-c synchronous_commit=off"}
    if given.faults:
        environment = {**os.environ, "FAULTS": "heavy"}
    try:
        with running():
            ended = run(["pytest", *chosen, *more], environment)
    except CannotStartError as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    return ended if ended or given.faults or more else coverage_gate(overall=given.coverage)


def coverage_gate(*, overall: bool) -> int:
    """The floor of what was counted; lines that no test reached are listed, files that none imported are named."""
    if overall:
        say(f"\nCoverage of all (at least {OVERALL_PERCENT} %):")
        return run(["coverage", "report", "--skip-covered", "--show-missing", f"--fail-under={OVERALL_PERCENT}"])
    say(f"\nCoverage of rules, actions and states (at least {DECIDING_PERCENT} %):")
    report = ["coverage", "report", f"--rcfile={DECIDING}", "--skip-covered", "--show-missing"]
    ended = run([*report, f"--fail-under={DECIDING_PERCENT}"])
    unseen = deciding_files() - counted_files()
    for name in sorted(unseen):
        say(f"{name} was imported by no test.")
    return ended or int(bool(unseen))


def deciding_files() -> set[str]:
    """The files of the apps that decide, relative to the clone."""
    patterns = ("*/rules.py", "*/rules/*.py", "*/pack/rules/*.py", "*/actions.py", "*/actions/*.py", "*/states.py")
    return {str(path.relative_to(CLONE)) for pattern in patterns for path in CLONE.glob(pattern)}


def counted_files() -> set[str]:
    """The files that the last run counted, relative to the clone."""
    listing = CLONE / ".data" / "coverage.json"
    run(["coverage", "json", "--quiet", f"--rcfile={DECIDING}", "-o", str(listing)])
    return set(json.loads(listing.read_text())["files"])


def run(command: list[str], environment: dict[str, str] | None = None) -> int:
    """The exit code of a program of `.venv`, run in the clone."""
    return subprocess.run([PROGRAMS / command[0], *command[1:]], cwd=CLONE, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
