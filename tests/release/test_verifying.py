"""What left without the sponsor's signature is drawn by the clause, and accepted or disputed in time."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from clocks.models import Clock, InboxItem
from kernel import scope
from kernel.errors import Forbidden, Refused
from kernel.history import acting
from kernel.scope import Actor
from lots.models import Hold, Lot, LotGate
from release.actions import accept_verification, dispute_verification
from release.drawing import Draw, is_drawn
from release.models import Verification
from release.queries import signal_in
from tests.factories.keys import keyed
from tests.factories.walked import AT, Shop, make_lot, release_by_cmo
from tests.factories.world import World
from tests.quality_events.reported import report
from tests.release.test_turning import CLAUSE, shop_with
from tests.workspace.visiting import visitor

RELEASED = AT + timedelta(days=3)
LATER = AT + timedelta(days=5)


def released(shop: Shop, number: str = "KB-1", at: datetime = RELEASED) -> Lot:
    lot = make_lot(shop, number, until="pack_pending")
    release_by_cmo(shop, lot, at=at)
    return lot


def of(world: World, lot: Lot) -> Verification:
    with scope.opened(world.reviewer):
        return Verification.objects.get(lot=lot)


def say(world: World, lot: Lot, verb: str, *, by: Actor | None = None, reason: str = "") -> Verification:
    by, row = by or world.reviewer, of(world, lot)
    action = accept_verification if verb == "accept" else dispute_verification
    with scope.opened(by):
        return action(verification_id=row.pk, by=by, reason=reason, at=LATER)


def test_without_a_plan_every_lot_is_drawn_and_its_clock_runs(world: World) -> None:
    lot = released(shop_with(world))
    row = of(world, lot)
    assert (row.state, row.plan, row.one_in, row.quarter, row.position) == ("drawn", "every_lot", 1, "2026Q1", 1)
    with scope.opened(world.reviewer):
        clock = Clock.objects.get(rule="release.verification", subject_id=row.pk)
        assert (clock.clause, clock.owner_id, clock.amount, clock.unit) == (
            CLAUSE, world.alder.pk, 10, "business_days"
        )  # fmt: skip
        assert clock.due_at == datetime(2026, 3, 27, 21, 0, tzinfo=UTC)
        item = InboxItem.objects.get(clock=clock)
        assert (item.url, item.due_at) == (f"/lots/verifications/{row.pk}/", clock.due_at)


def test_where_the_clause_names_no_days_an_item_waits_without_a_clock(world: World) -> None:
    lot = released(shop_with(world, post_review_days=None))
    row = of(world, lot)
    with scope.opened(world.reviewer):
        assert not Clock.objects.filter(rule="release.verification").exists()
        assert InboxItem.objects.get(key=f"verification/{row.pk}").done_at is None
    say(world, lot, "accept")
    with scope.opened(world.reviewer):
        assert InboxItem.objects.get(key=f"verification/{row.pk}").done_at == LATER


def test_root_n_draws_the_first_three_then_by_a_seed_that_is_kept(world: World) -> None:
    shop = shop_with(world, verified="root_n")
    rows = [of(world, released(shop, f"KB-{n}")) for n in range(1, 6)]
    assert [row.state for row in rows[:4]] == ["drawn", "drawn", "drawn", "passed_over"]
    fifth = rows[4]
    assert (fifth.position, fifth.one_in) == (5, 5)
    again = is_drawn(Draw(fifth.one_in, ""), fifth.seed, str(fifth.lot_id))
    assert fifth.state == ("drawn" if again else "passed_over")


@pytest.mark.parametrize("signal", ["dispute", "event", "minor event", "old dispute"])
def test_after_an_event_or_a_dispute_every_lot_is_drawn(world: World, signal: str) -> None:
    shop, at = shop_with(world, verified="root_n"), LATER + timedelta(hours=1)
    first, *_ = [released(shop, f"KB-{n}") for n in range(1, 4)]
    if "dispute" in signal:
        say(world, first, "dispute", reason="Label count does not add up.")
        why = "the release of lot KB-1 was disputed"
    else:
        event = report(shop, first, classification="minor" if signal == "minor event" else "major")
        why = f"{event.number} (major)"
    if signal == "old dispute":
        with scope.opened(world.reviewer):
            assert signal_in(shop.partnership.pk, shop.product.group, LATER + timedelta(days=90)) == ""
            assert signal_in(shop.partnership.pk, shop.product.group, LATER + timedelta(days=89)) == why
        return
    fourth = of(world, released(shop, "KB-4", at=at))
    is_drawn_for_it = (fourth.state, fourth.basis) == ("drawn", f"every lot is verified after a signal: {why}")
    assert is_drawn_for_it == (signal != "minor event")


def test_accepting_meets_the_clock(world: World) -> None:
    lot = released(shop_with(world))
    row = say(world, lot, "accept", reason="Counts agree.")
    assert (row.state, row.decided_by_id, row.remark) == ("accepted", world.reviewer.person_id, "Counts agree.")
    with scope.opened(world.reviewer):
        assert Clock.objects.get(subject_id=row.pk).state == "met"
        assert LotGate.objects.get(lot=lot).ok
    with pytest.raises(Refused):
        say(world, lot, "dispute", reason="too late")


def test_a_dispute_holds_the_lot_and_needs_a_reason(world: World) -> None:
    lot = released(shop_with(world))
    with pytest.raises(Refused, match="reason"):
        say(world, lot, "dispute", reason=" ")
    say(world, lot, "dispute", reason="Label count does not add up.")
    with scope.opened(world.reviewer):
        hold = Hold.objects.get(lot=lot)
        assert hold.reason == "Release disputed after verification: Label count does not add up."
        assert (hold.organisation_id, LotGate.objects.get(lot=lot).ok) == (world.alder.pk, False)


@pytest.mark.parametrize("verb", ["accept", "dispute"])
def test_only_the_sponsors_quality_says_so(world: World, verb: str) -> None:
    lot = released(shop_with(world))
    for by in (world.clerk, world.cmo_qa):
        with pytest.raises(Forbidden):
            say(world, lot, verb, by=by, reason="mine")
    assert say(world, lot, verb, by=world.head, reason="looked").decided_by_id == world.head.person_id


@pytest.mark.parametrize("state", ["considered", "accepted"])
def test_the_database_knows_the_table_and_who_decided(world: World, state: str) -> None:
    row = of(world, released(shop_with(world)))
    with scope.opened(world.reviewer), acting(by=world.reviewer, reason="tried", at=LATER), transaction.atomic():
        with pytest.raises(IntegrityError), transaction.atomic():
            Verification.objects.filter(pk=row.pk).update(state=state)
        assert Verification.objects.get(pk=row.pk).state == "drawn"


def test_pages_and_api(world: World) -> None:
    lot = released(shop_with(world))
    row, reviewer, clerk = of(world, lot), visitor(world.reviewer), visitor(world.clerk)
    page = f"/lots/verifications/{row.pk}/"
    assert "KB-1" in clerk.get("/lots/verifications/").content.decode()
    assert "Was the release right?" not in clerk.get(page).content.decode()
    assert clerk.post(page, {"verb": "accept"}).status_code == 403
    assert "Was the release right?" in reviewer.get(page).content.decode()
    assert visitor(world.other_sponsor).get(page).status_code == 404
    machine = keyed(world, "qa@alderpine.example")
    (listed,) = machine.get("/api/v1/verifications/").json()["results"]
    assert (listed["state"], listed["basis"]) == ("drawn", "every lot is verified")
    refused = machine.post(f"/api/v1/verifications/{row.pk}/dispute/", {}, "application/json")
    assert refused.status_code == 409
    assert reviewer.post(page, {"verb": "accept", "reason": "Counts agree."}).status_code == 302
    assert "Counts agree." in clerk.get(page).content.decode()
