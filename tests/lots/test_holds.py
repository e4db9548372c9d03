"""Stacked holds: each with an owner, an authority, a review date, and its own lifting."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from clocks.models import Clock, InboxItem
from kernel import scope
from kernel.errors import Forbidden, Refused
from kernel.history import acting
from kernel.ids import new_id
from kernel.scope import Actor
from lots import rules
from lots.actions import held_for_event, hold_for_event, keep_hold, lift_for_event, lift_hold, place_hold
from lots.actions.hold_reviews import REVIEW_CLOCK
from lots.models import Hold, Lot
from tests.factories.walked import AT, Shop, make_lot, reload
from tests.factories.world import World

pytestmark = pytest.mark.lot(until="released")
LATER = AT + timedelta(days=3)
EVENT = new_id()


def held(lot: Lot, by: Actor, **given: object) -> Hold:
    with scope.opened(by):
        return place_hold(lot_id=lot.pk, by=by, reason="smell at opening", at=AT, **given)


def test_a_hold_says_who_may_lift_it_and_when_it_is_looked_at_again(world: World, lot: Lot) -> None:
    hold = held(lot, world.reviewer)
    assert (hold.authority, hold.review_on) == (["SQA", "SQH"], AT.date() + timedelta(days=30))
    assert held(lot, world.cmo_qa, authority="head").authority == ["CQA"]
    with scope.opened(world.reviewer):
        clock = Clock.objects.get(rule=REVIEW_CLOCK, subject_id=hold.pk)
        assert (clock.owner, clock.due_at) == (world.alder, AT + timedelta(days=30))
        item = InboxItem.objects.get(clock=clock)
        assert (item.title, item.roles) == ("Review the hold on lot KB-1", ["SQA", "SQH"])


def test_only_the_named_authority_lifts(world: World, lot: Lot) -> None:
    hold = held(lot, world.reviewer, authority="head")
    with (
        scope.opened(world.reviewer),
        pytest.raises(Forbidden, match=r"^This hold is lifted by: Sponsor head of quality\.$"),
    ):
        lift_hold(hold_id=hold.pk, by=world.reviewer, reason="sound", at=LATER)
    assert not reload(lot).gate.ok
    with scope.opened(world.head):
        lift_hold(hold_id=hold.pk, by=world.head, reason="sound", at=LATER)
        assert Clock.objects.get(rule=REVIEW_CLOCK, subject_id=hold.pk).state == "met"
    assert reload(lot).gate.ok


def test_one_company_neither_lifts_nor_keeps_the_others_hold(world: World, lot: Lot) -> None:
    hold = held(lot, world.cmo_qa)
    for act in (lift_hold, keep_hold):
        more = {"review_on": LATER.date() + timedelta(days=9)} if act is keep_hold else {}
        with (
            scope.opened(world.head),
            pytest.raises(Refused, match=r"^Only Keystone Blending Co\. can lift its own hold\.$"),
        ):
            act(hold_id=hold.pk, by=world.head, reason="x", at=LATER, **more)


def test_a_review_keeps_the_hold_until_the_next_one(world: World, lot: Lot) -> None:
    hold = held(lot, world.reviewer, review_on=AT.date() + timedelta(days=2))
    with scope.opened(world.reviewer):
        keep_hold(
            hold_id=hold.pk, review_on=LATER.date() + timedelta(days=10), by=world.reviewer, reason="waits", at=LATER
        )
        clocks = Clock.objects.filter(rule=REVIEW_CLOCK, subject_id=hold.pk).order_by("started_at")
        assert [(clock.state, clock.due_at) for clock in clocks] == [
            ("met_late", AT + timedelta(days=2)),
            ("running", LATER + timedelta(days=10)),
        ]
        assert Hold.objects.get(pk=hold.pk).review_on == LATER.date() + timedelta(days=10)
        with pytest.raises(Refused, match=r"^Give a reason\.$"):
            keep_hold(
                hold_id=hold.pk, review_on=LATER.date() + timedelta(days=9), by=world.reviewer, reason="", at=LATER
            )


@pytest.mark.parametrize(("days", "is_right"), [(0, False), (1, True), (92, True), (93, False)])
def test_a_hold_is_reviewed_within_three_months(days: int, is_right: bool) -> None:
    today = date(2026, 3, 10)
    if is_right:
        rules.check_review_date(today + timedelta(days=days), today)
    else:
        with pytest.raises(Refused, match=r"^Choose a review date after 2026-03-10 and within 92 days\.$"):
            rules.check_review_date(today + timedelta(days=days), today)


def hold_both(world: World, lots: list[Lot]) -> list[Hold]:
    by = world.cmo_qa
    with scope.opened(by):
        return hold_for_event(
            lot_ids=[lot.pk for lot in lots], organisation_id=world.keystone.pk, side="cmo", event_id=EVENT,
            event_number="DEV-1", reason="same roll", review_on=LATER.date(), by=by, at=AT,
        )  # fmt: skip


def test_who_placed_a_hold_is_reminded_then_those_above_then_the_other_side(world: World, lot: Lot) -> None:
    hold = held(lot, world.cmo_qa, review_on=AT.date() + timedelta(days=10))
    due = AT + timedelta(days=10)
    with scope.opened(world.reviewer):
        clock = Clock.objects.get(rule=REVIEW_CLOCK, subject_id=hold.pk)
        steps = list(clock.steps.order_by("at").values_list("at", "organisation_id", "roles"))
    assert clock.start_evidence == "held"
    assert steps == [
        (due - timedelta(days=3), world.keystone.pk, ["CQC", "CQA"]),
        (due, world.keystone.pk, ["CQC", "CQA"]),
        (due + timedelta(days=1), world.keystone.pk, ["CQA"]),
        (due + timedelta(days=7), world.alder.pk, ["SQA", "SQH"]),
    ]


def test_an_events_holds_are_reviewed_too_in_one_go(world: World, shop: Shop, lot: Lot) -> None:
    lots, by = [lot, make_lot(shop, "KB-2", until="completed")], world.cmo_qa
    with CaptureQueriesContext(connection) as queries:
        holds = hold_both(world, lots)
    assert len([q for q in queries if 'INSERT INTO "clocks_' in q["sql"]]) == 3  # clocks, steps, inbox items
    with scope.opened(by):
        running = Clock.objects.filter(rule=REVIEW_CLOCK, ended_at=None).order_by("lot_number")
        assert [(c.lot_number, c.due_at) for c in running] == [("KB-1", LATER), ("KB-2", LATER)]
        assert {c.title for c in running} == {f"Review the hold on lot {one}, DEV-1" for one in ("KB-1", "KB-2")}
        review_on = LATER.date() + timedelta(days=9)
        keep_hold(hold_id=holds[0].pk, review_on=review_on, by=by, reason="rolls uncounted", at=LATER)
        states = Clock.objects.filter(rule=REVIEW_CLOCK, subject_id=holds[0].pk).order_by("started_at")
        assert [(c.state, c.start_evidence) for c in states] == [("met", "held"), ("running", "reviewed")]
        lift_for_event(event_id=EVENT, event_number="DEV-1", by=by, reason="closed", at=LATER)
        assert not Clock.objects.filter(rule=REVIEW_CLOCK, ended_at=None).exists()
        assert not InboxItem.objects.filter(title__startswith="Review the hold", done_at=None).exists()


def test_an_events_holds_are_placed_once_and_go_with_it(world: World, shop: Shop, lot: Lot) -> None:
    other = make_lot(shop, "KB-2", until="released")
    assert len(hold_both(world, [lot, other])) == 2
    assert hold_both(world, [lot, other]) == []
    assert [reload(one).gate.ok for one in (lot, other)] == [False, False]
    with scope.opened(world.cmo_qa):
        hold = Hold.objects.get(lot=other)
        with pytest.raises(Refused, match=r"^This hold stands for DEV-1; it is lifted when the event is closed\.$"):
            lift_hold(hold_id=hold.pk, by=world.cmo_qa, reason="x", at=LATER)
    with scope.opened(world.reviewer):
        assert held_for_event(EVENT) == sorted([lot.pk, other.pk])
        assert (
            lift_for_event(
                event_id=EVENT,
                event_number="DEV-1",
                by=world.reviewer,
                reason="out of scope",
                at=LATER,
                lot_ids=[other.pk],
            )
            == 1
        )
        assert held_for_event(EVENT) == [lot.pk]
        assert lift_for_event(event_id=EVENT, event_number="DEV-1", by=world.reviewer, reason="closed", at=LATER) == 1
    assert [reload(one).gate.ok for one in (lot, other)] == [True, True]


def test_the_database_keeps_one_live_hold_for_an_event(world: World, lot: Lot) -> None:
    (hold,) = hold_both(world, [lot])
    hold.pk, by = new_id(), world.cmo_qa
    with scope.opened(by), pytest.raises(IntegrityError), transaction.atomic(), acting(by=by, reason="twice", at=AT):
        Hold.objects.bulk_create([hold])
