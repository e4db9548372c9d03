"""A part is released, the rest later released or rejected: each signed, never more than there is."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from kernel import scope
from kernel.errors import Forbidden, Refused
from kernel.history import acting
from kernel.ids import new_id
from kernel.scope import Actor
from lots.actions import place_hold
from lots.models import Lot
from records.content import content_hash
from release.actions import Signing, decide_rest
from release.balance import balance
from release.content import decision_content
from release.models import Disposition
from release.queries import facts_of, live_pack_of
from release.states import Stage
from tests.factories.keys import keyed
from tests.factories.signing import as_typed, proof
from tests.factories.walked import AT, Shop, make_consignee, make_lot, release_by_sponsor, reload
from tests.factories.world import World
from tests.workspace.visiting import visitor
from traceability.actions import ship
from traceability.queries import stock_of

LATER = AT + timedelta(days=7)


@pytest.fixture
def part(shop: Shop) -> Lot:
    """4,000 of 4,942 bottles are released."""
    lot = make_lot(shop, "KB-1", until="sponsor_review")
    release_by_sponsor(shop, lot, at=AT + timedelta(days=4), quantity=Decimal(4000))
    return reload(lot)


def decide(
    lot: Lot, by: Actor, quantity: str, decision: str = "release", reason: str = "", stage: str = Stage.SPONSOR
) -> Disposition:
    with scope.opened(by):
        fresh = Lot.objects.select_related("product").get(pk=lot.pk)
        number = Disposition.objects.filter(lot=lot, stage=stage, revoked_at=None).count()
        shown = content_hash(decision_content(
            fresh, live_pack_of(fresh), stage=stage, decision=decision, quantity=Decimal(quantity), part=number
        ))  # fmt: skip
        given = Signing(decision, Decimal(quantity), proof(by, LATER, fresh, shown), shown)
        return decide_rest(lot_id=lot.pk, stage=stage, signing=given, by=by, reason=reason, at=LATER)


def send(world: World, lot: Lot, consignee: Any, quantity: int, reference: str) -> None:
    with scope.opened(world.clerk):
        ship(
            lot_id=lot.pk, consignee_id=consignee.pk, quantity=Decimal(quantity), reference=reference,
            ship_from="Dock 4", carrier="", by=world.clerk, reason="", at=LATER,
        )  # fmt: skip


def test_the_rest_is_released_in_turn_and_leaves(world: World, shop: Shop, part: Lot) -> None:
    consignee = make_consignee(shop)
    assert part.gate.open_qty == 4000
    send(world, part, consignee, 4000, "ASN-1")
    assert reload(part).state == "shipped"
    row = decide(part, world.head, "900")
    assert (row.part, row.quantity, str(row)) == (1, 900, "Sponsor's disposition: Release, part 2")
    assert (reload(part).state, reload(part).gate.open_qty) == ("shipped_part", 900)
    with pytest.raises(Refused, match="Release between 1 and 42 bottles") as refused:
        decide(part, world.head, "43")
    assert refused.value.code == "wrong-quantity"
    decide(part, world.head, "42", "reject", "Scuffed labels.")
    with pytest.raises(Refused, match="Nothing of lot KB-1 is left to decide about"):
        decide(part, world.head, "1")
    send(world, part, consignee, 900, "ASN-2")
    with scope.opened(world.clerk):
        found = balance(facts_of([part.pk])[part.pk], needs_sponsor=True)
        verdict = stock_of(part).verdicts[0]
    assert (found.made, found.released, found.rejected, found.remaining) == (4942, 4900, 42, 0)
    assert verdict["rule"] == "R604"
    answer = keyed(world, "clerk@keystone.example").get(f"/api/v1/lots/{part.pk}/gate/").json()["balance"]
    assert answer == {"made": "4942.000", "released": "4900.000", "rejected": "42.000", "remaining": "0.000"}


def test_who_may_and_when(world: World, part: Lot) -> None:
    with pytest.raises(Forbidden):
        decide(part, world.clerk, "1")
    with pytest.raises(Forbidden):
        decide(part, world.head, "1", stage=Stage.PACKAGED_LOT)
    with pytest.raises(Refused, match="Nothing of lot KB-1 is left"):
        decide(part, world.cmo_qa, "1", stage=Stage.PACKAGED_LOT)
    with pytest.raises(Refused, match="Give a reason for this decision"):
        decide(part, world.head, "1", "reject")
    for decision, stage in (("reprocess", Stage.SPONSOR), ("release", Stage.BATCH)):
        with pytest.raises(Refused, match="The rest of a lot is released or rejected"):
            decide(part, world.head, "1", decision, "no", stage)
    with scope.opened(world.reviewer):
        place_hold(lot_id=part.pk, by=world.reviewer, reason="complaint", at=LATER)
    with pytest.raises(Refused, match="Lift the hold first"):
        decide(part, world.head, "1")
    assert decide(part, world.head, "1", "reject", "Broken in the audit.").quantity == 1


@pytest.mark.lot(until="sponsor_review")
def test_there_is_no_rest_before_a_release(world: World, lot: Lot) -> None:
    with pytest.raises(Refused, match="no release of lot KB-1 stands") as refused:
        decide(lot, world.head, "1")
    assert refused.value.code == "wrong-state"


def test_the_database_counts_whoever_inserts(world: World, part: Lot) -> None:
    by, signed = world.head, decide(part, world.head, "1")
    with scope.opened(by):
        row = Disposition.objects.get(pk=signed.pk)
        row.pk, row.part, row.quantity = new_id(), 2, Decimal(942)
        with pytest.raises(IntegrityError, match=r"4001\.000 decided and 942\.000 more, of 4942\.000"):  # noqa: SIM117
            with transaction.atomic(), acting(by=by, reason="forged", at=LATER):
                row.save(force_insert=True)


def test_on_the_page(world: World, part: Lot) -> None:
    head, address = visitor(world.head), f"/lots/{part.pk}/rest/sponsor/"
    assert "Decide about the rest" in head.get(part.get_absolute_url()).content.decode()
    shown = head.get(address).content.decode()
    assert "942 bottles" in shown.replace("\u00a0", " ").replace("</span>", "").replace('<span class="unit">', "")
    choice = f"{address}?decision=release&quantity=42"
    done = head.post(choice, as_typed(head.get(choice)))
    assert done.headers["Location"] == f"/lots/{part.pk}/shipments/"
    assert reload(part).gate.open_qty == 4042
    assert "Read what you sign" in head.get(f"{address}?decision=release&quantity=901").content.decode()
    assert visitor(world.clerk).get(address).status_code == 403
    assert head.get(f"/lots/{part.pk}/rest/nonsense/").status_code == 404
