"""The pause law: the side that is owed pauses, within the clause; deadline, steps and inbox move along."""

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from clocks import actions, rules
from clocks.models import Clock, ClockPause, ClockStep, InboxItem, Notice
from clocks.queries import explanation
from clocks.states import ClockState
from kernel import scope
from kernel.errors import Forbidden, Refused
from kernel.ids import new_id
from kernel.scope import Actor
from parties.states import CMO_PERMISSIONS, SPONSOR_PERMISSIONS
from tests.clocks.started import DUE, STARTED, people, start_clock
from tests.factories.world import World

NOON = datetime(2026, 1, 12, 17, 0, tzinfo=UTC)
DAY = timedelta(days=1)
CLAUSE = "AG-4 v3 cl. 9.2"


@pytest.fixture
def clock(world: World) -> Clock:
    return start_clock(world, pause_days=3, pause_clause=CLAUSE)


def pause(world: World, clock: Clock, until: datetime, *, at: datetime = NOON, reason: str = "we await data") -> None:
    with scope.opened(world.reviewer):
        actions.pause(clock_id=clock.pk, until=until, by=world.reviewer, reason=reason, at=at)


def resume(world: World, clock: Clock, at: datetime) -> None:
    with scope.opened(world.reviewer):
        actions.resume(clock_id=clock.pk, by=world.reviewer, reason="data came", at=at)


def steps(world: World, clock: Clock) -> dict[str, datetime]:
    with scope.opened(world.reviewer):
        return dict(ClockStep.objects.filter(clock=clock).values_list("step", "at"))


def again(world: World, clock: Clock) -> Clock:
    with scope.opened(world.reviewer):
        return Clock.objects.get(pk=clock.pk)


def test_a_pause_moves_deadline_steps_and_inbox_and_tells_both_sides(world: World, clock: Clock) -> None:
    pause(world, clock, NOON + 2 * DAY)
    due = DUE + 2 * DAY
    assert (again(world, clock).due_at, again(world, clock).paused_until) == (due, NOON + 2 * DAY)
    assert steps(world, clock) == {
        "warning-4h": due - timedelta(hours=4),
        "due": due,
        "escalation-2h": due + timedelta(hours=2),
    }
    with scope.opened(world.reviewer):
        assert InboxItem.objects.get(clock=clock).due_at == due
        granted = ClockPause.objects.get()
        told = Notice.objects.filter(key=f"clock/{clock.pk}/pause/{granted.pk}")
        companies = {world.clerk.person_id, world.reviewer.person_id}
        assert {notice.recipient_id for notice in told} >= companies
        assert {people(world).get(notice.recipient_id) for notice in told}.isdisjoint({None})
        assert {notice.subject_line for notice in told} == {
            "Paused until Wed 14 Jan 2026, 12:00 EST: Evidence pack for lot KB-2417"
        }


def test_the_explanation_names_who_paused_and_why_and_ends_in_the_deadline(world: World, clock: Clock) -> None:
    pause(world, clock, NOON + DAY)
    with scope.opened(world.clerk):
        lines = explanation(again(world, clock))
    assert lines[1].startswith("Paused Mon 12 Jan 2026, 12:00 EST to Tue 13 Jan 2026, 12:00 EST by ")
    assert lines[1].endswith(": we await data")
    assert lines[-1] == "Due Wed 14 Jan 2026, 10:00 EST, 2026-01-14 15:00 UTC"


def test_resumed_early_it_owes_only_what_was_paused(world: World, clock: Clock) -> None:
    pause(world, clock, NOON + 2 * DAY)
    resume(world, clock, NOON + timedelta(hours=5))
    found = again(world, clock)
    assert (found.due_at, found.paused_until) == (DUE + timedelta(hours=5), None)
    assert steps(world, clock)["due"] == DUE + timedelta(hours=5)
    with pytest.raises(Refused, match="not paused"):
        resume(world, clock, NOON + timedelta(hours=6))


def test_resumed_at_once_nothing_was_paused(world: World, clock: Clock) -> None:
    pause(world, clock, NOON + DAY)
    resume(world, clock, NOON)
    assert again(world, clock).due_at == DUE


def test_all_pauses_together_last_no_longer_than_the_clause_says(world: World, clock: Clock) -> None:
    pause(world, clock, NOON + 2 * DAY)
    later = NOON + 2 * DAY
    with pytest.raises(Refused, match=r"3 d of pause altogether; 24 h of them are left"):
        pause(world, clock, later + DAY + timedelta(seconds=1), at=later)
    pause(world, clock, later + DAY, at=later)
    assert again(world, clock).due_at == DUE + 3 * DAY


def test_one_pause_at_a_time_and_only_forward_with_a_reason(world: World, clock: Clock) -> None:
    with pytest.raises(Refused, match="ends later than now"):
        pause(world, clock, NOON)
    with pytest.raises(Refused, match="Say why"):
        pause(world, clock, NOON + DAY, reason=" ")
    pause(world, clock, NOON + DAY)
    with pytest.raises(Refused, match="paused already"):
        pause(world, clock, NOON + DAY, at=NOON + timedelta(hours=1))


def test_nobody_stops_the_own_clock(world: World, clock: Clock) -> None:
    for actor in (world.clerk, world.cmo_qa):
        with scope.opened(actor), pytest.raises(Forbidden, match="only the other side"):
            actions.pause(clock_id=clock.pk, until=NOON + DAY, by=actor, reason="late", at=NOON)
    assert again(world, clock).due_at == DUE


