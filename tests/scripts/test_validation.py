"""The validation pack: requirements traced to tests that exist, results told as they were, a sealed file."""

import ast
import json
from collections import Counter
from datetime import UTC, datetime, timedelta
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PIL import Image

from records.outside.platform_seal import trusted
from records.outside.verify import verify
from scripts.validation import installation, pack, paper
from scripts.validation.__main__ import Order, main, print_pack
from scripts.validation.installation import AS_EXPECTED, DEVIATES, NOT_INSTALLED, Installed, Library
from scripts.validation.requirements import (
    RULE_CASES,
    Requirement,
    UnknownRequirementError,
    asked_of_pytest,
    checks,
    chosen,
    every,
    listed,
    procedures,
)
from scripts.validation.results import FAILED, PASSED, SKIPPED, Result, belongs, judged, read
from tests.architecture.sources import ROOT
from tests.evidence.pack.rules.test_cases import EVERY
from tests.records.outside.paper import pdf_a_failures, text_of
from workspace.outside.record_report import compiled

AT = datetime(2026, 3, 27, 16, 40, 12, tzinfo=UTC)
FIRST = Requirement("V-01", "21 CFR 11.10(a)", "A is so.", "high", "Harm.", ("tests/a/test_a.py::test_one",))
SECOND = Requirement("V-02", "21 CFR 11.10(b)", "B is so.", "low", "Harm.", ("tests/b/test_b.py",))
THIRD = Requirement("P-01", "Intended use", "All of it.", "high", "Harm.", ("tests/c/test_c.py::test_x[R101-",), "PQ")
JUNIT = """<?xml version="1.0" encoding="utf-8"?><testsuites><testsuite name="pytest" tests="5">
<testcase classname="tests.a.test_a" name="test_one" file="tests/a/test_a.py" time="0.25"/>
<testcase classname="tests.b.test_b" name="test_two" file="tests/b/test_b.py" time="1.5">{b}</testcase>
<testcase classname="tests.b.test_b" name="test_three[x]" file="tests/b/test_b.py" time="0">
<skipped message="no token"/></testcase>
<testcase classname="tests.c.test_c" name="test_x[R101-positive-1]" file="tests/c/test_c.py" time="2"/>
<testcase classname="tests.c.test_c" name="test_x[R102-positive-1]" file="tests/c/test_c.py" time="2">
<error>gone</error></testcase></testsuite></testsuites>"""


@cache
def functions_of(file: str) -> frozenset[str]:
    """The tests of a file, by its source."""
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    return frozenset(
        node.name for node in tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    )


def missing(named: str) -> bool:
    """Whether a test that a requirement names is not there."""
    file, _, function = named.partition("::")
    function, _, case = function.partition("[")
    if not (ROOT / file).is_file() or not functions_of(file):
        return True
    if case:
        return named.partition("[")[0] != RULE_CASES or not any(str(one.id).startswith(case) for one in EVERY)
    return bool(function) and function not in functions_of(file)


def results(folder: Path, of_two: str = "") -> Path:
    path = folder / "results.xml"
    path.write_text(JUNIT.format(b=of_two), encoding="utf-8")
    return path


def found(folder: Path, of_two: str = "", only: tuple[str, ...] = (), **more: Any) -> pack.Found:
    requirements = (FIRST, SECOND, THIRD)
    given: dict[str, Any] = {
        "run": pack.Run(AT - timedelta(minutes=5), AT, only),
        "verdicts": judged(requirements, read(results(folder, of_two))),
        "facts": (Installed("Oversight", "0.1.0"),),
        "libraries": (Library("django", "5.2.19", "5.2.19"), Library("pywin32", "1", NOT_INSTALLED)),
        "pictures": (),
        "procedures": procedures()[:1],
        "checks": tuple(checks())[:2],
    }
    return pack.Found(**(given | more))


def test_every_requirement_names_tests_and_every_one_of_them_exists() -> None:
    requirements = every()
    assert [one.id for one in requirements if not one.tests] == []
    assert {one.id: lost for one in requirements if (lost := [test for test in one.tests if missing(test)])} == {}


def test_a_test_that_is_not_there_is_seen() -> None:
    for named in (
        "tests/nowhere.py",
        "tests/records/conftest.py",
        "tests/records/test_days.py::test_nothing_of_the_kind",
        f"{RULE_CASES}[R999-",
        "tests/records/test_days.py::test_a_day_is_closed_once[R101-",
    ):
        assert missing(named)
    assert not missing("tests/records/test_days.py::test_a_day_is_closed_once")


