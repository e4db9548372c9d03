"""`make test` and `make faults`: pytest on the embedded servers, then the coverage gates."""

import argparse
import os
import subprocess
import sys

from oversight.embedded.account import CannotStartError
from oversight.embedded.servers import running
from scripts.commands import CLONE, PROGRAMS, say

SUITE = ["--numprocesses=2", "--dist=worksteal", "--cov", "--cov-report="]
# Floors that only rise: what decides must be tested whole, both ways of every branch. The last percent is what only
# two processes at once reach (tests/faults), which are not counted.
OVERALL_PERCENT = 95
DECIDING_PERCENT = 99
DECIDING = "*/rules.py,*/rules/*,*/actions.py,*/actions/*,*/states.py"


def main() -> int:
    """Run the suite, or with `--faults` the heavy counts alone; further arguments go to pytest."""
    parser = argparse.ArgumentParser(prog="python -m scripts.test", description=__doc__)
    parser.add_argument("--faults", action="store_true", help="the tests of tests/faults with their full counts")
    given, more = parser.parse_known_args()
    chosen = ["tests/faults", "-p", "no:randomly"] if given.faults else SUITE
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
    return ended if ended or given.faults or more else coverage_gates()


def coverage_gates() -> int:
    """The floors overall and of what decides; the lines that are not reached are listed."""
    say(f"\nCoverage of rules, actions and states (at least {DECIDING_PERCENT} %):")
    report = ["coverage", "report", "--skip-covered", "--show-missing"]
    deciding = run([*report, f"--include={DECIDING}", f"--fail-under={DECIDING_PERCENT}"])
    say(f"\nCoverage of all (at least {OVERALL_PERCENT} %):")
    return run([*report, f"--fail-under={OVERALL_PERCENT}"]) or deciding


def run(command: list[str], environment: dict[str, str] | None = None) -> int:
    """The exit code of a program of `.venv`, run in the clone."""
    return subprocess.run([PROGRAMS / command[0], *command[1:]], cwd=CLONE, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
