"""Every state × verb × role of events, of corrective actions and of results out of specification and out of trend."""

import pytest

from evidence.models import TrendLimits
from kernel.errors import Refused
from kernel.states import check_move
from quality_events.models import Capa, OosTrack, OotTrack, QualityEvent
from quality_events.states import EVENT
from tests.factories.world import World
from tests.quality_events.crossed import check_crossed, people

SPONSOR = {"SQA sponsor", "SQH sponsor"}
CMO = {"CQC cmo", "CQA cmo"}
CMO_HEAD = {"CQA cmo"}


def test_an_event(world: World) -> None:
    """7 states × 10 verbs × 28 people."""
    ways = {
        ("reported", "investigate"): "investigating",
        ("reported", "propose"): "proposed",
        ("investigating", "propose"): "proposed",
        ("proposed", "approve"): "decided",
        ("proposed", "question"): "investigating",
        ("proposed", "refuse"): "investigating",
        ("proposed", "close_by_cmo"): "closed",
        ("decided", "close"): "closed",
        ("reported", "cancel"): "cancelled",
        ("investigating", "cancel"): "cancelled",
        ("closed", "reopen"): "reopened",
        ("closed", "reopen_by_cmo"): "reopened",
        ("reopened", "investigate"): "investigating",
        ("reopened", "propose"): "proposed",
    }
    by_cmo = {"investigate": CMO, "propose": CMO, "close_by_cmo": CMO_HEAD, "reopen_by_cmo": CMO_HEAD}
    may = {verb: by_cmo.get(verb, SPONSOR) for _, verb in ways}
    event = QualityEvent(partnership=world.alder_keystone, sponsor=world.alder, number="DEV-1")
    assert check_crossed(world, event, ways, may) == 7 * 10 * 28


@pytest.mark.parametrize("verb", ["propose", "approve", "refuse", "close", "close_by_cmo"])
def test_these_steps_of_an_event_are_signed(world: World, verb: str) -> None:
    step = next(step for step in EVENT.transitions if step.verb == verb)
    event = QualityEvent(partnership=world.alder_keystone, sponsor=world.alder, state=step.sources[0])
    by = world.cmo_qa if verb in ("propose", "close_by_cmo") else world.head
    with pytest.raises(Refused) as refused:
        check_move(event, verb, by=by, reason="because", signed=False)
    assert refused.value.code == "signature-missing"


@pytest.mark.parametrize("verb", ["question", "refuse", "cancel", "reopen"])
def test_these_steps_of_an_event_need_a_reason(world: World, verb: str) -> None:
    step = next(step for step in EVENT.transitions if step.verb == verb)
    event = QualityEvent(partnership=world.alder_keystone, sponsor=world.alder, state=step.sources[0])
    with pytest.raises(Refused, match="Give a reason"):
        check_move(event, verb, by=world.head, reason=" ", signed=True)


def test_a_corrective_action(world: World) -> None:
    """10 states × 14 verbs × 28 people."""
    ways = {
        ("proposed", "submit"): "planned",
        ("planned", "approve"): "plan_approved",
        ("planned", "approve_by_cmo"): "plan_approved",
        ("planned", "give_back"): "proposed",
        ("plan_approved", "start"): "implementing",
        ("implementing", "complete"): "implemented",
        ("implemented", "verify"): "effectiveness_pending",
        ("implemented", "verify_by_cmo"): "effectiveness_pending",
        ("implemented", "redo"): "implementing",
        ("effectiveness_pending", "effective"): "effective",
        ("effectiveness_pending", "not_effective"): "not_effective",
        ("effectiveness_pending", "give_up"): "not_demonstrable",
        ("not_effective", "reopen"): "proposed",
        **{(state, "cancel"): "cancelled" for state in ("proposed", "planned", "plan_approved", "implementing")},
    }
    by_cmo = {"approve_by_cmo": CMO, "start": CMO, "complete": CMO, "verify_by_cmo": CMO, "submit": CMO_HEAD}
    may = {verb: by_cmo.get(verb, SPONSOR) for _, verb in ways}
    capa = Capa(partnership=world.alder_keystone, sponsor=world.alder, number="CAPA-1")
    assert check_crossed(world, capa, ways, may) == 10 * 14 * 28


def test_a_result_out_of_specification(world: World) -> None:
    """6 states × 5 verbs × 28 people: the CMO's quality unit alone."""
    ways = {
        ("initial", "examine"): "laboratory",
        ("laboratory", "declare"): "production",
        ("laboratory", "invalidate"): "invalidated",
        ("production", "invalidate"): "invalidated",
        ("production", "confirm"): "confirmed",
        ("production", "leave_open"): "inconclusive",
    }
    track = OosTrack(partnership=world.alder_keystone, sponsor=world.alder)
    assert check_crossed(world, track, ways, {verb: CMO for _, verb in ways}) == 6 * 5 * 28


def test_a_result_out_of_trend(world: World) -> None:
    """4 states × 3 verbs × 28 people."""
    ways = {
        ("evaluating", "find_normal"): "normal",
        ("evaluating", "find_error"): "laboratory",
        ("evaluating", "find_shift"): "shift",
    }
    track = OotTrack(partnership=world.alder_keystone, sponsor=world.alder, limits=TrendLimits(test_name="Assay"))
    assert check_crossed(world, track, ways, {verb: CMO for _, verb in ways}) == 4 * 3 * 28


def test_people_are_told_apart(world: World) -> None:
    """A role counts on its own side alone; strangers have no side at all."""
    row = Capa(partnership=world.alder_keystone, sponsor=world.alder, number="CAPA-1")
    sides = {who: by.side(row) for who, by in people(world)}
    assert {sides["SQA sponsor"], sides["CQA cmo"]} == {"sponsor", "cmo"}
    assert {sides["another sponsor"], sides["auditor"]} == {None}
