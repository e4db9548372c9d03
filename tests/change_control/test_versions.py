"""An approved change makes the next version, with its day; running lots are decided before it takes effect."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from change_control import actions
from change_control.actions.proposing import ChangeDraft
from change_control.content import change_content
from change_control.models import ChangeRequest, LotDecision
from kernel import scope
from kernel.errors import Forbidden, Refused
from lots.actions import plan_lot, start_lot
from lots.models import Hold, Lot
from masters.models import MasterKind, MasterRecord, Product
from masters.queries import baseline_on
from masters.queries.values import master_record_value as value_of
from records.queries import is_valid_for, signatures_of
from tests.change_control.made import AT, assess, carry_out, decide, draft, effective, hand_in, step, submit
from tests.factories.baseline import label_value, master_record_value
from tests.factories.walked import Shop, make_lot
from tests.factories.world import World

pytestmark = pytest.mark.lot(until="in_process")
ON = date(2026, 4, 1)
LATER = datetime(2026, 4, 1, 9, 0, tzinfo=UTC)


def slower(*, version: int | None = None, **changed: Any) -> ChangeDraft:
    """The blending room may be as humid as 50 %: a control point's upper limit."""
    record = master_record_value(version=version)
    first, *others = record.control_points
    record = replace(record, control_points=(replace(first, highest=(first.highest or Decimal(0)) + 5), *others))
    return draft(**({"trigger": "process", "kind": "master_record", "content": record} | changed))


def propose(world: World, shop: Shop, content: ChangeDraft | None = None) -> ChangeRequest:
    with scope.opened(world.clerk):
        given = {"by": world.clerk, "reason": "", "at": AT}
        return actions.propose(product_id=shop.product.pk, content=content or slower(), **given)


def approved(world: World, shop: Shop, content: ChangeDraft | None = None) -> ChangeRequest:
    return decide(submit(propose(world, shop, content), world.clerk), world.head)


def running(world: World, change: ChangeRequest, lot: Lot, decision: str, **given: Any) -> LotDecision:
    by = given.pop("by", world.reviewer)
    with scope.opened(by):
        return actions.decide_lot(
            change_id=change.pk, lot_id=lot.pk, decision=decision, by=by, at=AT,
            **({"reason": "blended before it"} | given),
        )  # fmt: skip


def test_the_approval_makes_the_version_that_the_request_says(world: World, shop: Shop, lot: Lot) -> None:
    change = approved(world, shop)
    with scope.opened(world.reviewer):
        old, new = MasterRecord.objects.order_by("version")
        assert (new.pk, new.version, new.valid_from, new.valid_until) == (change.made_version, 4, ON, None)
        assert (old.valid_until, old.pk) == (ON, change.based_on)
        said = replace(value_of(new.pk), version=None, in_force_from=None)
        assert said == replace(slower().content, version=None, in_force_from=None)
        assert new.signature_id == signatures_of(change.pk).get().pk
        assert (new.approved_by_id, new.approved_at) == (world.head.person_id, AT)
        product = Product.objects.get(pk=shop.product.pk)
        assert [baseline_on(product, day).master_record for day in (date(2026, 3, 31), ON)] == [old, new]


def test_nothing_is_made_when_the_decision_fails(world: World, shop: Shop, lot: Lot) -> None:
    """Version and approval stand or fall together."""
    change = submit(propose(world, shop), world.clerk)
    decide(change, world.head, "reject", reason="no data")
    with scope.opened(world.reviewer):
        assert MasterRecord.objects.count() == 1
        assert ChangeRequest.objects.get().made_version is None


def test_a_change_written_against_an_older_version_is_given_back(world: World, shop: Shop, lot: Lot) -> None:
    second = submit(propose(world, shop, slower(effective_on=date(2026, 5, 1))), world.clerk)
    approved(world, shop)
    with pytest.raises(Refused, match="written against another version than MMR-0417 v4"):
        decide(second, world.head)
    with scope.opened(world.reviewer):
        assert ChangeRequest.objects.get(pk=second.pk).state == "sponsor_review"
        assert not signatures_of(second.pk).exists()


def test_an_approved_text_is_never_only_told(world: World, shop: Shop, lot: Lot) -> None:
    """The agreement tells of equipment; a master record is approved all the same, and the reason says so."""
    change = hand_in(propose(world, shop, slower(trigger="equipment")), world.clerk)
    assert (change.state, change.way) == ("impact_assessment", "approve")
    assert "it changes an approved text" in change.because


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (draft(kind="master_record", content=master_record_value()), "says the same as the version in force"),
        (draft(kind="label_version", content=replace(label_value(), gtin="1")), "not a GTIN"),
        (slower(content=replace(master_record_value(), steps=())), "needs components, written instructions"),
    ],
)
def test_a_proposed_version_would_stand(world: World, shop: Shop, lot: Lot, content: ChangeDraft, words: str) -> None:
    with pytest.raises(Refused, match=words):
        propose(world, shop, content)


def test_running_lots_are_decided_before_it_takes_effect(world: World, shop: Shop, lot: Lot) -> None:
    change = carry_out(world, approved(world, shop))
    with pytest.raises(Refused, match="run under the old version: KB-1"):
        step(change, "make_effective", world.cmo_qa, at=LATER)
    with pytest.raises(Forbidden):
        running(world, change, lot, "keep_old", by=world.cmo_qa)
    with pytest.raises(Refused, match="Give a reason"):
        running(world, change, lot, "keep_old", reason=" ")
    with pytest.raises(Refused, match="is not what can become of a lot"):
        running(world, change, lot, "burn")
    running(world, change, lot, "keep_old")
    assert step(change, "make_effective", world.cmo_qa, at=LATER).state == "effective"
    with scope.opened(world.reviewer):
        lot.refresh_from_db()
        assert lot.master_record_id == change.based_on


