"""Effectiveness is computed from lots and events, and signed as computed; what repeats proposes its own action."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from clocks.models import Clock, InboxItem, Notice
from kernel import scope
from kernel.errors import Forbidden, Refused
from kernel.history import acting
from lots.actions.gates import changing
from lots.models import Lot
from quality_events.actions import (
    add_capa_action,
    approve_capa,
    complete_capa,
    do_capa_action,
    drop_capa_action,
    judge_capa,
    lengthen_watch,
    recompute_capa,
    start_capa,
    submit_capa,
    verify_capa,
    watch_next,
)
from quality_events.models import Capa, QualityEvent
from quality_events.queries.capa import effectiveness_of
from quality_events.tasks import watch_capas
from tests.factories.walked import Shop
from tests.quality_events.corrected import does, implemented, proposed, signs
from tests.quality_events.reported import NOON, investigate, report

THREE = pytest.mark.lot(until="completed", lots=3)


def day(number: float) -> datetime:
    return NOON + timedelta(days=number)


def made(shop: Shop, lots: list[Lot], *days: float) -> None:
    """These lots were completed on those days after the implementation."""
    by = shop.world.clerk
    for lot, number in zip(lots, days, strict=False):
        with scope.opened(by), changing([lot.pk]), acting(by=by, reason="planted", at=NOON):
            Lot.objects.filter(pk=lot.pk).update(completed_at=day(number))


def again(shop: Shop, lot: Lot, number: float, **parts: str) -> QualityEvent:
    """The same failure, discovered on that day."""
    found = report(shop, lot, discovered_at=day(number), at=day(number))
    return investigate(shop, found, **({"found_at": "Desiccant feeder"} | parts))


@pytest.fixture
def capa(shop: Shop, lots: list[Lot]) -> Capa:
    return implemented(shop, proposed(shop, report(shop, lots[0])))


@THREE
def test_effective_when_enough_lots_and_days_have_passed(shop: Shop, lots: list[Lot], capa: Capa) -> None:
    by = shop.world.reviewer
    made(shop, lots, 1, 2)
    for at, words in ((day(29), "not yet demonstrable"), (day(31), "effective")):
        assert words in _refused(shop, capa, "not_effective", at)
    does(by, recompute_capa, capa_id=capa.pk, at=day(31))
    with scope.opened(by):
        capa.refresh_from_db()
        assert (capa.figures["outcome"], capa.figures["lots_made"], capa.figures["recurrences"]) == ("effective", 2, [])
        assert InboxItem.objects.get(key=f"capa/{capa.pk}", done_at=None).title == (
            "Sign for CAPA-1, effective: Sensor height"
        )
    with pytest.raises(Forbidden):
        signs(shop.world.cmo_qa, judge_capa, capa, verb="effective", at=day(31))
    found = signs(by, judge_capa, capa, verb="effective", at=day(31))
    assert (found.state, found.ended_at) == ("effective", day(31))


def _refused(shop: Shop, capa: Capa, verb: str, at: datetime, **given: Any) -> str:
    with pytest.raises(Refused) as refused:
        signs(shop.world.reviewer, judge_capa, capa, verb=verb, at=at, **given)
    return refused.value.sentence


@THREE
def test_a_recurrence_reopens_and_escalates(shop: Shop, lots: list[Lot], capa: Capa) -> None:
    made(shop, lots, 1, 2)
    again(shop, lots[1], 3)
    assert "not effective" in _refused(shop, capa, "effective", day(4))
    does(shop.world.reviewer, recompute_capa, capa_id=capa.pk, at=day(4))
    found = signs(shop.world.reviewer, judge_capa, capa, verb="not_effective", at=day(4))
    assert (found.state, found.implemented_at, found.figures) == ("proposed", None, {})
    with scope.opened(shop.world.reviewer):
        told = Notice.objects.filter(key__startswith=f"capa/{capa.pk}/not-effective/")
        assert {notice.recipient.email for notice in told.select_related("recipient")} == {
            "head.qa@alderpine.example", "qa@keystone.example",
        }  # fmt: skip
        assert told[0].subject_line == "CAPA-1 was not effective (DEV-2): Sensor height"
        states = list(capa.history.order_by("history_id").values_list("state", flat=True))
        assert states[-3:] == ["effectiveness_pending", "not_effective", "proposed"]


@THREE
def test_after_not_effective_it_goes_round_again_to_its_end(shop: Shop, lots: list[Lot], capa: Capa) -> None:
    quality, sponsor, at = shop.world.cmo_qa, shop.world.reviewer, day(40)
    made(shop, lots, 1, 2)
    again(shop, lots[1], 3)
    signs(sponsor, judge_capa, capa, verb="not_effective", at=day(4))
    with scope.opened(quality):
        first = capa.actions.get()
    with pytest.raises(Refused, match=r"^Still missing: a new action: what was done did not hold\.$"):
        signs(quality, submit_capa, capa, at=at)
    with pytest.raises(Refused, match="it stays on record"):
        does(quality, drop_capa_action, action_id=first.pk, reason="it did not help", at=at)
    second = does(
        quality, add_capa_action, capa_id=capa.pk, what="A sensor that cannot be set", change_number="", training="",
        owner_id=shop.world.clerk.person_id, due_on=day(60).date(), at=at,
    )  # fmt: skip
    assert signs(quality, submit_capa, capa, at=at).state == "planned"
    signs(sponsor, approve_capa, capa, at=at)
    with scope.opened(quality):
        clocks = Clock.objects.filter(rule="quality_events.capa_action", subject_id__in=[first.pk, second.pk])
        assert {(clock.subject_id, clock.state) for clock in clocks} == {(first.pk, "met"), (second.pk, "running")}
    does(quality, start_capa, capa_id=capa.pk, at=at)
    does(quality, do_capa_action, action_id=second.pk, shown_by="Order 4711", file=None, at=at)
    signs(quality, complete_capa, capa, at=at)
    assert signs(sponsor, verify_capa, capa, at=at).implemented_at == at
    made(shop, lots, 41, 42)
    found = signs(sponsor, judge_capa, capa, verb="effective", at=day(71))
    assert (found.state, found.ended_at) == ("effective", day(71))


@THREE
@pytest.mark.parametrize(
    "other", [{"found_at": "Line 4"}, {"root_cause": "people"}], ids=["elsewhere", "of another cause"]
)
def test_another_failure_is_no_recurrence(shop: Shop, lots: list[Lot], capa: Capa, other: dict[str, str]) -> None:
    made(shop, lots, 1, 2)
    again(shop, lots[1], 3, **other)
    with scope.opened(shop.world.clerk):
        assert effectiveness_of(capa, day(31)).recurrences == ()


@THREE
def test_a_failure_on_a_lot_made_before_is_no_recurrence(shop: Shop, lots: list[Lot], capa: Capa) -> None:
    made(shop, lots, 1)
    again(shop, lots[2], 3)
    with scope.opened(shop.world.clerk):
        assert effectiveness_of(capa, day(31)).recurrences == ()


@THREE
def test_watched_longer_once_then_not_demonstrable(shop: Shop, lots: list[Lot], capa: Capa) -> None:
    by = shop.world.reviewer
    made(shop, lots, 1)
    assert "wait for the window’s end" in _refused(shop, capa, "give_up", day(31), reason="none made")
    for given, words in (
        ({"days": 30, "reason": "few lots", "at": day(29)}, "The window runs until"),
        ({"days": 0, "reason": "few lots", "at": day(30)}, "Say by how many days"),
        ({"days": 30, "reason": " ", "at": day(30)}, "Say by how many days"),
    ):
        with pytest.raises(Refused, match=words):
            does(by, lengthen_watch, capa_id=capa.pk, **given)
    with pytest.raises(Forbidden):
        does(shop.world.cmo_qa, lengthen_watch, capa_id=capa.pk, days=30, reason="x", at=day(30))
    does(by, lengthen_watch, capa_id=capa.pk, days=30, reason="few lots", at=day(30))
    with pytest.raises(Refused, match="extended once"):
        does(by, lengthen_watch, capa_id=capa.pk, days=30, reason="few lots", at=day(61))
    assert "wait for the window’s end" in _refused(shop, capa, "give_up", day(59), reason="none made")
    found = signs(by, judge_capa, capa, verb="give_up", reason="The product is discontinued", at=day(60))
    assert (found.state, found.ended_at) == ("not_demonstrable", day(60))


@THREE
def test_the_sweep_computes_each_once_a_day(shop: Shop, lots: list[Lot], capa: Capa) -> None:
    assert [watch_next(at=NOON), watch_next(at=NOON)] == [1, 0]
    with scope.opened(shop.world.clerk):
        capa.refresh_from_db()
        assert (capa.computed_at, capa.figures["outcome"]) == (NOON, "not_demonstrable")
    watch_capas()
    with scope.opened(shop.world.clerk):
        capa.refresh_from_db()
        assert capa.computed_at != NOON


@THREE
def test_what_repeats_proposes_its_own_action(shop: Shop, lots: list[Lot]) -> None:
    first = again(shop, lots[0], 0)
    with scope.opened(shop.world.clerk):
        assert Capa.objects.count() == 0
    second = again(shop, lots[1], 1)
    with scope.opened(shop.world.clerk):
        found = Capa.objects.get()
        assert (found.source, found.title) == ("repeat", "Machine at Desiccant feeder again")
        assert found.problem.startswith("DEV-2 repeats DEV-1: ")
        assert set(found.capa_events.values_list("event_id", flat=True)) == {first.pk, second.pk}
        assert (found.kind, found.root_cause, found.found_at) == ("deviation", "machine", "Desiccant feeder")
    again(shop, lots[2], 2)
    with scope.opened(shop.world.clerk):
        assert Capa.objects.count() == 1


@THREE
def test_other_signatures_repeat_nothing(shop: Shop, lots: list[Lot]) -> None:
    again(shop, lots[0], 0)
    again(shop, lots[1], 1, found_at="Capper")
    again(shop, lots[1], 1, root_cause="people")
    again(shop, lots[2], 2, found_at="")
    with scope.opened(shop.world.clerk):
        assert Capa.objects.count() == 0