def test_the_cmos_head_of_quality_pauses_what_the_sponsor_owes(world: World) -> None:
    owed = start_clock(world, owner=world.alder, owner_roles=["SQA"], ladder=(), pause_days=1, pause_clause=CLAUSE)
    with scope.opened(world.clerk), pytest.raises(Forbidden, match="Only quality people"):
        actions.pause(clock_id=owed.pk, until=NOON + DAY, by=world.clerk, reason="late", at=NOON)
    with scope.opened(world.cmo_qa):
        actions.pause(clock_id=owed.pk, until=NOON + DAY, by=world.cmo_qa, reason="they wait for us", at=NOON)
    assert again(world, owed).due_at == DUE + DAY


def test_the_platform_and_an_auditor_pause_nothing(world: World, clock: Clock) -> None:
    for actor in (scope.system(world.alder_keystone.pk), world.auditor):
        with pytest.raises(Forbidden, match="Only quality people"):
            rules.check_may_pause(clock, actor, NOON)


def test_without_a_clause_nothing_is_paused(world: World) -> None:
    with pytest.raises(Refused, match="lets nobody pause"):
        pause(world, start_clock(world), NOON + DAY)


def test_up_to_the_deadline_and_not_from_it_on(world: World, clock: Clock) -> None:
    with pytest.raises(Refused, match="makes nothing good"):
        pause(world, clock, DUE + DAY, at=DUE)
    pause(world, clock, DUE + DAY, at=DUE - timedelta(seconds=1))
    assert again(world, clock).due_at == DUE + DAY + timedelta(seconds=1)


def test_what_is_breached_is_not_made_good(world: World, clock: Clock) -> None:
    actions.fire_due(at=DUE)
    assert again(world, clock).state == ClockState.BREACHED
    with pytest.raises(Refused, match="makes nothing good"):
        pause(world, clock, DUE + DAY, at=DUE)


def test_a_fired_step_stays_and_never_fires_again(world: World, clock: Clock) -> None:
    warned = DUE - timedelta(hours=4)
    assert actions.fire_due(at=warned) == 1
    pause(world, clock, warned + DAY, at=warned)
    assert steps(world, clock)["warning-4h"] == warned
    assert actions.fire_due(at=DUE + DAY - timedelta(seconds=1)) == 0
    assert actions.fire_due(at=DUE + DAY) == 1
    with scope.opened(world.reviewer):
        assert Notice.objects.filter(key=f"clock/{clock.pk}/warning-4h").count() == 1


def test_met_in_time_by_the_moved_deadline(world: World, clock: Clock) -> None:
    pause(world, clock, NOON + DAY)
    with scope.opened(world.clerk):
        ended = actions.meet(rule=clock.rule, subject_id=clock.subject_id, by=world.clerk, at=DUE + DAY)
    assert ended is not None
    assert ended.state == ClockState.MET
    with pytest.raises(Refused, match="makes nothing good"):
        resume(world, clock, NOON + timedelta(hours=1))


def test_a_stranger_finds_no_clock(world: World, clock: Clock) -> None:
    with scope.opened(world.other_sponsor), pytest.raises(Clock.DoesNotExist):
        actions.pause(clock_id=clock.pk, until=NOON + DAY, by=world.other_sponsor, reason="x", at=NOON)


def test_business_days_lose_each_day_that_a_pause_touches(world: World) -> None:
    owed = start_clock(world, amount=2, unit="business_days", ladder=(), pause_days=3, pause_clause=CLAUSE)
    before = owed.due_at
    assert before == datetime(2026, 1, 14, 22, 0, tzinfo=UTC)
    pause(world, owed, datetime(2026, 1, 13, 15, 0, tzinfo=UTC), at=STARTED)
    assert again(world, owed).due_at == datetime(2026, 1, 15, 22, 0, tzinfo=UTC)


def _member(world: World, side: str, role: str) -> Actor:
    """Somebody of one role, of the sponsor or of the CMO."""
    organisation, table = (world.alder, SPONSOR_PERMISSIONS) if side == "sponsor" else (world.keystone, CMO_PERMISSIONS)
    held = {f"{side}_permissions": table.get(role, frozenset())}
    made_for = frozenset({world.alder_keystone.pk}) if side == "cmo" else frozenset()
    return Actor(new_id(), role, organisation.pk, roles=frozenset({role}), cmo_partnerships=made_for, **held)


@pytest.mark.parametrize("state", ClockState)
@pytest.mark.parametrize("owner", ["sponsor", "cmo"])
def test_state_by_side_by_role(world: World, owner: str, state: ClockState) -> None:
    """Who may pause or resume which clock: quality people of the other side, while it runs, and nobody else."""
    company = world.alder if owner == "sponsor" else world.keystone
    clock = start_clock(world, owner=company, ladder=(), pause_days=3, pause_clause=CLAUSE)
    clock.state = state
    quality = {"sponsor": {"SQA", "SQH"}, "cmo": {"CQA"}}
    for side, role in product(quality, sorted({*SPONSOR_PERMISSIONS, *CMO_PERMISSIONS})):
        by = _member(world, side, role)
        wanted = None
        if side == owner or role not in quality[side]:
            wanted = Forbidden
        elif state != ClockState.RUNNING:
            wanted = Refused
        if wanted is None:
            rules.check_may_pause(clock, by, NOON)
            continue
        with pytest.raises(wanted) as caught:
            rules.check_may_pause(clock, by, NOON)
        assert isinstance(caught.value, Forbidden) == (wanted is Forbidden)
