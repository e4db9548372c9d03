"""`make validation`: run the tests of the requirements and write a sealed pack; 1 when a requirement is not shown."""

import argparse
import getpass
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import django

from oversight.embedded.account import CannotStartError
from oversight.embedded.servers import running
from scripts.commands import CLONE, DATA, PROGRAMS, Command, say
from scripts.validation.requirements import (
    Requirement,
    UnknownRequirementError,
    asked_of_pytest,
    checks,
    chosen,
    every,
    procedures,
)

RESULTS = "results.xml"
SUITE = ["-m", "pytest", "--numprocesses=3", "--dist=worksteal", "-q", "-o", "junit_family=xunit1"]


@dataclass(frozen=True, slots=True)
class Order:
    """What was asked for: by whom, how much, and where it goes."""

    by: str
    company: str
    only: tuple[str, ...]
    folder: Path
    kept: Path | None
    """Results of a run that is over; None runs the tests."""


def main(arguments: Sequence[str] | None = None) -> int:
    """0 when every requirement was shown; 1 when not, or when it could not be tried."""
    order = _order(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "oversight.settings")
    try:
        with running():
            django.setup()
            return validate(order)
    except (CannotStartError, UnknownRequirementError) as problem:
        sys.stderr.write(f"{problem}\n")
        return 1


def _order(arguments: Sequence[str] | None) -> Order:
    parser = argparse.ArgumentParser(prog="python -m scripts.validation", description=__doc__)
    parser.add_argument("--only", default="", help="numbers, or how they begin, parted by commas: the pack is partial")
    parser.add_argument("--by", default=getpass.getuser(), help="who validates, as it is printed")
    parser.add_argument("--company", default="", help="for which company")
    parser.add_argument("--folder", type=Path, default=DATA / "validation")
    parser.add_argument("--results", type=Path, help="a JUnit file of a run that is over, instead of a run")
    given = parser.parse_args(arguments)
    only = tuple(part.strip() for part in given.only.split(",") if part.strip())
    company = given.company or "no company named"
    return Order(given.by or getpass.getuser(), company, only, given.folder, given.results)


def validate(order: Order) -> int:
    """Run, judge, print. Needs Django set up and the servers up."""
    requirements = chosen(every(), order.only)
    pictures = order.folder / "pictures"
    begun = datetime.now(tz=UTC)
    if order.kept is None:
        shutil.rmtree(order.folder, ignore_errors=True)
        pictures.mkdir(parents=True)
        run_tests(requirements, order.folder / RESULTS, pictures)
    pictures.mkdir(parents=True, exist_ok=True)
    return print_pack(order, requirements, order.kept or order.folder / RESULTS, begun)


def run_tests(requirements: Sequence[Requirement], results: Path, pictures: Path) -> None:
    """Whatever pytest's own end: what each test said stands in its file."""
    command: Command = [PROGRAMS / "python", *SUITE, f"--junitxml={results}", *asked_of_pytest(requirements)]
    environment = {**os.environ, "PGOPTIONS": "-c synchronous_commit=off", "JOURNEY_PICTURES": str(pictures)}
    subprocess.run(command, cwd=CLONE, env=environment, check=False)


def print_pack(order: Order, requirements: Sequence[Requirement], results: Path, begun: datetime) -> int:
    """The pack of these results, written and told of; its verdict as exit code."""
    from scripts.validation import installation, pack, paper  # noqa: PLC0415 - after django.setup()
    from scripts.validation.results import judged, read  # noqa: PLC0415
    from workspace.outside.record_report import compiled  # noqa: PLC0415

    at = datetime.now(tz=UTC)
    pictures = order.folder / "pictures"
    facts = tuple(installation.facts())
    found = pack.Found(
        run=pack.Run(begun, at, order.only),
        verdicts=judged(requirements, read(results)),
        facts=facts,
        libraries=installation.libraries(),
        pictures=paper.picture_facts(pictures),
        procedures=procedures(),
        checks=tuple(checks()),
    )
    number = f"VP-{at:%Y%m%d-%H%M%S}"
    report = pack.compiled(found, number)
    printing = paper.printing(number=number, by=order.by, company=order.company, at=at, version=facts[0].found)
    taken = tuple((f"{paper.PICTURES}/{one.name}.png", one.name) for one in found.pictures)
    printed = compiled("Validation pack", report, printing, pictures=taken, attached=(paper.raw_results(results),))
    for path in paper.write(printed, pictures=pictures, at=at, into=order.folder):
        say(f"Written: {path}")
    say(f"{report.state}.")
    for row in pack.deviations(found):
        say(f"  {row.kind}: {row.what} ({row.requirements})")
    return 0 if found.is_good else 1


if __name__ == "__main__":
    sys.exit(main())
