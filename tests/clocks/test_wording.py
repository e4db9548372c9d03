"""What a mail says: what, which lot, which clause, how long."""

from datetime import UTC, datetime, timedelta

import pytest

from clocks.wording import told

DUE = datetime(2026, 1, 13, 15, 0, tzinfo=UTC)
WHEN = "Tue 13 Jan 2026, 10:00 EST (2026-01-13 15:00 UTC)"


@pytest.mark.parametrize(
    ("offset", "subject", "how_long"),
    [
        (timedelta(hours=-4), "4 h left: Evidence pack", f"4 h left, due {WHEN}"),
        (timedelta(), "Overdue: Evidence pack", f"due now: {WHEN}"),
        (timedelta(hours=2), "Escalated, 2 h overdue: Evidence pack", f"2 h overdue, was due {WHEN}"),
    ],
)
def test_each_kind_of_step(offset: timedelta, subject: str, how_long: str) -> None:
    words = told(
        title="Evidence pack",
        lot_number="KB-2417",
        clause="AG-4 v3, clause 3.1",
        due_at=DUE,
        time_zone="America/New_York",
        step_at=DUE + offset,
        url="/lots/KB-2417/",
    )
    assert words.subject_line == subject
    assert words.facts == {
        "what": "Evidence pack",
        "lot": "KB-2417",
        "clause": "AG-4 v3, clause 3.1",
        "how_long": how_long,
        "url": "/lots/KB-2417/",
    }
