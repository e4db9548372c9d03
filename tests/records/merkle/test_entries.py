"""Lines of the trail and what is signed over them."""

import pytest

from records.merkle.entries import Entry, hash_of, leaf_of
from records.merkle.heads import FIRST, DayBody, SealBody, canonical, top_root, tree_leaf

LINE = "lots_historicallot 7 0192-a 0193-b 2026-03-05T14:03:11.123456Z 6e34"
SEAL = SealBody(
    number=1, epoch=1, cluster="7", horizon="812", after_relation="lots_historicallot", after_key="7",
    sealed_at="2026-03-05T14:03:12.000000Z", root=FIRST, previous=FIRST, public_key=FIRST,
)  # fmt: skip


def test_a_line_comes_apart_and_together() -> None:
    entry = Entry.of(LINE)
    assert (entry.relation, entry.key, entry.record, entry.acted_for) == ("lots_historicallot", "7", "0192-a", "0193-b")
    assert entry.line == LINE
    assert entry.hash == hash_of(LINE)


@pytest.mark.parametrize("line", ["", "a b", f"{LINE} more", LINE.replace(" 7 ", "  ")])
def test_what_is_no_line(line: str) -> None:
    with pytest.raises(ValueError, match="no line of the trail"):
        Entry.of(line)


def test_a_rows_leaf_is_the_one_of_the_standard() -> None:
    assert leaf_of("") == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"


def test_one_body_one_text() -> None:
    assert canonical({"b": 1, "a": "é"}) == '{"a":"é","b":1}'.encode()
    assert SEAL.text.startswith(b'{"after_key":"7","after_relation":"lots_historicallot","cluster":"7",')
    assert b'"format":"oversight-seal-1"' in SEAL.text
    assert len(SEAL.hash) == 64


def test_a_day_is_bound_to_everything_in_it() -> None:
    day = DayBody(
        partnership="p", company="c", day="2026-03-05", last_seal=4, tree_size=9, tree_root=FIRST, rows=3, root=FIRST,
        previous=FIRST, closed_at="2026-03-06T00:00:10.000000Z", public_key=FIRST,
    )  # fmt: skip
    assert b'"format":"oversight-day-1"' in day.text
    assert len({day.hash, SEAL.hash}) == 2


def test_the_seals_root_does_not_depend_on_the_order_of_asking() -> None:
    heads = [("b", 2, "11"), ("a", 1, "22")]
    assert top_root(heads) == top_root(reversed(heads))
    assert top_root(heads[:1]) == tree_leaf("b", 2, "11").hex()
    assert top_root(heads) != top_root([("b", 2, "11"), ("a", 2, "22")])
