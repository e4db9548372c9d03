from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from workspace.kit.moments import left, local_words, machine, span_words, utc_words

NOW = datetime(2025, 11, 2, 7, 30, 9, tzinfo=UTC)  # the night Denver's clocks go back
DENVER = ZoneInfo("America/Denver")


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "under a minute"),
        (59, "under a minute"),
        (60, "1 min"),
        (3599, "59 min"),
        (3600, "1 h"),
        (62_400, "17 h 20 min"),
        (86_400, "1 d"),
        (97_200, "1 d 3 h"),
        (-97_200, "1 d 3 h"),
    ],
)
def test_a_span_is_said_in_its_two_largest_units(seconds: int, words: str) -> None:
    assert span_words(seconds) == words


@pytest.mark.parametrize(
    ("due_in", "words", "state"),
    [
        (timedelta(hours=17, minutes=20), "17 h 20 min left", "running"),
        (timedelta(hours=4, seconds=1), "4 h left", "running"),
        (timedelta(hours=4), "4 h left", "due_soon"),
        (timedelta(seconds=1), "under a minute left", "due_soon"),
        (timedelta(0), "due now", "overdue"),
        (timedelta(hours=-27), "1 d 3 h overdue", "overdue"),
    ],
)
def test_what_is_left_has_words_and_a_state(due_in: timedelta, words: str, state: str) -> None:
    found = left(NOW + due_in, NOW)
    assert (found.words, found.state, found.seconds) == (words, state, int(due_in.total_seconds()))


def test_the_same_instant_at_the_site_in_utc_and_for_machines() -> None:
    assert local_words(NOW, DENVER) == "2 Nov 2025 01:30 MDT"
    assert local_words(NOW + timedelta(hours=1), DENVER) == "2 Nov 2025 01:30 MST"
    assert utc_words(NOW.astimezone(DENVER)) == "2025-11-02 07:30:09 UTC"
    assert machine(NOW.astimezone(DENVER)) == "2025-11-02T07:30:09Z"