def test_the_run_out_plan_bounds_the_lots_that_are_kept(world: World, shop: Shop, lot: Lot) -> None:
    other = make_lot(shop, "KB-2", until="in_process")
    change = approved(world, shop, slower(run_out="Two lots of blend are weighed.", run_out_lots=1))
    running(world, change, lot, "keep_old")
    with pytest.raises(Refused, match="lets 1 lots be finished under the old version"):
        running(world, change, other, "keep_old")
    running(world, change, lot, "keep_old", reason="the same, said better")
    running(world, change, other, "reject", reason="weighed wrong")
    with scope.opened(world.reviewer):
        assert Hold.objects.get(lot=other, lifted_at=None).event_number == change.number
        assert LotDecision.objects.count() == 2


def test_a_lot_of_another_version_is_not_decided(world: World, shop: Shop, lot: Lot) -> None:
    change = effective(world, _with(world, approved(world, shop), lot), LATER)
    later = make_lot(shop, "KB-2", until="in_process", at=LATER)
    second = approved_later(world, shop)
    with pytest.raises(Refused, match="does not run under the version"):
        running(world, second, lot, "keep_old")
    running(world, second, later, "move")
    assert change.state == "effective"


def _with(world: World, change: ChangeRequest, lot: Lot) -> ChangeRequest:
    running(world, change, lot, "keep_old")
    return change


def approved_later(world: World, shop: Shop) -> ChangeRequest:
    record = slower().content
    more = replace(record, steps=(*record.steps[:-1], replace(record.steps[-1], instruction="Label 60 bottles a min")))
    with scope.opened(world.clerk):
        change = actions.propose(
            product_id=shop.product.pk, content=slower(content=more, effective_on=date(2026, 6, 1)), by=world.clerk,
            reason="", at=LATER,
        )  # fmt: skip
    hand_in(change, world.clerk, LATER)
    assess(change, world.clerk, LATER)
    step(change, "send", world.clerk, at=LATER)
    return decide(change, world.head, at=LATER)


def test_no_lot_starts_between_the_day_and_the_effect(world: World, shop: Shop, lot: Lot) -> None:
    change = approved(world, shop)
    with scope.opened(world.clerk):
        planned = plan_lot(
            product_id=shop.product.pk, number="KB-9", quantity=Decimal(100), site_id=world.keystone_site.pk,
            by=world.clerk, reason="", at=AT,
        )  # fmt: skip
        with pytest.raises(Refused, match="CR-1 holds since 2026-04-01, today is 2026-04-01, and it is not"):
            start_lot(lot_id=planned.pk, by=world.clerk, reason="", at=LATER)
    effective(world, _with(world, change, lot), LATER)
    with scope.opened(world.clerk):
        assert start_lot(lot_id=planned.pk, by=world.clerk, reason="", at=LATER).master_record_id == change.made_version


def test_an_approved_version_is_not_withdrawn(world: World, shop: Shop, lot: Lot) -> None:
    with pytest.raises(Refused, match="The version that CR-1 asked for is approved"):
        step(approved(world, shop), "withdraw", world.clerk, reason="another way")


def test_what_was_signed_is_what_stands(world: World, shop: Shop, lot: Lot) -> None:

    change = approved(world, shop, slower(effective_on=AT.date()))
    with scope.opened(world.reviewer):
        fresh = ChangeRequest.objects.select_related("product").get(pk=change.pk)
        assert is_valid_for(signatures_of(change.pk).get(), change_content(fresh))
        assert fresh.kind == MasterKind.MASTER_RECORD


def planned(world: World, shop: Shop, number: str) -> Lot:
    with scope.opened(world.clerk):
        return plan_lot(
            product_id=shop.product.pk, number=number, quantity=Decimal(100), site_id=world.keystone_site.pk,
            by=world.clerk, reason="", at=AT,
        )  # fmt: skip


def start(world: World, lot: Lot, at: datetime) -> Lot:
    with scope.opened(world.clerk):
        return start_lot(lot_id=lot.pk, by=world.clerk, reason="", at=at)


def test_a_change_begins_with_the_lot_that_it_names(world: World, shop: Shop, lot: Lot) -> None:
    """Before its day only the named lot waits; from its day the others wait for the named one."""
    first, other, last = (planned(world, shop, number) for number in ("KB-7", "KB-8", "KB-9"))
    change = approved(world, shop, slower(first_lot_id=first.pk))
    with pytest.raises(Refused, match="KB-7 is the first lot under CR-1, which holds from 2026-04-01"):
        start(world, first, AT)
    assert start(world, other, AT).master_record_id == change.based_on
    for running_lot in (lot, other):
        running(world, change, running_lot, "keep_old")
    effective(world, change, LATER)
    with pytest.raises(Refused, match="begins with lot KB-7, which is not started"):
        start(world, last, LATER)
    assert start(world, first, LATER).master_record_id == change.made_version
    assert start(world, last, LATER).master_record_id == change.made_version


def test_the_first_lot_is_a_planned_one(world: World, shop: Shop, lot: Lot) -> None:
    with pytest.raises(Refused, match="Name a planned lot"):
        propose(world, shop, slower(first_lot_id=lot.pk))
