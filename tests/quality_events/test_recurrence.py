"""The repeat rule."""

import random
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest

from quality_events.recurrence import Occurrence, Signature, repeated, year_before

POTENCY = Signature(UUID(int=1), "oos", "method", "Assay of vitamin C")
LATEST = Occurrence("D-9", POTENCY, date(2026, 6, 15), frozenset({30}))


def _earlier(discovered_on: date, *lots: int, signature: Signature = POTENCY) -> Occurrence:
    return Occurrence("D-1", signature, discovered_on, frozenset(lots))


@pytest.mark.parametrize(
    ("day", "before"),
    [
        (date(2026, 6, 15), date(2025, 6, 15)),
        (date(2028, 2, 29), date(2027, 2, 28)),
        (date(2029, 2, 28), date(2028, 2, 28)),
    ],
)
def test_the_same_day_of_the_year_before(day: date, before: date) -> None:
    assert year_before(day) == before


@pytest.mark.parametrize(
    ("discovered_on", "found"),
    [
        (date(2026, 6, 15), ("D-1",)),
        (date(2025, 6, 15), ("D-1",)),
        (date(2025, 6, 14), ()),
        (date(2026, 6, 16), ()),
    ],
)
def test_within_twelve_months(discovered_on: date, found: tuple[str, ...]) -> None:
    assert repeated(LATEST, [_earlier(discovered_on)]) == found


@pytest.mark.parametrize(("lots", "found"), [((21,), ("D-1",)), ((20,), ()), ((3, 21), ("D-1",)), ((39,), ("D-1",))])
def test_within_ten_lots_however_long_ago(lots: tuple[int, ...], found: tuple[str, ...]) -> None:
    assert repeated(LATEST, [_earlier(date(2020, 1, 2), *lots)]) == found


@pytest.mark.parametrize(
    "difference",
    [
        {"product_id": UUID(int=2)},
        {"kind": "deviation"},
        {"root_cause": "machine"},
        {"found_at": "Assay of zinc"},
    ],
)
def test_another_signature_is_no_repetition(difference: dict[str, str]) -> None:
    assert repeated(LATEST, [_earlier(date(2026, 6, 1), 29, signature=replace(POTENCY, **difference))]) == ()


@pytest.mark.parametrize("unknown", [{"root_cause": ""}, {"found_at": ""}])
def test_what_is_not_known_yet_repeats_nothing(unknown: dict[str, str]) -> None:
    signature = replace(POTENCY, **unknown)
    assert repeated(replace(LATEST, signature=signature), [_earlier(date(2026, 6, 1), signature=signature)]) == ()


def test_an_event_does_not_repeat_itself_and_the_oldest_comes_first() -> None:
    others = [LATEST, replace(LATEST, number="D-4", discovered_on=date(2026, 6, 2)), _earlier(date(2026, 6, 1))]
    assert repeated(LATEST, others) == ("D-1", "D-4")


def _some(dice: random.Random, number: int) -> Occurrence:
    signature = replace(POTENCY, root_cause=dice.choice(["method", "material"]))
    lots = frozenset(dice.sample(range(40), dice.randrange(3)))
    return Occurrence(f"D-{number:02}", signature, date(2025, 1, 1) + timedelta(days=dice.randrange(730)), lots)


def _walked(latest: Occurrence, other: Occurrence) -> bool:
    """The naive way: walk back day by day to the same day a year ago, and slide ten lots along the row."""
    day, days = latest.discovered_on, {latest.discovered_on}
    while day == latest.discovered_on or (day.month, day.day) != (latest.discovered_on.month, latest.discovered_on.day):
        day -= timedelta(days=1)
        days.add(day)
    rows = [set(range(first, first + 10)) for first in range(-10, 50)]
    near = any(row & latest.lots and row & other.lots for row in rows)
    return other.discovered_on <= latest.discovered_on and (other.discovered_on in days or near)


def test_as_a_naive_walk_finds() -> None:
    dice = random.Random(7)  # noqa: S311 - reproducible cases, no secret
    for _ in range(200):
        others = [_some(dice, number) for number in range(12)]
        latest = replace(_some(dice, 99), discovered_on=date(2026, 1, 1) + timedelta(days=dice.randrange(365)))
        expected = {o.number for o in others if o.signature == latest.signature and _walked(latest, o)}
        assert set(repeated(latest, others)) == expected
