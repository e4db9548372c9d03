"""The gate of coverage: floors that only rise, for what decides in every run, for everything when asked."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from scripts.commands import CLONE, say

# What a run counts: this variable with that value counts everything, else what decides (ADR 0032).
COUNTED, EVERYTHING = "COUNTED", "everything"

# What decides must be tested whole, both ways of every branch. The last percent is what only two processes at once
# reach (tests/faults), which are not counted.
OVERALL_PERCENT = 95
DECIDING_PERCENT = 99
DECIDING_NAMES = frozenset({"rules.py", "actions.py", "states.py"})
DECIDING_FOLDERS = frozenset({"rules", "actions", "states"})


@dataclass(frozen=True)
class Tally:
    """Lines and branches that tests reached, of all there are; what was not counted is not covered."""

    reached: int = 0
    all: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.reached + other.reached, self.all + other.all)

    @property
    def percent(self) -> float:
        return 100 * self.reached / self.all if self.all else 0.0


def decides(name: str) -> bool:
    """Whether this file, relative to the clone, holds rules, actions or states."""
    path = PurePosixPath(name)
    return path.name in DECIDING_NAMES or not DECIDING_FOLDERS.isdisjoint(path.parent.parts)


def tally(file: Mapping[str, Any]) -> Tally:
    """Of one file of the counter's JSON."""
    reached = len(file["executed_lines"]) + len(file["executed_branches"])
    return Tally(reached, reached + len(file["missing_lines"]) + len(file["missing_branches"]))


def deciding_files(clone: Path = CLONE) -> Iterator[str]:
    """Those of the apps, relative to the clone."""
    for app in clone.glob("*/apps.py"):
        for file in sorted(app.parent.rglob("*.py")):
            if decides(name := str(file.relative_to(clone))):
                yield name


def gate(counts: Path, *, everything: bool, must: Iterable[str] | None = None) -> int:
    """0 when the floors hold; prints the figures, and every line and branch of what decides that no test reached.

    `must`: the files that have to have been counted, by default all that decide.
    """
    files = json.loads(counts.read_text())["files"]
    missing = [name for name in (deciding_files() if must is None else must) if name not in files]
    for name in missing:
        say(f"  0.0 %  {name}: no test imports it")
    tallies = {name: tally(file) for name, file in files.items()}
    for name in sorted(name for name, of_file in tallies.items() if decides(name) and of_file.reached < of_file.all):
        branches = [f"{start}->{end or 'exit'}" for start, end in files[name]["missing_branches"]]
        lines = [str(line) for line in files[name]["missing_lines"]]
        say(f"{tallies[name].percent:5.1f} %  {name}: {', '.join(lines + branches)}")
    deciding = sum((of_file for name, of_file in tallies.items() if decides(name)), Tally())
    say(f"Coverage of rules, actions and states: {deciding.percent:.2f} % (at least {DECIDING_PERCENT} %)")
    holds = deciding.percent >= DECIDING_PERCENT and not missing
    if everything:
        overall = sum(tallies.values(), Tally())
        say(f"Coverage of everything: {overall.percent:.2f} % (at least {OVERALL_PERCENT} %)")
        holds = holds and overall.percent >= OVERALL_PERCENT
    return int(not holds)
