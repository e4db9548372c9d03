"""Clocks start once, are met in time up to the very deadline, late after it, cancelled with a reason."""

from datetime import timedelta

import pytest

from clocks import actions
from clocks.models import Clock, InboxItem
from clocks.queries import clocks_of, clocks_of_lot, explanation, running_clock
from kernel import scope
from kernel.errors import Refused
from kernel.ids import new_id
from tests.clocks.started import DUE, RULE, STARTED, start_clock
from tests.factories.world import World

MOMENT = timedelta(microseconds=1)


def test_a_start_fixes_deadline_steps_and_opens_the_owners_item(world: World) -> None:
    clock = start_clock(world)
    with scope.opened(world.clerk):
        steps = list(clock.steps.order_by("at").values_list("step", "is_due", "at", "organisation_id", "roles"))
        item = InboxItem.objects.get(clock=clock)
    assert (clock.state, clock.due_at, clock.time_zone) == ("running", DUE, "America/New_York")
    assert steps == [
        ("warning-4h", False, DUE - timedelta(hours=4), world.keystone.pk, ["COP"]),
        ("due", True, DUE, world.keystone.pk, ["COP", "CQA"]),
        ("escalation-2h", False, DUE + timedelta(hours=2), world.alder.pk, ["SQA", "SQH"]),
    ]
    assert (item.organisation_id, item.roles, item.title, item.why, item.due_at, item.url) == (
        world.keystone.pk,
        ["COP", "CQA"],
        "Evidence pack for lot KB-2417",
        "AG-4 v3, clause 3.1",
        DUE,
        "/lots/KB-2417/",
    )


def test_the_history_says_who_started_it_and_why(world: World) -> None:
    clock = start_clock(world)
    with scope.opened(world.clerk):
        row = clock.history.get()
    assert (row.history_user_id, row.history_change_reason, row.history_date) == (
        world.clerk.person_id,
        "clock started: Evidence pack for lot KB-2417",
        STARTED,
    )


def test_a_running_clock_is_never_moved(world: World) -> None:
    clock = start_clock(world)
    with pytest.raises(Refused, match="A clock already runs") as refused:
        start_clock(world, subject_id=clock.subject_id, amount=48)
    assert refused.value.clause == "AG-4 v3, clause 3.1"
    with scope.opened(world.clerk):
        assert Clock.objects.get(subject_id=clock.subject_id).due_at == DUE


def test_another_rule_or_subject_has_a_clock_of_its_own(world: World) -> None:
    clock = start_clock(world)
    start_clock(world, subject_id=clock.subject_id, rule="quality_events.notify")
    start_clock(world)
    with scope.opened(world.clerk):
        assert Clock.objects.count() == 3


def test_business_time_is_the_owners(world: World) -> None:
    """Friday 15:00 in New York, 3 business hours: Monday 09:00, over a weekend."""
    friday = STARTED.replace(day=9, hour=20)
    clock = start_clock(world, started_at=friday, amount=3, unit="business_hours")
    assert clock.due_at == STARTED.replace(day=12, hour=14)
    with scope.opened(world.clerk):
        lines = explanation(clock)
    assert lines[-1] == "Due Mon 12 Jan 2026, 09:00 EST, 2026-01-12 14:00 UTC"
    assert lines[0] == "3 business hours from Fri 09 Jan 2026, 15:00 EST: completed"
    assert lines[1] == "Business time as it stood at the start: Mon, Tue, Wed, Thu, Fri, 08:00–17:00, holidays of US"
    assert lines[2] == "Fri 09 Jan 2026: 15:00–17:00 EST = 2 h"


