"""Two versions side by side."""

from dataclasses import dataclass, replace
from typing import Any

from agreements.redline import compared


@dataclass(frozen=True)
class Clause:
    number: str
    kind: str
    title: str
    parameters: dict[str, Any]


REVIEW = Clause("6.1", "review", "Review", {"pack_days": 5, "disposition_days": 3})
PATTERN = Clause("3.1", "release_pattern", "Release", {"pattern": "sponsor_release"})


def test_a_line_a_clause_with_what_happened_to_it() -> None:
    shorter = replace(REVIEW, parameters={"pack_days": 3, "disposition_days": 3})
    lines = compared([REVIEW, PATTERN], [PATTERN, shorter])
    assert [(line.number, line.change) for line in lines] == [("3.1", "same"), ("6.1", "changed")]
    assert lines[1].old == (
        "6.1 Review. The sponsor reviews a pack within 5 business days and decides on the lot within 3 business days."
    )
    assert lines[1].new == (
        "6.1 Review. The sponsor reviews a pack within 3 business days and decides on the lot within 3 business days."
    )


def test_clauses_come_and_go() -> None:
    assert [(line.kind, line.change, line.old) for line in compared([], [PATTERN])] == [
        ("release_pattern", "added", "")
    ]
    removed = compared([PATTERN, REVIEW], [REVIEW])
    assert [(line.kind, line.change, line.new) for line in removed][1:] == [("release_pattern", "removed", "")]


def test_a_new_number_is_a_change() -> None:
    assert compared([PATTERN], [replace(PATTERN, number="3.2")])[0].change == "changed"
