"""Due steps fire once, never early, each in its own partnership, together with the notices and the mail."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from clocks import actions
from clocks.ladder import at_deadline
from clocks.models import Clock, ClockStep, InboxItem, Notice, OutboxMessage
from kernel import scope
from kernel.clock import now
from kernel.history import acting
from tests.clocks.started import DUE, RULE, start_clock
from tests.databases import as_owner
from tests.factories.world import World

MOMENT = timedelta(microseconds=1)
ESCALATED = DUE + timedelta(hours=2)
CLAIMS = {
    "steps": "SELECT * FROM claim_clock_steps(10, kernel_now())",
    "outbox": "SELECT * FROM claim_outbox(10, kernel_now())",
}


def _told(world: World) -> list[tuple[str, str]]:
    with scope.opened(world.clerk):
        rows = Notice.objects.order_by("at", "recipient__name").values_list("key", "recipient__name")
        return [(key.rsplit("/", 1)[1], name) for key, name in rows]


def test_each_step_tells_its_people_once(world: World) -> None:
    clock = start_clock(world)
    assert actions.fire_due(at=DUE - timedelta(hours=4)) == 1
    assert _told(world) == [("warning-4h", "Carla Diaz")]
    assert actions.fire_due(at=DUE) == 1
    assert actions.fire_due(at=ESCALATED) == 1
    assert actions.fire_due(at=ESCALATED) == 0
    assert _told(world) == [
        ("warning-4h", "Carla Diaz"),
        ("due", "Carla Diaz"),
        ("due", "Quentin Abbot"),
        ("escalation-2h", "Helen Okafor"),
        ("escalation-2h", "Priya Raman"),
    ]
    with scope.opened(world.clerk):
        assert Clock.objects.get(pk=clock.pk).state == "breached"
        assert OutboxMessage.objects.count() == 5
        assert set(Notice.objects.values_list("pk", flat=True)) == set(
            OutboxMessage.objects.values_list("pk", flat=True)
        )


def test_nothing_fires_a_moment_early(world: World) -> None:
    clock = start_clock(world)
    actions.fire_due(at=DUE - MOMENT)
    with scope.opened(world.clerk):
        assert Clock.objects.get(pk=clock.pk).state == "running"
        assert list(clock.steps.exclude(fired_at=None).values_list("step", flat=True)) == ["warning-4h"]


def test_a_caller_from_the_future_fires_nothing_early(world: World) -> None:
    start_clock(world, started_at=now(), amount=1, ladder=[])
    assert actions.fire_due(at=now() + timedelta(days=1)) == 0


def test_a_step_that_comes_after_the_end_lapses(world: World) -> None:
    clock = start_clock(world)
    with scope.opened(world.clerk):
        actions.meet(rule=RULE, subject_id=clock.subject_id, by=world.clerk, at=DUE - timedelta(hours=5))
    assert actions.fire_due(at=ESCALATED) == 3
    assert _told(world) == []
    with scope.opened(world.clerk):
        assert list(clock.steps.values_list("lapsed", "fired_at").distinct()) == [(True, ESCALATED)]
        assert Clock.objects.get(pk=clock.pk).state == "met"


def test_steps_of_one_clock_that_are_due_together_all_fire(world: World) -> None:
    start_clock(world)
    assert actions.fire_due(at=ESCALATED) == 3
    assert len(_told(world)) == 5


def test_two_clocks_due_together_tell_the_same_people_of_each(world: World) -> None:
    start_clock(world, ladder=[])
    start_clock(world, ladder=[])
    assert actions.fire_due(at=DUE) == 2
    assert _told(world) == [("due", "Carla Diaz")] * 2 + [("due", "Quentin Abbot")] * 2


def test_an_escalation_stands_in_the_inbox_until_the_clock_ends(world: World) -> None:
    clock = start_clock(world)
    actions.fire_due(at=ESCALATED)
    with scope.opened(world.head):
        item = InboxItem.objects.get(organisation=world.alder, done_at=None)
        assert (item.title, item.roles, item.due_at) == (
            "Overdue: Evidence pack for lot KB-2417",
            ["SQA", "SQH"],
            DUE,
        )
    with scope.opened(world.clerk):
        actions.meet(rule=RULE, subject_id=clock.subject_id, by=world.clerk, at=ESCALATED)
        assert InboxItem.objects.filter(done_at=None).count() == 0


def test_the_owner_gets_no_second_item_at_the_deadline(world: World) -> None:
    start_clock(world)
    actions.fire_due(at=DUE)
    with scope.opened(world.clerk):
        assert InboxItem.objects.count() == 1


def test_a_clock_is_breached_once_by_two_deadline_steps(world: World) -> None:
    rungs = [
        at_deadline(world.keystone.pk, ["COP"]),
        at_deadline(world.alder.pk, ["SQA"], step="due-sponsor"),
    ]
    clock = start_clock(world, ladder=rungs)
    assert actions.fire_due(at=DUE) == 2
    with scope.opened(world.clerk):
        states = clock.history.order_by("history_id").values_list("state", flat=True)
        assert list(states) == ["running", "breached"]


def test_a_batch_takes_no_more_than_its_limit_the_oldest_first(world: World) -> None:
    start_clock(world)
    assert actions.fire_due(at=ESCALATED, limit=2) == 2
    assert {step for step, _ in _told(world)} == {"warning-4h", "due"}
    assert actions.fire_due(at=ESCALATED, limit=2) == 1


def test_partnerships_are_swept_together_and_told_apart(world: World) -> None:
    start_clock(world, ladder=[at_deadline(world.alder.pk, ["SQA"])])
    start_clock(world, partnership=world.blue_keystone, ladder=[at_deadline(world.blue_mesa.pk, ["SQA"])])
    assert actions.fire_due(at=DUE) == 2
    with scope.opened(world.reviewer):
        assert list(Notice.objects.values_list("recipient__name", flat=True)) == ["Priya Raman"]
        assert [mail.payload["to"] for mail in OutboxMessage.objects.all()] == [["qa@alderpine.example"]]
    with scope.opened(world.other_sponsor):
        assert list(Notice.objects.values_list("recipient__name", flat=True)) == ["Ben Ortiz"]
        assert [mail.payload["to"] for mail in OutboxMessage.objects.all()] == [["qa@bluemesa.example"]]


def test_one_bad_step_stops_no_other_and_is_tried_again(world: World) -> None:
    bad = start_clock(world, ladder=[], title="bad")
    good = start_clock(world, ladder=[], title="good")
    with scope.opened(world.clerk):
        # a clock that no calendar can word: its zone does not exist any more
        _rename_zone(world, bad, "Nowhere/Gone")
    assert actions.fire_due(at=DUE) == 2
    with scope.opened(world.clerk):
        assert [clock.state for clock in (Clock.objects.get(pk=bad.pk), Clock.objects.get(pk=good.pk))] == [
            "running",
            "breached",
        ]
        step = ClockStep.objects.get(clock=bad)
        assert (step.fired_at, step.retry_at) == (None, DUE + timedelta(minutes=1))
        assert "Nowhere/Gone" in step.problem
        assert actions.fire_due(at=DUE + timedelta(seconds=59)) == 0
        _rename_zone(world, bad, "America/New_York")
    assert actions.fire_due(at=DUE + timedelta(minutes=1)) == 1
    with scope.opened(world.clerk):
        assert Clock.objects.get(pk=bad.pk).state == "breached"


def _rename_zone(world: World, clock: Clock, zone: str) -> None:
    with transaction.atomic(), acting(by=world.clerk, reason="moved", at=DUE):
        Clock.objects.filter(pk=clock.pk).update(time_zone=zone)


@pytest.mark.parametrize("function", CLAIMS)
def test_nobody_but_the_platform_claims(world: World, function: str) -> None:
    start_clock(world)
    actions.fire_due(at=DUE)
    for person in (world.clerk, world.head, world.other_sponsor, world.auditor):
        with scope.opened(person), connection.cursor() as cursor:
            cursor.execute(CLAIMS[function])
            assert cursor.fetchall() == []
    with scope.opened(scope.system()), connection.cursor() as cursor:
        cursor.execute(CLAIMS[function])
        assert len(cursor.fetchall()) > 0


def test_the_claims_look_up_due_rows_by_index(db: None) -> None:
    """A volatile clock in the condition would read every pending step (docs/explanation/clocks.md)."""
    bodies = as_owner("SELECT prosrc FROM pg_proc WHERE proname LIKE 'claim\\_%%' AND proname ~ 'steps|outbox'")
    assert len(bodies) == 2
    for (body,) in bodies:
        assert "<= (SELECT least(until, kernel_now()))" in body


def test_a_batch_takes_as_many_statements_for_six_deadlines_as_for_two(world: World) -> None:
    """Whatever listens to breaches reads once a batch: a thousand deadlines are no thousand questions."""
    counts = []
    for number in (2, 6):
        for _ in range(number):
            start_clock(world, ladder=[at_deadline(world.keystone.pk, ["CQA"])])
        with CaptureQueriesContext(connection) as asked:
            assert actions.fire_due(at=DUE) == number
        counts.append(len(asked))
    assert counts[0] == counts[1]
