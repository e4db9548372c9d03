"""KPIs from real rows; nothing of another partnership, and no query a lot."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from clocks.actions import meet, start
from clocks.states import StartEvidence
from evidence.actions.handing import HAND_OFF_CLOCK
from kernel import scope
from lots.models import Lot
from performance.facts import LotFact
from performance.queries import PERIOD, lot_facts, scorecards
from quality_events.actions import report_event
from tests.factories.walked import AT, Shop, make_lot

NOW = AT + timedelta(days=20)


def facts(shop: Shop, at: datetime = NOW) -> list[LotFact]:
    with scope.opened(shop.world.reviewer):
        return lot_facts([shop.partnership.pk], at - PERIOD, at)


@pytest.mark.lot(until="released")
def test_the_facts_of_a_lot_that_was_right_the_first_time(shop: Shop, lot: Lot) -> None:
    (found,) = facts(shop)
    assert (found.id, found.number, found.partnership_id) == (lot.pk, "KB-1", shop.partnership.pk)
    assert (found.has_pack, found.is_pack_accepted, found.was_pack_returned) == (True, True, False)
    assert (found.is_released, found.was_reprocessed, found.events) == (True, False, ())
    assert found.hand_off is not None
    assert found.hand_off.due_at - found.hand_off.started_at == timedelta(hours=72)


@pytest.mark.lot(until="in_process")
def test_lots_outside_the_period_or_not_completed_do_not_count(shop: Shop) -> None:
    made = make_lot(shop, "KB-2", until="completed")
    assert made.completed_at is not None
    assert [found.number for found in facts(shop, made.completed_at)] == ["KB-2"]
    assert facts(shop, made.completed_at - timedelta(seconds=1)) == []
    assert [found.number for found in facts(shop, made.completed_at + PERIOD)] == ["KB-2"]
    assert facts(shop, made.completed_at + PERIOD + timedelta(seconds=1)) == []


@pytest.mark.lot(until="completed")
def test_events_carry_the_clause_of_the_lots_own_agreement(shop: Shop, lot: Lot) -> None:
    for by, classification in ((shop.world.clerk, "major"), (shop.world.reviewer, "critical")):
        with scope.opened(by):
            report_event(
                lot_ids=[lot.pk], kind="deviation", classification=classification, title="Desiccant missing",
                description="14 bottles", missed="none", discovered_at=NOW - timedelta(hours=30), by=by, reason="",
                at=NOW,
            )  # fmt: skip
    (found,) = facts(shop)
    assert [(e.classification, e.is_self_reported, e.limit_hours) for e in found.events] == [
        ("major", True, 24),
        ("critical", False, 1),
    ]
    with scope.opened(shop.world.reviewer):
        (card,) = scorecards(NOW, shop.partnership.pk)
    by_code = {measure.code: measure for measure in card.measures}
    assert (by_code["K6"].numerator, by_code["K6"].denominator) == (0, 1)
    assert [row.words for row in by_code["K6"].behind] == ["DEV-1: 6 h late"]
    assert (by_code["K2"].numerator, by_code["K2"].denominator) == (2, 1)


@pytest.mark.lot(until="completed")
def test_each_sees_the_cards_of_its_own_partnerships(shop: Shop) -> None:
    for actor, partners, lots in (
        (shop.world.reviewer, 1, [1]),
        (shop.world.other_sponsor, 1, [0]),
        (shop.world.clerk, 3, [1, 0, 0]),
        (shop.world.auditor, 1, [1]),
    ):
        with scope.opened(actor):
            cards = scorecards(NOW)
            assert len(cards) == partners
            assert [card.measures[0].lots for card in cards] == lots
    with scope.opened(shop.world.other_sponsor):
        assert scorecards(NOW, shop.partnership.pk) == []
        assert lot_facts([shop.partnership.pk], NOW - PERIOD, NOW) == []


@pytest.mark.lot(until="completed")
def test_the_same_queries_for_one_and_three_lots(shop: Shop) -> None:
    with scope.opened(shop.world.clerk), CaptureQueriesContext(connection) as one:
        scorecards(NOW)
    make_lot(shop, "KB-2", until="completed")
    make_lot(shop, "KB-3", until="pack_pending")
    with scope.opened(shop.world.clerk), CaptureQueriesContext(connection) as three:
        cards = scorecards(NOW)
    assert max(card.measures[0].lots for card in cards) == 3
    assert len(three) == len(one)


@pytest.mark.lot(until="completed")
def test_the_clock_of_a_returned_pack_is_another_one(shop: Shop, lot: Lot) -> None:
    with scope.opened(shop.world.clerk):
        first = meet(rule=HAND_OFF_CLOCK, subject_id=lot.pk, by=shop.world.clerk, at=AT + timedelta(days=2))
        assert first is not None
        start(
            rule=HAND_OFF_CLOCK, subject_kind="lot", subject_id=lot.pk, partnership=shop.partnership,
            title="Answer the return", clause="", owner=shop.world.keystone, owner_roles=["COP"],
            started_at=AT + timedelta(days=3), start_evidence=StartEvidence.RETURNED, amount=72, unit="hours",
            url="/", by=shop.world.clerk, at=AT + timedelta(days=3),
        )  # fmt: skip
    found = facts(shop)[0].hand_off
    assert found is not None
    assert (found.started_at, found.ended_at) == (first.started_at, first.ended_at)


@pytest.mark.lot(until="completed")
def test_times_are_those_of_the_database(shop: Shop) -> None:
    assert facts(shop)[0].completed_at.tzinfo == UTC