def test_the_list_is_whole_and_well_formed() -> None:
    requirements = every()
    assert [id_ for id_, count in Counter(one.id for one in requirements).items() if count > 1] == []
    assert {one.risk for one in requirements} <= {"high", "medium", "low"}
    assert {one.phase for one in requirements} == {"OQ", "PQ"}
    assert sum(one.id.startswith("R") for one in requirements) == 104
    apps = {one.id for one in requirements if one.id.startswith("A-")}
    assert {"A-lots", "A-release", "A-quality-events", "A-change-control"} <= apps
    assert len(tuple(checks())) > 200
    assert all(one.text and one.source and one.by for one in procedures())


@pytest.mark.parametrize(
    "paragraph",
    [f"11.10({letter})" for letter in "abcdefghijk"]
    + ["11.30", "11.50", "11.70", "11.100", "11.200", "11.300"]
    + ["Annex 11, 4.8", "Annex 11, 7", "Annex 11, 13", "Annex 11, 15", "Chapter 7", "ALCOA"],
)
def test_each_paragraph_is_answered_by_a_requirement_or_a_procedure(paragraph: str) -> None:
    sources = " ".join(one.source for one in (*listed(), *procedures())).replace("(g), (i)", "(g) 11.10(i)")
    assert paragraph in sources


def test_some_are_chosen_by_how_their_number_begins() -> None:
    known = (FIRST, SECOND, THIRD)
    assert chosen(known, ()) == known
    assert chosen(known, ("V-02", "P")) == (SECOND, THIRD)
    with pytest.raises(UnknownRequirementError, match="begins with X"):
        chosen(known, ("V", "X"))


def test_pytest_is_asked_for_each_file_or_function_once() -> None:
    whole = Requirement("V-09", "", "", "low", "", ("tests/a/test_a.py",))
    assert asked_of_pytest((FIRST, SECOND, THIRD)) == [
        "tests/a/test_a.py::test_one", "tests/b/test_b.py", "tests/c/test_c.py::test_x"
    ]  # fmt: skip
    assert asked_of_pytest((FIRST, whole)) == ["tests/a/test_a.py"]


@pytest.mark.parametrize(
    ("test", "named", "expected"),
    [
        ("tests/a.py::test_x", "tests/a.py", True),
        ("tests/a.py::test_x", "tests/a.py::test_x", True),
        ("tests/a.py::test_x[1]", "tests/a.py::test_x", True),
        ("tests/a.py::test_xy", "tests/a.py::test_x", False),
        ("tests/a.py::test_x[R101-b-1]", "tests/a.py::test_x[R101-", True),
        ("tests/a.py::test_x[R102-b-1]", "tests/a.py::test_x[R101-", False),
        ("tests/ab.py::test_x", "tests/a", False),
    ],
)
def test_a_result_belongs_to_what_names_it(test: str, named: str, expected: object) -> None:
    assert belongs(test, named) is expected


def test_results_are_read_as_they_were(tmp_path: Path) -> None:
    told = read(results(tmp_path, "<failure message='assert 1 == 2'>long</failure>"))
    assert [(one.outcome, one.message) for one in told.values()] == [
        (PASSED, ""), (FAILED, "assert 1 == 2"), (SKIPPED, "no token"), (PASSED, ""), (FAILED, "gone")
    ]  # fmt: skip
    assert told["tests/a/test_a.py::test_one"] == Result("tests/a/test_a.py::test_one", PASSED, 0.25)


def test_a_requirement_is_shown_when_all_its_tests_passed(tmp_path: Path) -> None:
    silent = Requirement("V-03", "", "", "low", "", ("tests/d/test_d.py",))
    only_skipped = Requirement("V-04", "", "", "low", "", ("tests/b/test_b.py::test_three",))
    asked = (FIRST, SECOND, THIRD, silent, only_skipped)
    verdicts = judged(asked, read(results(tmp_path)))
    assert [one.words for one in verdicts] == ["shown", "shown in part", "shown", "not shown", "not shown"]
    failing = judged(asked, read(results(tmp_path, "<failure message='no'/>")))
    assert failing[1].words == "not shown"


def test_the_pack_tells_what_failed_was_skipped_or_did_not_run(tmp_path: Path) -> None:
    good = found(tmp_path)
    assert good.is_good
    assert [(row.what, row.kind, row.requirements, row.message) for row in pack.deviations(good)] == [
        ("tests/b/test_b.py::test_three[x]", "skipped", "V-02", "no token")
    ]
    assert pack.compiled(good, "VP-1").state == "Shown, with 1 deviations to assess"
    bad = found(tmp_path, "<failure message='assert 1 == 2'/>")
    assert not bad.is_good
    assert pack.compiled(bad, "VP-1").state.startswith("Not validated")
    assert [row.kind for row in pack.deviations(bad)] == ["skipped", "failed"]
    lost = found(tmp_path, verdicts=judged((Requirement("V-7", "", "", "low", "", ("tests/z.py",)),), {}))
    assert (lost.is_good, pack.deviations(lost)[0].kind) == (False, "not run")


