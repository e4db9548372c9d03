"""The three answers about a corrective action."""

import random
from datetime import UTC, datetime, timedelta

import pytest

from quality_events.effectiveness import (
    Effectiveness,
    EffectivenessPlan,
    Outcome,
    Recurrence,
    compute_effectiveness,
)

BEGUN = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
PLAN = EffectivenessPlan(lots=3, days=30, at_most=1)
SECOND = timedelta(seconds=1)


def _day(number: float) -> datetime:
    return BEGUN + timedelta(days=number)


def _computed(made: list[float], found: list[float], *, at: datetime) -> Effectiveness:
    """Lots made and recurrences discovered on these days since the implementation."""
    recurrences = [Recurrence(f"D-{number}", _day(day)) for number, day in enumerate(found, 1)]
    return compute_effectiveness(
        PLAN, implemented_at=BEGUN, lots_made_at=[_day(day) for day in made], recurrences=recurrences, at=at
    )


@pytest.mark.parametrize(("lots", "days", "at_most"), [(0, 30, 0), (3, 0, 0), (3, 30, 3), (3, 30, -1)])
def test_a_plan_that_shows_nothing_is_none(lots: int, days: int, at_most: int) -> None:
    with pytest.raises(ValueError, match="a plan that shows nothing"):
        EffectivenessPlan(lots, days, at_most)


def test_the_least_plan() -> None:
    assert EffectivenessPlan(1, 1).at_most == 0
    assert EffectivenessPlan(3, 1, 2).at_most == 2


def test_effective_when_exposure_and_window_are_reached() -> None:
    expected = Effectiveness(Outcome.EFFECTIVE, 3, ("D-1",), _day(30))
    assert _computed([1, 5, 9], [6], at=_day(30)) == expected


def test_a_window_still_open_shows_nothing_yet() -> None:
    expected = Effectiveness(Outcome.NOT_DEMONSTRABLE, 3, (), None)
    assert _computed([1, 5, 9], [], at=_day(30) - SECOND) == expected


def test_too_few_lots_show_nothing_yet() -> None:
    assert _computed([1, 5], [], at=_day(300)) == Effectiveness(Outcome.NOT_DEMONSTRABLE, 2, (), None)


def test_the_last_lot_may_come_after_the_window() -> None:
    assert _computed([1, 5, 44], [44], at=_day(60)) == Effectiveness(Outcome.EFFECTIVE, 3, ("D-1",), _day(44))


def test_more_than_accepted_is_an_answer_at_once() -> None:
    assert _computed([1], [2, 3], at=_day(4)) == Effectiveness(Outcome.NOT_EFFECTIVE, 1, ("D-1", "D-2"), None)


@pytest.mark.parametrize(
    ("second", "outcome", "counted"),
    [
        (30, Outcome.NOT_EFFECTIVE, ("D-1", "D-2")),
        (30.001, Outcome.EFFECTIVE, ("D-1",)),
    ],
)
def test_what_comes_after_the_end_is_not_counted(second: float, outcome: Outcome, counted: tuple[str, ...]) -> None:
    assert _computed([1, 5, 9], [6, second], at=_day(90)) == Effectiveness(outcome, 3, counted, _day(30))


def test_lots_and_events_before_the_implementation_or_after_the_moment_are_left_out() -> None:
    assert _computed([-1, 0, 8], [-2, 0, 9], at=_day(5)) == Effectiveness(Outcome.NOT_DEMONSTRABLE, 1, ("D-2",), None)


def test_lots_after_the_end_are_not_among_those_watched() -> None:
    assert _computed([1, 5, 9, 30, 31], [], at=_day(90)) == Effectiveness(Outcome.EFFECTIVE, 4, (), _day(30))


def _walked(plan: EffectivenessPlan, made: list[int], found: list[int], today: int) -> Outcome:
    """The naive way: live through it day by day."""
    lots = bad = 0
    for day in range(today + 1):
        lots += made.count(day)
        bad += found.count(day)
        if bad > plan.at_most:
            return Outcome.NOT_EFFECTIVE
        if lots >= plan.lots and day >= plan.days:
            return Outcome.EFFECTIVE
    return Outcome.NOT_DEMONSTRABLE


def test_as_somebody_finds_who_lives_through_it() -> None:
    dice, seen = random.Random(11), set()  # noqa: S311 - reproducible cases, no secret
    for _ in range(600):
        lots = dice.randrange(1, 6)
        plan = EffectivenessPlan(lots, dice.randrange(1, 30), dice.randrange(lots))
        made = [dice.randrange(-5, 50) for _ in range(dice.randrange(12))]
        found = [dice.randrange(-5, 50) for _ in range(dice.randrange(4))]
        today = dice.randrange(50)
        computed = compute_effectiveness(
            plan,
            implemented_at=BEGUN,
            lots_made_at=map(_day, made),
            recurrences=[Recurrence(f"D-{number}", _day(day)) for number, day in enumerate(found)],
            at=_day(today),
        )
        assert computed.outcome == _walked(plan, made, found, today)
        seen.add(computed.outcome)
    assert seen == set(Outcome)
