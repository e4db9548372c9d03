from pathlib import Path

from evidence.pack.rules import rules
from evidence.pack.rules.catalogue import as_markdown

DOCUMENT = Path(__file__).resolve().parents[4] / "docs" / "rules.md"
FROM_DAY_ONE = {
    "R101", "R104", "R109", "R116", "R117", "R201", "R203", "R205", "R212", "R213", "R215", "R217", "R301", "R302",
    "R305", "R306", "R307", "R315", "R401", "R403", "R407", "R408", "R409", "R416", "R417", "R421", "R501", "R502",
    "R503", "R601", "R602",
}  # fmt: skip


def test_the_published_list_is_the_registered_one() -> None:
    assert DOCUMENT.read_text(encoding="utf-8") == as_markdown()


def test_every_rule_of_day_one_is_registered() -> None:
    assert FROM_DAY_ONE - {rule.id for rule in rules()} == set()


def test_every_rule_fits_where_verdicts_are_kept() -> None:
    """Column widths of the stored verdict: rule 8, paragraph 60, cure 300 characters."""
    too_long = [r.id for r in rules() if len(r.id) > 8 or len(r.paragraph) > 60 or len(r.cure.text) > 300]

    assert too_long == []


def test_rules_stand_in_the_order_of_their_ids() -> None:
    ids = [rule.id for rule in rules("pack")]

    assert ids == sorted(ids)
    assert ids[0] == "R101"


def test_a_reviewer_has_exceptions_to_decide() -> None:
    assert [rule.id for rule in rules() if rule.severity == "W"] == [
        "R108", "R110", "R113", "R119", "R120", "R210", "R310", "R318", "R405", "R411", "R414", "R506", "R605",
    ]  # fmt: skip
