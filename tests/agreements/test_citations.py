"""References to 21 CFR: the wrong ones are found with the right ones, the right ones are left alone."""

import re
from pathlib import Path

import pytest

from agreements.citations import PART_11, PART_111, SUBPARTS, section_of, wrong_citations
from change_control.drift import CITATIONS
from evidence.pack.rules.engine import rules

ROOT = Path(__file__).resolve().parents[2]


def said(text: str) -> list[tuple[str, str]]:
    """(reference, what to cite) of each wrong one."""
    return [(wrong.reference, wrong.right) for wrong in wrong_citations(text)]


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("Packaging follows 21 CFR 111 Subpart H.",
         [("Subpart H", "Subpart L (Packaging and Labeling Operations)")]),
        ("Packaging and labeling, 111.410 (Subpart H)",
         [("111.410", "Subpart L (Packaging and Labeling Operations)")]),
        ("Part 111, Subpart H: .410 labels, .415 filling",
         [(".410", "Subpart L (Packaging and Labeling Operations)"),
          (".415", "Subpart L (Packaging and Labeling Operations)")]),
        ("The duties of the distributor are those of 21 CFR 111.12(a).",
         [("111.12(a)", "111.1 and 72 FR 34790: no section of Part 111 is addressed to a distributor alone")]),
        ("Line clearance is done as in 111.420.", [("111.420", "111.415")]),
        ("Labels are reconciled; label reconciliation: 111.430(a).", []),
        ("Label reconciliation under 111.415(b)", [("111.415(b)", "111.410(b)")]),
        ("Reserve samples (111.460) are kept.", [("111.460", "111.83, 111.465")]),
        ("Complaints are reviewed under § 111.530.", [("111.530", "111.560, 111.570")]),
        ("See 21 CFR 111.411.",
         [("111.411", f"111.410 (Packaging and labels) or 111.415 ({PART_111['111.415'].heading})")]),
        ("See 111.620(a).", [("111.620(a)", "111.610 (Records that must be made available to FDA)")]),
        ("As § 11.60 asks", [("11.60", "11.50 (Signature manifestations) or 11.70 (Signature/record linking)")]),
    ],
)  # fmt: skip
def test_a_wrong_reference_is_marked_with_the_right_one(text: str, wrong: list[tuple[str, str]]) -> None:
    assert said(text) == wrong


@pytest.mark.parametrize(
    "text",
    [
        "Packaging follows 21 CFR 111 Subpart L.",
        "Subpart L: .410 labels, .420 repackaging, .430 records",
        "111.410 stands in Subpart L, 111.205 in Subpart H.",
        "Personnel qualification is 111.12(a).",
        "Line clearance is done as in 111.415(b) and 111.410.",
        "The master record of 111.210(f) and the batch record of 111.260.",
        "Quality control keeps its records, 111.140(b)(2); complaints as well.",
        "Complaints go to quality control (111.135).",
        "Charge 111.5 kg and 11.10 g; version 2.11.60; 111.25 % of it.",
        "The target is 11.60 and 111 of it.",
        "21 CFR 11.10(e), 11.50 and 11.70 apply; 21 CFR 101.36(b), 117.130 and 1.337 are not judged.",
        "",
    ],
)
def test_a_right_reference_is_left_alone(text: str) -> None:
    assert said(text) == []


def test_it_says_where_and_what_is_wrong() -> None:
    (found,) = wrong_citations("First line.\nReserve samples are held as 111.460 says.")
    assert found.place == 40
    assert found.sentence == (
        "111.460: 111.460 is “Holding in-process material”, not about reserve samples. Cite 111.83, 111.465."
    )


def test_the_table_is_whole() -> None:
    assert len(PART_111) == 84
    assert {section.subpart for section in PART_111.values()} == set(SUBPARTS) == set("ABCDEFGHIJKLMNOP")
    assert section_of("111.410") == PART_111["111.410"]
    assert (section_of("111.411"), section_of("117.3"), PART_11["11.70"].subpart) == (None, None, "B")


def test_no_rule_of_the_pack_cites_what_does_not_exist_or_tells_of_something_else() -> None:
    found = {
        rule.id: [wrong.sentence for wrong in wrong_citations(f"{rule.title}: {rule.paragraph}")] for rule in rules()
    }
    assert {rule: sentences for rule, sentences in found.items() if sentences} == {}


def test_every_paragraph_in_our_own_source_exists() -> None:
    """Refusals, labels, comments and pages: a section of Part 111 that is not in the table is a slip."""
    cited = re.compile(r"\b(111\.\d{1,3})(?=\(|\b)")
    places = [path for folder in ("agreements", "change_control", "docs", "evidence", "lots", "masters",
              "quality_events", "release", "templates", "traceability") for path in (ROOT / folder).rglob("*")
              if path.suffix in (".py", ".md", ".html") and "citations" not in path.parts]  # fmt: skip
    wrong = {
        (path.relative_to(ROOT).as_posix(), number)
        for path in places
        for number in cited.findall(path.read_text(encoding="utf-8"))
        if number not in PART_111
    }
    assert wrong == set()


def test_no_difference_cites_wrongly() -> None:
    assert [said(citation) for citation in CITATIONS.values() if said(citation)] == []