def test_another_installation_than_the_locked_one_deviates(tmp_path: Path) -> None:
    other = found(tmp_path, libraries=(Library("django", "5.2.19", "5.2.18"),))
    assert not other.is_good
    assert pack.deviations(other)[-1].message == "5.2.18 is installed, 5.2.19 is locked"
    changed = found(tmp_path, facts=(Installed("Oversight", "1"), Installed("Changed files", "2", DEVIATES)))
    assert (changed.is_good, pack.deviations(changed)[-1].message) == (False, "2")


def test_a_restricted_run_says_that_it_is_partial(tmp_path: Path) -> None:
    report = pack.compiled(found(tmp_path, only=("V-0",)), "VP-1")
    assert report.title == "Partial validation of Oversight 0.1.0"
    assert report.state == "Partial: it validates nothing beyond the requirements named below"
    assert report.facts[0].value == "Partial: only V-0"
    verdicts = judged((FIRST,), read(results(tmp_path)))
    assert pack.compiled(found(tmp_path, verdicts=verdicts), "VP-1").state == "Shown, without deviation"


@pytest.fixture
def own_seal(settings: Any, tmp_path: Path) -> Path:
    settings.SEAL_FOLDER = tmp_path / "seal"
    return tmp_path


def test_the_file_is_sealed_and_holds_pictures_copy_and_raw_results(own_seal: Path) -> None:
    pictures, into = own_seal / "pictures", own_seal / "out"
    pictures.mkdir()
    Image.new("RGB", (1366, 768), "#0d6470").save(pictures / "inbox.png")
    told = found(own_seal, pictures=paper.picture_facts(pictures))
    report = pack.compiled(told, "VP-20260327-1")
    printing = paper.printing(number="VP-20260327-1", by="Q. Lead", company="Alder & Pine", at=AT, version="0.1.0")
    raw = paper.raw_results(own_seal / "results.xml")
    taken = [(f"{paper.PICTURES}/{one.name}.png", one.name) for one in told.pictures]
    printed = compiled("Validation pack", report, printing, pictures=taken, attached=[raw])
    pdf, copy = (path.read_bytes() for path in paper.write(printed, pictures=pictures, at=AT, into=into))
    assert verify(pdf, roots=trusted(AT), expected_sha256=None, sealed_at=AT).is_good
    assert pdf_a_failures(pdf) == []
    with pikepdf.open(BytesIO(pdf)) as book:
        assert {name: file.get_file().read_bytes() for name, file in book.attachments.items()} == {
            "validation-pack.json": copy, "results.xml": raw.content
        }  # fmt: skip
    words = " ".join(text_of(pdf).split())
    for said in ("Whole validation of Oversight 0.1.0", "Q. Lead, Alder & Pine", "no token", "shown in part", "inbox"):
        assert said in words
    told_again = json.loads(copy)
    assert [row["verdict"] for row in told_again["sections"]["operation"]] == ["shown", "shown in part"]
    assert told_again["sections"]["pictures"][0]["sha256"] == told.pictures[0].sha256


def test_what_is_installed_is_read_from_the_machine(db: None) -> None:
    facts = {one.what: one for one in installation.facts({})}
    assert facts["The application's role"].verdict == AS_EXPECTED
    assert facts["PostgreSQL"].found.split(".")[0].isdigit()
    assert len(facts["SHA-256 of requirements.lock"].found) == 64
    libraries = {one.name: one for one in installation.libraries()}
    assert libraries["django"].installed == libraries["django"].locked
    checked = list(installation.facts({"Fails": ["-c", "print('why'); raise SystemExit(3)"]}))[-1]
    assert checked == Installed("Fails", "why", DEVIATES)


def test_the_exit_code_is_the_verdict(db: None, own_seal: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installation.facts, "__defaults__", ({},))  # its programs take seconds each, long tables too
    monkeypatch.setattr(installation, "libraries", lambda: ())
    monkeypatch.setattr("scripts.validation.__main__.checks", lambda: ())
    pictures = own_seal / "pictures"
    pictures.mkdir()
    order = Order("Q. Lead", "Alder & Pine", ("V-02",), own_seal, None)
    failing = results(own_seal, "<failure message='assert 1 == 2'/>")
    assert print_pack(order, (SECOND,), failing, AT) == 1
    assert b"Not validated" in (own_seal / "validation-pack.json").read_bytes()


def test_an_unknown_number_is_said(capsys: pytest.CaptureFixture[str], db: None) -> None:
    assert main(["--only", "ZZ"]) == 1
    assert "No requirement's number begins with ZZ" in capsys.readouterr().err
