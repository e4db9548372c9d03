"""The gate of coverage: floors that only rise, for everything and for what decides."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from scripts.commands import say

# What decides must be tested whole, both ways of every branch. The last percent is what only two processes at once
# reach (tests/faults), which are not counted. Below 99 until a whole run has measured permits, seals and calls: then
# it rises again.
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


def gate(counts: Path) -> int:
    """0 when both floors hold; prints both figures, and every line and branch of what decides that no test reached."""
    files = json.loads(counts.read_text())["files"]
    tallies = {name: tally(file) for name, file in files.items()}
    for name in sorted(name for name, of_file in tallies.items() if decides(name) and of_file.reached < of_file.all):
        branches = [f"{start}->{end or 'exit'}" for start, end in files[name]["missing_branches"]]
        lines = [str(line) for line in files[name]["missing_lines"]]
        say(f"{tallies[name].percent:5.1f} %  {name}: {', '.join(lines + branches)}")
    overall = sum(tallies.values(), Tally())
    deciding = sum((of_file for name, of_file in tallies.items() if decides(name)), Tally())
    say(f"Coverage of rules, actions and states: {deciding.percent:.2f} % (at least {DECIDING_PERCENT} %)")
    say(f"Coverage of everything: {overall.percent:.2f} % (at least {OVERALL_PERCENT} %)")
    return int(overall.percent < OVERALL_PERCENT or deciding.percent < DECIDING_PERCENT)
