"""Which findings miss a specification: one table for rules, events and triggers (trap T1)."""

import re

import pytest

from evidence.pack.rules.engine import rules
from evidence.pack.specified import SPECIFIED, is_invalidated, missed_by


@pytest.mark.parametrize(
    ("rule", "missed"),
    [
        ("R112", "specification"), ("R305", "specification"), ("R315", "specification"), ("R317", "specification"),
        ("R312", "specification"), ("R419", "specification"), ("R205", "identity"),
        ("R318", "none"), ("R109", "none"), ("R111", "none"), ("R407", "none"), ("R3051", "none"), ("XR305", "none"),
    ],
)  # fmt: skip
def test_what_a_finding_misses(rule: str, missed: str) -> None:
    assert missed_by(rule) == missed


def test_a_test_of_identity_misses_identity_where_a_specification_is_missed_at_all() -> None:
    assert missed_by("R305", is_identity=True) == "identity"
    assert missed_by("R318", is_identity=True) == "none"


def test_every_rule_of_the_laboratory_is_in_the_table_but_the_one_of_trends() -> None:
    laboratory = {rule.id for rule in rules() if rule.id.startswith("R3")}
    assert {rule for rule in laboratory if not re.match(SPECIFIED, rule)} == {"R318"}


@pytest.mark.parametrize(
    ("invalidated", "test", "value", "counts_no_more"),
    [
        (("LEAD", "0.62"), "LEAD", "0.62", True),
        (("LEAD", "0.62"), "LEAD", " 0.62", True),
        (("LEAD", "0.62"), "LEAD", "0.63", False),
        (("LEAD", "0.62"), "ARSENIC", "0.62", False),
        (("LEAD", "0.62"), None, None, False),
        (("LEAD", "0.62"), "LEAD", "about 0,6 or so?", False),
        (("LEAD", "?"), "LEAD", None, False),
        (None, "LEAD", "0.62", False),
    ],
)
def test_only_the_very_result_is_invalidated(
    invalidated: tuple[str, str] | None, test: str | None, value: str | None, counts_no_more: bool
) -> None:
    assert is_invalidated(invalidated, test, value) is counts_no_more
