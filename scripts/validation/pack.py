"""The pack as a report of plain values: intended use, installation, requirements with risk and result, deviations."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from records.reports import Fact, PartRow, Report, Section, printed_as
from scripts.validation.installation import DEVIATES, Installed, Library
from scripts.validation.requirements import PERFORMANCE, Check, Procedure, Requirement
from scripts.validation.results import FAILED, NOT_SHOWN, PASSED, SHOWN, SKIPPED, Result, Verdict

FORMAT = "validation-pack-1"
NOT_RUN = "not run"
INTENDED = (
    PartRow(
        "Intended use",
        "A sponsor of dietary supplements oversees the lots that contract manufacturers make for it: quality "
        "agreement, evidence pack, quality events, changes, disposition, release and shipment, as electronic "
        "records with electronic signatures (21 CFR 11, 111).",
    ),
    PartRow(
        "Not intended",
        "It controls no machine, keeps no laboratory's raw data, and decides nothing by a model: a rule or a "
        "person does.",
    ),
    PartRow(
        "Class and method",
        "Configured product, GAMP 5 category 4 with category 5 parts; tested by risk in the sense of FDA's guidance on "
        "computer software assurance. What can let goods go wrongly, or make a record prove nothing, is of high risk.",
    ),
    PartRow(
        "How it is read",
        "IQ: what is installed. OQ: each requirement, its risk, its tests and what they said in this run. PQ: whole "
        "journeys in a browser, with pictures of this run. Deviations: all that failed, was skipped or did not run.",
    ),
    PartRow("How it is made again", "make validation, in the checkout of this commit, on the machine to be validated."),
)
APPROVAL = tuple(
    PartRow(part, "Name, date, signature: ______________________________________")
    for part in ("Reviewed by (system owner)", "Approved by (quality unit)")
)


@dataclass(frozen=True, slots=True)
class Run:
    """One run of the tests."""

    begun_at: datetime
    ended_at: datetime
    only: tuple[str, ...]
    """The beginnings of numbers that it was restricted to; empty for a whole one."""


@dataclass(frozen=True, slots=True)
class PictureFact:
    name: str = printed_as("Picture", width="w28")
    sha256: str = printed_as("SHA-256 of the file")


@dataclass(frozen=True, slots=True)
class FactRow:
    what: str = printed_as("What", width="w28")
    found: str = printed_as("Found")
    verdict: str = printed_as("Verdict", width="w16")


@dataclass(frozen=True, slots=True)
class LibraryRow:
    name: str = printed_as("Library")
    locked: str = printed_as("Locked", width="w20")
    installed: str = printed_as("Installed", width="w20")
    verdict: str = printed_as("Verdict", width="w16")


@dataclass(frozen=True, slots=True)
class RequirementRow:
    id: str = printed_as("No.", width="w14")
    source: str = printed_as("Source", width="w18")
    text: str = printed_as("What is required")
    harm: str = printed_as("When it fails", under=True)
    risk: str = printed_as("Risk", width="w8")
    passed: int = printed_as("Tests passed", width="w10")
    failed: int = printed_as("Failed", under=True)
    skipped: int = printed_as("Skipped", under=True)
    verdict: str = printed_as("Verdict", width="w12")


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    test: str = printed_as("Test")
    requirements: str = printed_as("Shows", width="w20")
    outcome: str = printed_as("Result", width="w8")
    seconds: str = printed_as("Seconds", width="w8")


@dataclass(frozen=True, slots=True)
class DeviationRow:
    what: str = printed_as("What")
    requirements: str = printed_as("Concerns", width="w20")
    kind: str = printed_as("Kind", width="w12")
    message: str = printed_as("What was said")


@dataclass(frozen=True, slots=True)
class ProcedureRow:
    id: str = printed_as("No.", width="w8")
    source: str = printed_as("Source", width="w20")
    text: str = printed_as("What is left to a procedure")
    by: str = printed_as("Whose", width="w20")


@dataclass(frozen=True, slots=True)
class CheckRow:
    app: str = printed_as("Part", width="w16")
    name: str = printed_as("Check", width="w28")
    demands: str = printed_as("What it demands")


@dataclass(frozen=True, slots=True)
class Found:
    """All that the pack is compiled from."""

    run: Run
    verdicts: tuple[Verdict, ...]
    facts: tuple[Installed, ...]
    libraries: tuple[Library, ...]
    pictures: tuple[PictureFact, ...]
    procedures: tuple[Procedure, ...]
    checks: tuple[Check, ...]

    @property
    def is_partial(self) -> bool:
        return bool(self.run.only)

    @property
    def is_good(self) -> bool:
        """Every requirement of the run was shown, at least in part, and nothing installed deviates."""
        return all(verdict.words != NOT_SHOWN for verdict in self.verdicts) and not self._deviating()

    def _deviating(self) -> bool:
        verdicts = {one.verdict for one in self.facts} | {one.verdict for one in self.libraries}
        return DEVIATES in verdicts


def compiled(found: Found, number: str) -> Report:
    """The pack as a report that `workspace.outside.record_report` prints and copies."""
    whole = "Partial" if found.is_partial else "Whole"
    shown = sum(verdict.words == SHOWN for verdict in found.verdicts)
    deviating = deviations(found)
    return Report(
        format=FORMAT,
        number=number,
        title=f"{whole} validation of Oversight {found.facts[0].found}",
        state=_state(found, len(deviating)),
        tone="bad" if not found.is_good else "wait" if found.is_partial or deviating else "good",
        time_zone="UTC",
        facts=(
            Fact("Extent", f"Partial: only {', '.join(found.run.only)}" if found.is_partial else "Whole"),
            Fact("Tests began", found.run.begun_at),
            Fact("Tests ended", found.run.ended_at),
            Fact("Requirements shown", f"{shown} of {len(found.verdicts)}"),
            Fact("Deviations", len(deviating)),
        ),
        sections=_sections(found, deviating),
    )


def _state(found: Found, deviating: int) -> str:
    if not found.is_good:
        return "Not validated: a requirement is not shown, or the installation deviates"
    if found.is_partial:
        return "Partial: it validates nothing beyond the requirements named below"
    return f"Shown, with {deviating} deviations to assess" if deviating else "Shown, without deviation"


def _sections(found: Found, deviating: tuple[DeviationRow, ...]) -> tuple[Section, ...]:
    operation = tuple(one for one in found.verdicts if one.requirement.phase != PERFORMANCE)
    performance = tuple(one for one in found.verdicts if one.requirement.phase == PERFORMANCE)
    none = "None was asked for in this run."
    return (
        Section("intended_use", "Intended use and method", PartRow, INTENDED, ""),
        Section("deviations", "Deviations", DeviationRow, deviating, "Nothing failed, was skipped or did not run."),
        Section("installation", "IQ: installation", FactRow, tuple(map(_fact, found.facts)), ""),
        Section("libraries", "IQ: libraries", LibraryRow, tuple(map(_library, found.libraries)), ""),
        Section("operation", "OQ: requirements", RequirementRow, tuple(map(_row, operation)), none),
        Section("performance", "PQ: journeys", RequirementRow, tuple(map(_row, performance)), none),
        Section("pictures", "PQ: pictures of this run", PictureFact, found.pictures, "No journey took a picture."),
        Section("evidence", "Tests and their results", EvidenceRow, _evidence(found.verdicts), none),
        Section("checks", "Checks that actions ask first", CheckRow, tuple(map(_check, found.checks)), ""),
        Section("procedures", "Left to procedures", ProcedureRow, tuple(map(_procedure, found.procedures)), ""),
        Section("approval", "Assessment", PartRow, APPROVAL, ""),
    )


def deviations(found: Found) -> tuple[DeviationRow, ...]:
    """What failed, was skipped, did not run, or is installed otherwise."""
    rows = [
        DeviationRow(result.test, requirements, result.outcome, result.message)
        for result, requirements in _by_test(found.verdicts)
        if result.outcome != PASSED
    ]
    for verdict in found.verdicts:
        rows += [DeviationRow(test, verdict.requirement.id, NOT_RUN, "") for test in verdict.silent]
    rows += [DeviationRow(one.what, "IQ", DEVIATES, one.found) for one in found.facts if one.verdict == DEVIATES]
    for library in found.libraries:
        if library.verdict == DEVIATES:
            told = f"{library.installed} is installed, {library.locked} is locked"
            rows.append(DeviationRow(library.name, "IQ", DEVIATES, told))
    return tuple(rows)


def _by_test(verdicts: Sequence[Verdict]) -> list[tuple[Result, str]]:
    """Each result once, with the numbers of the requirements that it speaks for."""
    numbers: dict[str, list[str]] = {}
    results: dict[str, Result] = {}
    for verdict in verdicts:
        for result in verdict.results:
            results[result.test] = result
            numbers.setdefault(result.test, []).append(verdict.requirement.id)
    return [(results[test], ", ".join(numbers[test])) for test in sorted(results)]


def _evidence(verdicts: Sequence[Verdict]) -> tuple[EvidenceRow, ...]:
    return tuple(
        EvidenceRow(result.test, requirements, result.outcome, f"{result.seconds:.2f}")
        for result, requirements in _by_test(verdicts)
    )


def _row(verdict: Verdict) -> RequirementRow:
    one: Requirement = verdict.requirement
    return RequirementRow(
        one.id, one.source, one.text, one.harm, one.risk, verdict.count(PASSED), verdict.count(FAILED),
        verdict.count(SKIPPED), verdict.words,
    )  # fmt: skip


def _fact(one: Installed) -> FactRow:
    return FactRow(one.what, one.found, one.verdict)


def _library(one: Library) -> LibraryRow:
    return LibraryRow(one.name, one.locked, one.installed, one.verdict)


def _check(one: Check) -> CheckRow:
    return CheckRow(one.app.replace("_", " "), one.name, one.demands)


def _procedure(one: Procedure) -> ProcedureRow:
    return ProcedureRow(one.id, one.source, one.text, one.by)
