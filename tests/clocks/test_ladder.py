"""Rungs around a deadline."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from clocks.ladder import Rung, at_deadline, escalation, placed, warning

CMO, SPONSOR = UUID(int=1), UUID(int=2)
STARTED = datetime(2026, 1, 12, 15, 0, tzinfo=UTC)
DUE = STARTED + timedelta(hours=24)


def _placed(ladder: list[Rung], due: datetime = DUE) -> list[tuple[str, timedelta, UUID, tuple[str, ...]]]:
    moments = placed(ladder, owner_id=CMO, owner_roles=["CQA"], started_at=STARTED, due_at=due)
    return [(rung.step, moment - due, rung.organisation_id, rung.roles) for moment, rung in moments]


def test_warnings_deadline_and_escalations_in_order() -> None:
    ladder = [escalation(2, SPONSOR, ["SQH"]), warning(4, CMO, ["COP"]), warning(12, CMO, ["COP"])]
    assert _placed(ladder) == [
        ("warning-12h", timedelta(hours=-12), CMO, ("COP",)),
        ("warning-4h", timedelta(hours=-4), CMO, ("COP",)),
        ("due", timedelta(), CMO, ("CQA",)),
        ("escalation-2h", timedelta(hours=2), SPONSOR, ("SQH",)),
    ]


def test_a_ladder_with_its_own_deadline_gets_no_second_one() -> None:
    rungs = [at_deadline(SPONSOR, ["SQA"], step="due-sponsor"), at_deadline(CMO, ["COP"])]
    assert [step for step, *_ in _placed(rungs)] == ["due", "due-sponsor"]


@pytest.mark.parametrize(("hours", "kept"), [(23, True), (24, False), (25, False)])
def test_a_warning_at_or_before_the_start_is_left_out(hours: int, kept: bool) -> None:
    steps = [step for step, *_ in _placed([warning(hours, CMO, ["COP"])])]
    assert steps == ([f"warning-{hours}h", "due"] if kept else ["due"])


def test_a_deadline_that_has_passed_at_the_start_stays() -> None:
    assert [step for step, *_ in _placed([], due=STARTED)] == ["due"]


def test_two_rungs_of_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match="share a name"):
        _placed([warning(4, CMO, ["COP"]), warning(4, SPONSOR, ["SQA"])])
