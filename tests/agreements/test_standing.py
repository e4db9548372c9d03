"""Where a version stands on a day, at each edge."""

from dataclasses import dataclass
from datetime import date

import pytest

from agreements.queries import standing_of


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
        (date(2027, 2, 28), "expiring", "In force, expires on 1 Mar 2027: 1 days left"),
        (date(2027, 3, 1), "expired", "Expired on 1 Mar 2027"),
    ],
)
def test_a_version_with_an_end(today: date, code: str, words: str) -> None:
    version = Version(2, date(2026, 3, 1), date(2027, 3, 1))
    found = standing_of(version, [version], today)
    assert (found.code, found.words) == (code, words)


def test_a_later_signed_version_supersedes_from_its_day_on() -> None:
    old, new = Version(2, date(2026, 3, 1)), Version(3, date(2026, 6, 1))
    assert standing_of(old, [old, new], date(2026, 5, 31)).words == "In force"
    assert standing_of(old, [old, new], date(2026, 6, 1)).words == "Superseded on 1 Jun 2026"
    assert standing_of(new, [old, new], date(2026, 6, 1)).code == "in_force"


def test_an_unsigned_version_supersedes_nothing() -> None:
    old, new = Version(2, date(2026, 3, 1)), Version(3, date(2026, 6, 1), state="agreed")
    assert standing_of(old, [old, new], date(2026, 7, 1)).code == "in_force"
    assert standing_of(new, [old, new], date(2026, 7, 1)).words == "Agreed, waiting for signatures"
