"""The small parts of a scope: what proves an edge, balances, differences, questions."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from traceability.scoping.balance import balance
from traceability.scoping.difference import difference
from traceability.scoping.proof import lacks
from traceability.scoping.question import Question, question_of
from traceability.scoping.values import Node, Tie

A = Node("a", "A-1", "kg", Decimal(100))
B = Node("b", "B-1", "{capsule}")
TWO = Decimal(2)


@pytest.mark.parametrize(
    ("nodes", "tie", "why"),
    [
        ((A, B), {}, ""),
        ((A, B), {"unit": "g"}, ""),
        ((A, B), {"unit": "mL"}, "a quantity in mL of a lot that is measured in kg"),
        ((A, B), {"unit": ""}, ""),
        ((Node("a", "A-1"), B), {"unit": "mL"}, ""),
        ((A, B), {"quantity": None, "is_measured": False}, "no quantity is stated"),
        (
            (A, B),
            {"quantity": None, "is_measured": False, "kind": "carry_over"},
            "carry-over that nobody measured",
        ),
        ((A, B), {"quantity": None}, ""),  # measured, but of another customer
        ((A, B), {"quantity": None, "unit": "mL"}, "a quantity in mL of a lot that is measured in kg"),
        ((Node("a", ""), B), {}, "a lot without a number"),
        ((A, Node("b", "")), {}, "a lot without a number"),
        ((A, Node("b", "a lot of another customer", is_hidden=True)), {}, ""),
        ((A, Node("b", "a lot of another customer", is_hidden=True, is_unknown=True)), {}, "a lot without a number"),
        ((Node("a", "A-1", "kg", is_overdrawn=True), B), {}, "more was taken from A-1 than it held"),
        ((A, B), {"shared": "label roll LR-1"}, "only shared label roll LR-1"),
    ],
)
def test_what_an_edge_lacks(nodes: tuple[Node[str], Node[str]], tie: dict[str, Any], why: str) -> None:
    given = {"kind": "consumption", "quantity": TWO, "unit": "kg"} | tie
    assert lacks(Tie("a", "b", **given), dict(zip("ab", nodes, strict=True))) == why


@pytest.mark.parametrize(
    ("held", "gone", "left", "is_broken"),
    [
        (Decimal(100), [(Decimal(60), "kg"), (Decimal(40000), "g")], Decimal(0), False),
        (Decimal(100), [(Decimal(102), "kg")], Decimal(-2), False),  # the tolerance, inclusive
        (Decimal(100), [(Decimal("102.1"), "kg")], Decimal("-2.1"), True),
        (Decimal(100), [(Decimal(1), "kg")], Decimal(99), False),
        (None, [(Decimal(1), "kg")], None, False),
    ],
)
def test_a_balance(held: Decimal | None, gone: list[Any], left: Decimal | None, is_broken: bool) -> None:
    found = balance(held, "kg", gone)
    assert (found.left, found.is_broken, found.unknown) == (left, is_broken, ())


def test_a_balance_names_what_it_cannot_add() -> None:
    found = balance(Decimal(100), "kg", [(Decimal(5), "mL"), (None, ""), (Decimal(1), "kg")])
    assert (found.out, found.unknown) == (Decimal(1), ("5 mL", "no quantity"))


def test_a_difference_in_words() -> None:
    old = {"1": {"number": "KB-1", "shipped": "0"}, "2": {"number": "KB-2", "shipped": "0"}}
    new = {"1": {"number": "KB-1", "shipped": "9"}, "3": {"number": "KB-3"}, "4": {"number": "KB-4"}}
    found = difference(old, new)
    assert (found.added, found.removed, found.changed) == (("KB-3", "KB-4"), ("KB-2",), ("KB-1",))
    assert found.sentence == "2 new lots, 1 lot no longer in it, 1 lot changed."
    assert (difference(new, new).sentence, bool(difference(old, old))) == ("The same answer.", False)


@pytest.mark.parametrize(
    "question",
    [
        Question(),
        Question(forward=False, lots=(UUID(int=1), UUID(int=2))),
        Question(supplier_lot="240977", supplier="Dead Sea Works", received_from=date(2026, 1, 1)),
        Question(use="line", used="P-2", used_from=datetime(2026, 1, 1, 6, tzinfo=UTC), near=("line",), near_hours=8),
    ],
)
def test_a_question_is_kept_and_asked_again(question: Question) -> None:
    assert question_of(question.as_json()) == question


def test_what_is_no_question() -> None:
    with pytest.raises(TypeError):
        question_of({"color": "red"})
    with pytest.raises(ValueError, match="badly formed"):
        question_of({"lots": ["x"]})
    assert Question().is_empty
    assert not Question(received_until=date(2026, 1, 1)).is_empty