@pytest.mark.parametrize(("after", "state"), [(-timedelta(hours=3), "met"), (timedelta(), "met"), (MOMENT, "met_late")])
def test_meeting_compares_with_the_deadline(world: World, after: timedelta, state: str) -> None:
    clock = start_clock(world)
    with scope.opened(world.clerk):
        met = actions.meet(rule=RULE, subject_id=clock.subject_id, by=world.clerk, at=DUE + after)
        assert met is not None
        assert (met.pk, met.state, met.ended_at) == (clock.pk, state, DUE + after)
        assert InboxItem.objects.get(clock=clock).done_at == DUE + after
        assert running_clock(RULE, clock.subject_id) is None


@pytest.mark.parametrize(("after", "state"), [(timedelta(), "met"), (MOMENT, "met_late")])
def test_after_the_breach_the_moment_of_acting_still_decides(world: World, after: timedelta, state: str) -> None:
    clock = start_clock(world)
    assert actions.fire_due(at=DUE) == 2
    with scope.opened(world.clerk):
        assert Clock.objects.get(pk=clock.pk).state == "breached"
        met = actions.meet(rule=RULE, subject_id=clock.subject_id, by=world.clerk, at=DUE + after)
        assert met is not None
        assert met.state == state


def test_a_cancelled_clock_keeps_the_reason(world: World) -> None:
    clock = start_clock(world)
    with scope.opened(world.clerk):
        ended = actions.cancel(rule=RULE, subject_id=clock.subject_id, reason="lot voided", by=world.clerk, at=DUE)
        assert ended is not None
        assert ended.state == "cancelled"
        assert clock.history.latest().history_change_reason == "lot voided"
        assert InboxItem.objects.filter(done_at=None).count() == 0


@pytest.mark.parametrize("reason", ["", "  "])
def test_nothing_is_cancelled_without_a_reason(world: World, reason: str) -> None:
    clock = start_clock(world)
    with scope.opened(world.clerk):
        with pytest.raises(Refused, match="Give a reason"):
            actions.cancel(rule=RULE, subject_id=clock.subject_id, reason=reason, by=world.clerk, at=DUE)
        assert Clock.objects.get(pk=clock.pk).state == "running"


def test_nothing_runs_nothing_ends(world: World) -> None:
    clock = start_clock(world)
    with scope.opened(world.clerk):
        assert actions.meet(rule=RULE, subject_id=new_id(), by=world.clerk, at=DUE) is None
        assert actions.meet(rule="other", subject_id=clock.subject_id, by=world.clerk, at=DUE) is None
        actions.meet(rule=RULE, subject_id=clock.subject_id, by=world.clerk, at=DUE)
        again = actions.cancel(rule=RULE, subject_id=clock.subject_id, reason="too late", by=world.clerk, at=DUE)
        assert again is None


def test_after_the_end_a_new_clock_may_start(world: World) -> None:
    first = start_clock(world)
    with scope.opened(world.clerk):
        actions.meet(rule=RULE, subject_id=first.subject_id, by=world.clerk, at=DUE)
    second = start_clock(world, subject_id=first.subject_id, started_at=DUE)
    with scope.opened(world.clerk):
        assert [clock.pk for clock in clocks_of(first.subject_id)] == [second.pk, first.pk]


def test_the_clocks_of_a_lot_are_those_that_run(world: World) -> None:
    lot_id = new_id()
    late = start_clock(world, lot_id=lot_id, amount=48)
    soon = start_clock(world, lot_id=lot_id)
    ended = start_clock(world, lot_id=lot_id, rule="other")
    with scope.opened(world.clerk):
        actions.meet(rule="other", subject_id=ended.subject_id, by=world.clerk, at=STARTED)
        assert [clock.pk for clock in clocks_of_lot(lot_id)] == [soon.pk, late.pk]


def test_another_partnership_sees_and_ends_nothing(world: World) -> None:
    clock = start_clock(world)
    with scope.opened(world.other_sponsor):
        assert running_clock(RULE, clock.subject_id) is None
        assert actions.meet(rule=RULE, subject_id=clock.subject_id, by=world.other_sponsor, at=DUE) is None
