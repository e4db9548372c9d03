"""Every rule of the catalogue has a positive, a negative and a boundary case, and each case comes out as it says."""

from collections import Counter

import pytest

from evidence.pack.rules import rules
from tests.evidence.pack.rules.cases import CASES
from tests.evidence.pack.rules.cases.making import Case

CATALOGUE = tuple(
    f"R{chapter}{number:02}"
    for chapter, last in ((1, 28), (2, 20), (3, 21), (4, 22), (5, 7), (6, 6))
    for number in range(1, last + 1)
)
"""Domain §B, R101–R127, R201–R220, R301–R321, R401–R422, R501–R507, R601–R606; R128: a scan that is agreed."""
_WORST = ("fail", "needs_event", "pass", "not_applicable")
_BAD = {"fail", "needs_event"}
_RULES = {rule.id: rule for rule in rules()}
EVERY = [
    pytest.param(rule, case, id=f"{rule}-{kind}-{place}")
    for rule, found in CASES.items()
    for kind, listed in (("positive", [found.positive]), ("negative", [found.negative]), ("boundary", found.boundary))
    for place, case in enumerate(listed, start=1)
]


def test_the_catalogue_has_a_hundred_and_four_rules() -> None:
    assert len(CATALOGUE) == 104
    assert [rule.id for rule in rules()] == sorted(CATALOGUE)


def test_every_rule_is_shown_from_all_three_sides() -> None:
    assert sorted(CASES) == sorted(CATALOGUE)
    assert [rule for rule, found in CASES.items() if found.positive.outcome != "pass"] == []
    assert [rule for rule, found in CASES.items() if found.negative.outcome not in _BAD] == []
    assert [rule for rule, found in CASES.items() if not found.boundary] == []


@pytest.mark.parametrize(("rule", "case"), EVERY)
def test_a_case_comes_out_as_it_says(rule: str, case: Case) -> None:
    found = list(_RULES[rule].check(case.given()))
    counted = Counter(finding.outcome for finding in found)

    assert next((outcome for outcome in _WORST if counted[outcome]), "silent") == case.outcome, found
