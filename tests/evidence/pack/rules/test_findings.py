import hashlib
from datetime import date
from decimal import Decimal

from evidence.pack.rules.findings import counted, listed, read
from evidence.pack.values import read_result
from tests.evidence.pack.rules.contexts import context, verdicts
from tests.factories.packs import complete_pack, with_row

RESULTS = "laboratory.results"


class _Row:
    """Any object with fields can be read."""

    def __init__(self, **fields: object) -> None:
        self.__dict__.update(fields)


def test_what_was_read_is_one_hash_over_the_values() -> None:
    rows = [
        _Row(name="A", amount=Decimal("0.50"), on=date(2026, 3, 10), value=read_result("<0.50")),
        _Row(name="B", amount=None, on=None, value=None),
    ]
    text = "A\x1f0.5\x1f2026-03-10\x1f<0.5\x1eB\x1f\x00\x1f\x00\x1f\x00"

    assert read(rows, "name", "amount", "on", "value") == {
        "checked": 2,
        "fields": ("name", "amount", "on", "value"),
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
    }


def test_missing_and_empty_are_read_apart() -> None:
    assert read([_Row(name=None)], "name") != read([_Row(name="")], "name")
    assert read([_Row(a="1", b="2")], "a", "b") != read([_Row(a="12", b="")], "a", "b")


def test_a_passed_rule_tells_when_what_it_read_has_changed() -> None:
    other = with_row(complete_pack(), RESULTS, {"test": "LEAD"}, reviewer="CHW")

    def read_by(rule: str, *, changed: bool) -> str:
        return verdicts(rule, context(other if changed else None))[RESULTS].inputs_hash

    assert read_by("R308", changed=True) != read_by("R308", changed=False)
    assert read_by("R309", changed=True) == read_by("R309", changed=False)


def test_lists_are_words() -> None:
    assert listed(["A"]) == "A"
    assert listed(["A", "B", "C"]) == "A, B and C"
    assert listed("ABCDEF") == "A, B, C, D, E and 1 more"
    assert counted(1, "row") == "1 row"
    assert counted(0, "row") == "0 rows"
