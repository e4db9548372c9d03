"""What the actions leave behind: frozen baselines, clocks, history; and nothing when they are refused."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from clocks.models import Clock
from kernel import scope
from kernel.errors import Refused
from lots.actions import complete_lot, place_hold, plan_lot, start_lot, void_lot
from lots.models import Hold, Lot
from lots.queries import holds_of
from lots.queries import lot as one_lot
from tests.factories.baseline import make_agreement, make_baseline, make_product
from tests.factories.walked import AT, Shop, make_lot, qualify, reload
from tests.factories.world import World


@pytest.mark.lot(until="in_process")
def test_starting_freezes_what_is_in_force(world: World, lot: Lot) -> None:
    with scope.opened(world.clerk):
        lot = one_lot(lot.pk)
        frozen = (lot.master_record, lot.specification, lot.sampling_plan, lot.label_version, lot.agreement_version)
        assert [str(version) for version in frozen] == [
            "MMR-0417 v3",
            "SPEC-0417 v4",
            "SP-007 v2",
            "LBL-MG120 v5",
            "QA-ALD-KEY-01 v2",
        ]


@pytest.mark.parametrize("missing", ["baseline", "agreement", "qualification"])
def test_without_baseline_agreement_or_qualification_nothing_starts(world: World, missing: str) -> None:
    if missing == "baseline":
        product = make_product(world)
    else:
        with scope.opened(world.clerk):
            product = make_baseline(world).master_record.product
    if missing != "agreement":
        make_agreement(world)
    if missing != "qualification":
        qualify(world.alder_keystone)
    with scope.opened(world.clerk):
        lot = plan_lot(
            product_id=product.pk, number="KB-1", quantity=Decimal(5000), site_id=world.keystone_site.pk,
            by=world.clerk, reason="", at=AT,
        )  # fmt: skip
        with pytest.raises(Refused) as refusal:
            start_lot(lot_id=lot.pk, by=world.clerk, reason="", at=AT)
        lot.refresh_from_db()
    words = {"baseline": "No approved", "agreement": "No signed quality agreement", "qualification": "The CMO is not"}
    assert refusal.value.sentence.startswith(words[missing])
    assert (lot.state, lot.started_at) == ("planned", None)


@pytest.mark.lot(until="completed")
def test_completing_starts_the_hand_off_clock(world: World, lot: Lot) -> None:
    with scope.opened(world.clerk):
        clock = Clock.objects.get(lot_id=lot.pk)
    assert (clock.rule, clock.clause, clock.owner_id) == (
        "evidence.hand_off", "QA-ALD-KEY-01 v2 cl. 4.1", world.keystone.pk
    )  # fmt: skip
    assert clock.due_at == AT + timedelta(days=1, hours=72)


def test_a_voided_lot_stays_on_record_with_the_reason(world: World, shop: Shop) -> None:
    lot = make_lot(shop, "KB-1")
    with scope.opened(world.clerk):
        void_lot(lot_id=lot.pk, by=world.clerk, reason="typed twice", at=AT)
        row = Lot.history.filter(id=lot.pk).latest("history_id")
    assert (row.state, row.history_change_reason, row.history_user_id) == (
        "voided",
        "typed twice",
        world.clerk.person_id,
    )
    assert row.acting_organisation_id == world.keystone.pk


@pytest.mark.lot(until="released")
def test_holds_are_stacked(world: World, lot: Lot) -> None:
    for by in (world.reviewer, world.cmo_qa):
        with scope.opened(by):
            place_hold(lot_id=lot.pk, by=by, reason="complaint", at=AT)
    with scope.opened(world.clerk):
        owners = [hold.organisation.name for hold in holds_of(lot.pk)]
    assert owners == ["Alder & Pine Nutrition", "Keystone Blending Co."]
    assert not reload(lot).gate.ok


@pytest.mark.lot(until="released")
def test_a_refused_step_leaves_the_gate_as_it_was(world: World, lot: Lot) -> None:
    before = reload(lot).gate
    with scope.opened(world.reviewer):
        with pytest.raises(Refused):
            place_hold(lot_id=lot.pk, by=world.reviewer, reason=" ", at=AT)
        assert not Hold.objects.exists()
    after = reload(lot).gate
    assert (after.ok, after.version) == (True, before.version)


@pytest.mark.lot(until="in_process")
def test_completion_is_refused_with_dates_that_cannot_be(world: World, lot: Lot) -> None:
    with scope.opened(world.clerk), pytest.raises(Refused, match=r"^The packed date lies in the future\.$"):
        complete_lot(
            lot_id=lot.pk, quantity_good=Decimal(1), made_on=date(2026, 3, 10), packed_on=date(2026, 3, 11),
            expires_on=date(2028, 3, 31), by=world.clerk, reason="", at=AT,
        )  # fmt: skip
    assert reload(lot).state == "in_process"
