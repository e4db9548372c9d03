"""Emergency: made under hold, decided within business days. Retrospective: a change breach answered by a request."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.core.exceptions import ObjectDoesNotExist

from change_control import actions
from change_control.models import ChangeRequest
from clocks.models import Clock
from kernel import scope
from kernel.errors import Forbidden, Refused
from lots.models import Hold, Lot
from quality_events.actions.report import report_event
from quality_events.classes import start
from quality_events.models import QualityEvent
from quality_events.states import EventKind, Missed
from release.queries import facts_of
from tests.change_control.made import AT, assess, decide, draft, propose, submit
from tests.factories.baseline import make_product
from tests.factories.walked import Shop
from tests.factories.world import World

pytestmark = pytest.mark.lot(until="completed")
NOW = datetime(2026, 3, 20, 15, 0, tzinfo=UTC)
"""A Friday: two business days end on Tuesday."""


def declare(world: World, change: ChangeRequest, lot_ids: list[UUID], *, reason: str = "line down") -> ChangeRequest:
    with scope.opened(world.cmo_qa):
        given = {"change_id": change.pk, "lot_ids": lot_ids, "by": world.cmo_qa, "reason": reason, "at": NOW}
        return actions.declare_emergency(**given)


def held(world: World, lot: Lot) -> list[bool]:
    with scope.opened(world.clerk):
        return [hold.lifted_at is None for hold in Hold.objects.filter(lot=lot).order_by("placed_at")]


def asked(world: World, shop: Shop) -> ChangeRequest:
    return propose(world, shop.product.pk, trigger="process", effective_on=NOW.date())


def test_lots_are_held_until_the_sponsor_has_approved(world: World, shop: Shop, lot: Lot) -> None:
    change = declare(world, asked(world, shop), [lot.pk])
    assert (change.state, change.path, change.way) == ("emergency", "emergency", "approve")
    assert held(world, lot) == [True]
    with scope.opened(world.cmo_qa):
        assert facts_of([lot.pk])[lot.pk].holds
        clock = Clock.objects.get(rule="change_control.emergency", subject_id=change.pk)
        assert (clock.owner_id, clock.state) == (world.alder.pk, "running")
        assert clock.due_at.date().isoformat() == "2026-03-24"
    with pytest.raises(Refused, match="Not answered yet: Quality of the product"):
        decide(change, world.head, at=NOW)
    assess(change, world.cmo_qa, NOW)
    later = NOW + timedelta(days=3)
    approved = decide(change, world.head, at=later)
    assert (approved.state, approved.asked_on, approved.effective_on) == ("approved", NOW.date(), later.date())
    assert held(world, lot) == [False]
    with scope.opened(world.cmo_qa):
        assert Clock.objects.get(pk=clock.pk).state == "met"


def test_a_rejected_emergency_leaves_its_lots_held(world: World, shop: Shop, lot: Lot) -> None:
    change = declare(world, asked(world, shop), [lot.pk])
    assert decide(change, world.head, "reject", reason="not validated", at=NOW).state == "rejected"
    assert held(world, lot) == [True]


def test_an_emergency_names_its_own_lots(world: World, shop: Shop, lot: Lot) -> None:
    other = propose(world, make_product(world, code="OTHER").pk, effective_on=NOW.date())
    with pytest.raises(Refused, match="Name the lots that are made under"):
        declare(world, asked(world, shop), [])
    with pytest.raises(Refused, match="not one of Magnesium"):
        declare(world, other, [lot.pk])
    with pytest.raises(Refused, match="Give a reason"):
        declare(world, asked(world, shop), [lot.pk], reason=" ")
    with scope.opened(world.clerk), pytest.raises(Forbidden):
        actions.declare_emergency(change_id=other.pk, lot_ids=[lot.pk], by=world.clerk, reason="line down", at=NOW)
    assert held(world, lot) == []


def breach(world: World, lot: Lot, kind: EventKind = EventKind.CHANGE_BREACH) -> QualityEvent:
    with scope.opened(world.cmo_qa):
        return report_event(
            lot_ids=[lot.pk], kind=kind, classification=start(kind, Missed.NONE), title="Another site",
            description="Ligamed of Venlo instead of Peoria.", missed=Missed.NONE, discovered_at=NOW,
            by=world.cmo_qa, reason="", at=NOW,
        )  # fmt: skip


def retrospective(world: World, product_id: UUID, event: QualityEvent) -> ChangeRequest:
    with scope.opened(world.cmo_qa):
        content = draft(effective_on=AT.date())
        return actions.propose(
            product_id=product_id, content=content, by=world.cmo_qa, reason="", at=NOW, event_id=event.pk
        )


def test_what_was_found_made_is_asked_for_afterwards(world: World, shop: Shop, lot: Lot) -> None:
    """Its day is past: no notice to keep. The approval reaches back to nothing before itself."""
    change = retrospective(world, shop.product.pk, breach(world, lot))
    assert change.path == "retrospective"
    change = submit(change, world.cmo_qa, NOW)
    assert decide(change, world.head, at=NOW).effective_on == NOW.date()


def test_only_a_breach_of_the_product_is_answered(world: World, shop: Shop, lot: Lot) -> None:
    other = make_product(world, code="OTHER")
    with pytest.raises(ObjectDoesNotExist):
        retrospective(world, other.pk, breach(world, lot))
    with pytest.raises(ObjectDoesNotExist):
        retrospective(world, shop.product.pk, breach(world, lot, EventKind.DEVIATION))
