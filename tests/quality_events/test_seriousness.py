"""Serious or not, from when, until when: each outcome, and both sides of every boundary."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quality_events.seriousness import (
    OUTCOMES,
    first_receipt,
    is_follow_up,
    is_serious,
    kept_until,
    serious_outcomes,
    years_after,
)

NONE = dict.fromkeys(OUTCOMES, False)
NOON = datetime(2026, 4, 1, 12, 0, tzinfo=UTC)


def test_the_outcomes_are_those_of_the_act() -> None:
    assert tuple(OUTCOMES) == (
        "death", "life_threatening", "hospitalization", "disability", "birth_defect", "intervention",
    )  # fmt: skip


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_one_outcome_is_enough(outcome: str) -> None:
    answers = NONE | {outcome: True}
    assert serious_outcomes(answers) == (outcome,)
    assert is_serious(answers, is_adverse=True) is True
    assert is_serious(answers, is_adverse=False) is False


def test_a_health_event_without_an_outcome_is_not_serious() -> None:
    assert is_serious(NONE, is_adverse=True) is False
    assert serious_outcomes(NONE) == ()


def test_an_outcome_that_nobody_answered_is_no_answer() -> None:
    with pytest.raises(KeyError):
        serious_outcomes({"death": False})


def test_the_earliest_receipt_counts() -> None:
    assert first_receipt([NOON, None]) == NOON
    assert first_receipt([None, NOON]) == NOON
    assert first_receipt([NOON, NOON - timedelta(seconds=1)]) == NOON - timedelta(seconds=1)
    with pytest.raises(ValueError, match="empty"):
        first_receipt([None, None])


@pytest.mark.parametrize(
    ("received_on", "is_owed"),
    [
        (date(2026, 4, 9), True),
        (date(2027, 4, 8), True),
        (date(2027, 4, 9), True),
        (date(2027, 4, 10), False),
    ],
)
def test_a_year_from_the_first_report(received_on: date, is_owed: bool) -> None:
    assert is_follow_up(reported_on=date(2026, 4, 9), received_on=received_on) is is_owed


def test_a_leap_day_has_its_year() -> None:
    assert years_after(date(2028, 2, 29), 1) == date(2029, 3, 1)
    assert years_after(date(2028, 2, 29), 4) == date(2032, 2, 29)
    assert is_follow_up(reported_on=date(2028, 2, 29), received_on=date(2029, 3, 1)) is True
    assert is_follow_up(reported_on=date(2028, 2, 29), received_on=date(2029, 3, 2)) is False


def test_records_are_kept_six_years() -> None:
    assert kept_until(date(2026, 4, 1)) == date(2032, 4, 1)


@given(st.dates(date(2020, 1, 1), date(2060, 1, 1)), st.integers(-800, 800))
def test_the_year_is_a_calendar_year(reported_on: date, days: int) -> None:
    """Never shorter than 365 days, never longer than 366."""
    owed = is_follow_up(reported_on=reported_on, received_on=reported_on + timedelta(days=days))
    assert owed is True or days > 365
    assert owed is False or days <= 366
