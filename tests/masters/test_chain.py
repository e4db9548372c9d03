"""Random histories of versions and corrections against a model that replays them; nothing known is ever rewritten."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given

from masters.chain import Held, Knowledge, corrected, learned, succeeded
from tests.masters.histories import DAY, Naive, Step, steps

A, B, C = date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)


def test_the_next_version_ends_the_one_before() -> None:
    assert succeeded((), "v1", A) == (Held("v1", A),)
    assert succeeded((Held("v1", A),), "v2", B) == (Held("v1", A, B), Held("v2", B))
    ended = Held("v1", A, date(2026, 1, 15))
    assert succeeded((ended,), "v2", B) == (ended, Held("v2", B))


@pytest.mark.parametrize("day", [date(2026, 1, 2), B, date(2026, 2, 28)])
def test_a_correction_moves_the_end_of_the_one_before(day: date) -> None:
    known = (Held("v1", A, B), Held("v2", B, C), Held("v3", C))
    assert corrected(known, "v2", "v2'", day) == (Held("v1", A, day), Held("v2'", day, C), Held("v3", C))


def test_a_correction_of_the_first_moves_no_other() -> None:
    assert corrected((Held("v1", A, B), Held("v2", B)), "v1", "v1'", C) == (Held("v1'", C, B), Held("v2", B))


def test_a_version_that_had_ended_before_keeps_its_end() -> None:
    gap = date(2026, 1, 15)
    known = (Held("v1", A, gap), Held("v2", B))
    assert corrected(known, "v2", "v2'", C) == (Held("v1", A, gap), Held("v2'", C))
    back = date(2026, 1, 10)
    assert corrected(known, "v2", "v2'", back) == (Held("v1", A, back), Held("v2'", back))


def test_an_unknown_version_is_not_corrected() -> None:
    with pytest.raises(ValueError, match="the chain has no such version"):
        corrected((Held("v1", A),), "v2", "v2'", B)


def test_what_is_learned_is_the_difference() -> None:
    before, after = (Held("v1", A),), (Held("v1", A, B), Held("v2", B))
    assert learned(before, after) == ([Held("v1", A)], [Held("v1", A, B), Held("v2", B)])
    assert learned(after, after) == ([], [])


@given(steps())
def test_every_day_as_known_at_every_moment_answers_as_the_model(history: list[Step]) -> None:
    rows = recorded(history)
    model = Naive(history)
    for moment in range(-1, len(history) + 1):
        for offset in model.days():
            on = DAY + timedelta(days=offset)
            answers = [
                row[0].version
                for row in rows
                if row[1] <= moment and (row[2] is None or moment < row[2]) and row[0].covers(on)
            ]
            expected = model.in_force(offset, moment)
            assert answers == ([] if expected is None else [expected])


def recorded(history: list[Step]) -> list[list[Any]]:
    """[what was held, since which step, until which step or None], as the database keeps it."""
    rows: list[list[Any]] = []
    known: Knowledge = ()
    for moment, step in enumerate(history):
        day = DAY + timedelta(days=step.offset)
        if step.corrects is None:
            after = succeeded(known, step.name, day)
        else:
            after = corrected(known, step.corrects, step.name, day)
        gone, new = learned(known, after)
        for row in rows:
            if row[2] is None and row[0] in gone:
                row[2] = moment
        rows += [[held, moment, None] for held in new]
        known = after
    return rows
