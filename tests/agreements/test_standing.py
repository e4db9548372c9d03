"""Where a version stands on a day, at each edge."""

from dataclasses import dataclass
from datetime import date

import pytest

from agreements.queries import follower_of, standing_of


@dataclass(frozen=True)
class Version:
    version: int
    effective_from: date
    effective_until: date | None = None
    state: str = "signed"


@pytest.mark.parametrize(
    ("today", "code", "words"),
    [
        (date(2026, 2, 28), "planned", "In force from 2026-03-01"),
        (date(2026, 3, 1), "in_force", "In force until 1 Mar 2027"),
        (date(2026, 11, 30), "in_force", "In force until 1 Mar 2027"),
        (date(2026, 12, 1), "expiring", "In force, expires on 1 Mar 2027: 90 days left"),
        (date(2027, 2, 28), "expiring", "In force, expires on 1 Mar 2027: 1 day left"),
        (date(2027, 3, 1), "expired", "Expired on 1 Mar 2027"),
    ],
)
def test_a_version_with_an_end(today: date, code: str, words: str) -> None:
    version = Version(2, date(2026, 3, 1), date(2027, 3, 1))
    found = standing_of(version, [version], today)
    assert (found.code, found.words) == (code, words)


def test_a_later_signed_version_supersedes_from_its_day_on() -> None:
    old, new = Version(2, date(2026, 3, 1)), Version(3, date(2026, 6, 1))
    assert standing_of(old, [old, new], date(2026, 5, 31)).words == "In force, v3 follows on 1 Jun 2026"
    assert standing_of(old, [old, new], date(2026, 6, 1)).words == "Superseded on 1 Jun 2026"
    assert standing_of(new, [old, new], date(2026, 6, 1)).code == "in_force"


def test_an_unsigned_version_supersedes_nothing() -> None:
    old, new = Version(2, date(2026, 3, 1)), Version(3, date(2026, 6, 1), state="agreed")
    assert standing_of(old, [old, new], date(2026, 7, 1)).code == "in_force"
    assert standing_of(new, [old, new], date(2026, 7, 1)).words == "Agreed, waiting for signatures"


@pytest.mark.parametrize(
    ("starts", "state", "standing"),
    [
        (date(2027, 2, 28), "signed", "In force, v3 follows on 28 Feb 2027"),
        (date(2027, 3, 1), "signed", "In force, v3 follows on 1 Mar 2027"),
        (date(2027, 3, 2), "signed", "In force, expires on 1 Mar 2027: 2 days left"),
        (date(2027, 3, 1), "agreed", "In force, expires on 1 Mar 2027: 2 days left"),
    ],
)
def test_a_signed_version_that_leaves_no_gap_follows(starts: date, state: str, standing: str) -> None:
    old, new = Version(2, date(2026, 3, 1), date(2027, 3, 1)), Version(3, starts, state=state)
    assert standing_of(old, [old, new], date(2027, 2, 27)).words == standing
    assert (follower_of(old, [new, old]) == new) is ("follows" in standing)


def test_the_next_of_several_follows() -> None:
    first, second, third = Version(1, date(2026, 3, 1)), Version(2, date(2026, 6, 1)), Version(3, date(2026, 9, 1))
    assert follower_of(first, [third, second, first]) == second
    assert follower_of(third, [third, second, first]) is None


def test_after_a_gap_it_has_expired() -> None:
    old, new = Version(2, date(2026, 3, 1), date(2027, 3, 1)), Version(3, date(2027, 5, 1))
    assert standing_of(old, [old, new], date(2027, 4, 30)).words == "Expired on 1 Mar 2027"
    assert standing_of(new, [old, new], date(2027, 4, 30)).words == "In force from 2027-05-01"
