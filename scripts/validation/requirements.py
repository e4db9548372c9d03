"""What the software must do: the list in docs/validation, the rules of the evidence pack, the checks of the actions."""

import ast
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from scripts.commands import CLONE

LISTED = CLONE / "docs" / "validation" / "requirements.toml"
RULE_CASES = "tests/evidence/pack/rules/test_cases.py::test_a_case_comes_out_as_it_says"
RISKS = {"X": "high", "B": "high", "W": "medium", "I": "low"}
"""A rule's severity as a risk: what blocks is high."""
OPERATION, PERFORMANCE = "OQ", "PQ"
REFUSED = "A step is done although the rule or clause behind a check forbids it."


class UnknownRequirementError(Exception):
    """No requirement's number begins as was asked for; the message says how."""


@dataclass(frozen=True, slots=True)
class Requirement:
    """One testable demand. `tests`: files, functions (`file::test`), or a function's cases (`file::test[R101-`)."""

    id: str
    source: str
    text: str
    risk: str
    harm: str
    tests: tuple[str, ...]
    phase: str = OPERATION


@dataclass(frozen=True, slots=True)
class Procedure:
    """What no test of the software can show, and whose procedure it is left to."""

    id: str
    source: str
    text: str
    by: str


@dataclass(frozen=True, slots=True)
class Check:
    """A function that actions ask before they write."""

    app: str
    name: str
    demands: str
    """Its own first sentence; its name in words where it has none."""


def listed(page: Path = LISTED) -> tuple[Requirement, ...]:
    """The requirements of the list, as they stand."""
    found = tomllib.loads(page.read_text(encoding="utf-8"))["requirement"]
    return tuple(Requirement(**{**one, "tests": tuple(one["tests"])}) for one in found)


def procedures(page: Path = LISTED) -> tuple[Procedure, ...]:
    return tuple(Procedure(**one) for one in tomllib.loads(page.read_text(encoding="utf-8"))["procedure"])


def of_rules() -> tuple[Requirement, ...]:
    """One a rule of the evidence pack, shown by its positive, negative and boundary cases. Needs Django set up."""
    from evidence.pack.rules import rules  # noqa: PLC0415 - apps register theirs when Django is ready

    return tuple(
        Requirement(
            id=rule.id,
            source=f"21 CFR {rule.paragraph.removeprefix('21 CFR ')}",
            text=f"{rule.title}.",
            risk=RISKS[rule.severity],
            harm="A lot whose record does not show this passes for conforming.",
            tests=(f"{RULE_CASES}[{rule.id}-",),
        )
        for rule in rules()
    )


def checks(root: Path = CLONE) -> Iterator[Check]:
    """Every `check_…` of the apps' rules, by app and name."""
    for path in sorted([*root.glob("*/rules.py"), *root.glob("*/rules/*.py")]):
        app = path.relative_to(root).parts[0]
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and node.name.startswith("check_"):
                said = (ast.get_docstring(node) or "").split("\n\n")[0].replace("\n", " ")
                yield Check(app, node.name, said or node.name.removeprefix("check_").replace("_", " "))


def of_checks(root: Path = CLONE) -> Iterator[Requirement]:
    """One an app with checks, shown by its own tests: they reach what decides, line by line (`make test`)."""
    counted: dict[str, int] = {}
    for check in checks(root):
        counted[check.app] = counted.get(check.app, 0) + 1
    for app, count in counted.items():
        files = sorted(path.relative_to(root).as_posix() for path in (root / "tests" / app).rglob("test_*.py"))
        yield Requirement(
            id=f"A-{app.replace('_', '-')}",
            source="21 CFR 11.10(f), (g)",
            text=f"An action of {app.replace('_', ' ')} asks its {count} checks first and is refused in words.",
            risk="high",
            harm=REFUSED,
            tests=tuple(files),
        )


def every() -> tuple[Requirement, ...]:
    """All of them, in the order of the pack. Needs Django set up."""
    return (*listed(), *of_checks(), *of_rules())


def chosen(known: Iterable[Requirement], only: Sequence[str]) -> tuple[Requirement, ...]:
    """Those whose number begins with one of `only`; all without any. Raises UnknownRequirementError."""
    of_all = tuple(known)
    for beginning in only:
        if not any(one.id.startswith(beginning) for one in of_all):
            raise UnknownRequirementError(f"No requirement's number begins with {beginning}: see {LISTED.name}.")
    return tuple(one for one in of_all if not only or one.id.startswith(tuple(only)))


def asked_of_pytest(requirements: Iterable[Requirement]) -> list[str]:
    """What pytest is called with: every file or function once; a function's cases all run together."""
    named = {test.partition("[")[0] for one in requirements for test in one.tests}
    return sorted(name for name in named if "::" not in name or name.partition("::")[0] not in named)
