"""What a status report counts, and how an exercise scores, at the edges of every target."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from traceability.recalling.asked import HAZARD, unanswered
from traceability.recalling.figures import Told, figures_of
from traceability.recalling.score import Located, Score, score_of

CALLED = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)


def test_the_figures_of_a_status_report() -> None:
    found = figures_of(
        [
            Told("Dover", was_told=True, has_answered=False, is_drawn=True),
            Told("Alma", was_told=True, has_answered=True, on_hand=Decimal(30), disposed=Decimal(20), is_drawn=True,
                 is_effective=True),
            Told("Boise", was_told=False, has_answered=True, on_hand=Decimal(5), disposed=Decimal(5)),
            Told("Casper", was_told=False, has_answered=False, is_drawn=True, is_effective=False),
        ]
    )  # fmt: skip
    assert (found.notified, found.responded, found.silent, found.untold) == (3, 2, ("Dover",), ("Casper",))
    assert (found.on_hand, found.disposed) == (Decimal(35), Decimal(25))
    assert (found.checks_drawn, found.checks_done, found.checks_effective) == (3, 2, 1)
    assert not found.is_finished
    assert figures_of([]).is_finished
    assert figures_of([Told("A", was_told=True, has_answered=True)]).is_finished


def score(**changed: Any) -> Score:
    given: dict[str, Any] = {
        "called_at": CALLED, "locked_at": CALLED + timedelta(minutes=10), "contacts_at": CALLED + timedelta(minutes=60),
        "cmo_at": CALLED + timedelta(minutes=30), "edges": 4, "unproven": 1, "both_directions": True,
        "lots": [Located("A", Decimal(1000), Decimal(900), Decimal(95))],
    }  # fmt: skip
    return score_of(**(given | changed))


def test_an_exercise_that_just_passes() -> None:
    found = score()
    assert found.has_passed
    assert (found.scope_minutes, found.contact_minutes, found.cmo_minutes) == (10, 60, 30)
    assert (found.located, found.proven) == (Decimal("0.9950"), Decimal("0.7500"))


@pytest.mark.parametrize(
    ("changed", "missed"),
    [
        ({"locked_at": CALLED + timedelta(minutes=10, seconds=6)}, "the scope took 10.1 min"),
        ({"contacts_at": CALLED + timedelta(minutes=60, seconds=6)}, "the contacts took 60.1 min"),
        ({"cmo_at": None}, "has not answered"),
        ({"lots": [Located("A", Decimal(1000), Decimal(900), Decimal("94.9"))]}, "99.49 %"),
        ({"lots": [Located("A", None, Decimal(0), Decimal(0))]}, "nothing of the quantity"),
        ({"both_directions": False}, "found no material"),
        ({"lots": [Located(n, Decimal(100), out, Decimal(0)) for n, out in (("A", Decimal(120)), ("B", Decimal(90)))]},
         "95.00 %"),
    ],
)  # fmt: skip
def test_each_target_can_be_missed(changed: dict[str, Any], missed: str) -> None:
    found = score(**changed)
    assert len(found.missed) == 1
    assert missed in found.missed[0]
    assert not found.has_passed


def test_questions_left_open() -> None:
    assert unanswered(HAZARD, dict.fromkeys(HAZARD, "x")) == []
    assert len(unanswered(HAZARD, {"harm": "x", "likelihood": "  "})) == 5
