"""What a run of pytest said of each test, read from its JUnit file."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import parse

from scripts.validation.requirements import Requirement

PASSED, FAILED, SKIPPED = "passed", "failed", "skipped"
SHOWN, IN_PART, NOT_SHOWN = "shown", "shown in part", "not shown"
MOST_CHARACTERS = 600


@dataclass(frozen=True, slots=True)
class Result:
    """One test's end; `message` says why it failed or was skipped."""

    test: str
    outcome: str
    seconds: float
    message: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """A requirement with all results of its tests."""

    requirement: Requirement
    results: tuple[Result, ...]
    silent: tuple[str, ...]
    """Named tests of which the run says nothing."""

    def count(self, outcome: str) -> int:
        return sum(result.outcome == outcome for result in self.results)

    @property
    def words(self) -> str:
        """Shown: every test ran and passed. A failed or a silent one, or none that passed: not shown."""
        if self.count(FAILED) or self.silent or not self.count(PASSED):
            return NOT_SHOWN
        return IN_PART if self.count(SKIPPED) else SHOWN


def read(path: Path) -> dict[str, Result]:
    """By node id, as pytest writes with `-o junit_family=xunit1`; a test that failed twice is kept as failed."""
    found: dict[str, Result] = {}
    for case in parse(path).getroot().iter("testcase"):
        result = _result(case)
        if result.test not in found or result.outcome == FAILED:
            found[result.test] = result
    return found


def _result(case: Element) -> Result:
    test = f"{case.get('file')}::{case.get('name')}"
    seconds = float(case.get("time") or 0)
    for tag, outcome in (("failure", FAILED), ("error", FAILED), ("skipped", SKIPPED)):
        told = case.find(tag)
        if told is not None:
            return Result(test, outcome, seconds, (told.get("message") or told.text or "")[:MOST_CHARACTERS])
    return Result(test, PASSED, seconds)


def judged(requirements: Iterable[Requirement], results: Mapping[str, Result]) -> tuple[Verdict, ...]:
    """Each requirement with what its tests said, in the order of the run."""
    return tuple(_judged(one, results) for one in requirements)


def _judged(requirement: Requirement, results: Mapping[str, Result]) -> Verdict:
    found: dict[str, Result] = {}
    silent = []
    for named in requirement.tests:
        own = {name: result for name, result in results.items() if belongs(name, named)}
        found |= own
        if not own:
            silent.append(named)
    return Verdict(requirement, tuple(found.values()), tuple(silent))


def belongs(test: str, named: str) -> bool:
    """Whether a test's node id is what a requirement names: its file, its function, or one of its cases."""
    return test == named or test.startswith((f"{named}::", f"{named}[")) or ("[" in named and test.startswith(named))
