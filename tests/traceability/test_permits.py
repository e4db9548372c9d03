"""Goods leave on a permit: once, for what it says, or with the sentence that says why not; over the API too."""

from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from kernel import scope
from kernel.errors import Refused
from kernel.history import acting
from lots.actions import place_hold
from lots.models import Lot
from records.models import Refusal
from release.models import ShipPermit
from tests.factories.keys import keyed
from tests.factories.walked import AT, Shop, make_consignee, reload
from tests.factories.world import World
from tests.release.outside.test_permit_words import verified
from tests.traceability.test_api import CLERK, post
from traceability.actions import permit_shipment, ship, spend_permit
from traceability.models import Consignee, Shipment

LATER = AT + timedelta(days=6)


def _permit(world: World, lot: Lot, consignee: Consignee, quantity: str = "100") -> ShipPermit:
    by = world.clerk
    with scope.opened(by):
        return permit_shipment(
            lot_id=lot.pk, consignee_id=consignee.pk, quantity=Decimal(quantity), by=by, reason="", at=LATER
        )


def _spend(world: World, permit: ShipPermit, reference: str = "ASN-1") -> Shipment:
    by = world.clerk
    with scope.opened(by):
        return spend_permit(
            permit_id=permit.pk, reference=reference, ship_from="Dock 4", carrier="", by=by, reason="", at=LATER
        )


@pytest.mark.lot(until="released")
def test_a_permit_is_spent_once(world: World, shop: Shop, lot: Lot) -> None:
    permit = _permit(world, lot, make_consignee(shop))
    shipment = _spend(world, permit)
    assert (shipment.permit_id, shipment.quantity) == (permit.pk, Decimal(100))
    with scope.opened(world.clerk):
        assert (spent := ShipPermit.objects.get(pk=permit.pk)).state == "spent"
    assert spent.spent_at == LATER
    with pytest.raises(Refused, match=f"Permit {permit.number} for lot KB-1 was spent on 2026-03-16 at 14:00 UTC"):
        _spend(world, permit, "ASN-2")
    assert reload(lot).gate.open_qty == Decimal(4842)


@pytest.mark.lot(until="released")
def test_shipping_without_one_issues_and_spends_in_one_go(world: World, shop: Shop, lot: Lot) -> None:
    consignee, by = make_consignee(shop), world.clerk
    with scope.opened(by):
        shipment = ship(
            lot_id=lot.pk, consignee_id=consignee.pk, quantity=Decimal(7), reference="ASN-1", ship_from="Dock 4",
            carrier="", by=by, reason="", at=LATER,
        )  # fmt: skip
        permit = ShipPermit.objects.get()
    assert (shipment.permit_id, permit.state, permit.quantity) == (permit.pk, "spent", Decimal(7))


@pytest.mark.parametrize("other", ["quantity", "consignee"])
@pytest.mark.lot(until="released")
def test_a_permit_is_for_nothing_else(world: World, shop: Shop, lot: Lot, other: str) -> None:
    consignee, by = make_consignee(shop), world.clerk
    permit = _permit(world, lot, consignee)
    quantity = Decimal(99) if other == "quantity" else Decimal(100)
    wanted = make_consignee(shop, "Mesa Market") if other == "consignee" else consignee
    with (
        scope.opened(by),
        pytest.raises(Refused, match="is for 100 bottles of lot KB-1 to Harbor Health DC") as refused,
    ):
        ship(
            lot_id=lot.pk, consignee_id=wanted.pk, quantity=quantity, reference="ASN-1", ship_from="Dock 4",
            carrier="", permit_id=permit.pk, by=by, reason="", at=LATER,
        )  # fmt: skip
    assert refused.value.code == "permit-mismatch"


@pytest.mark.lot(until="released")
def test_the_database_lets_nothing_go_without_a_live_permit(world: World, shop: Shop, lot: Lot) -> None:
    consignee, by = make_consignee(shop), world.clerk
    permit = _permit(world, lot, consignee)
    for quantity, key in (("100", None), ("99", permit.pk), ("100", uuid4())):
        with (
            pytest.raises(IntegrityError, match="no live permit"),
            scope.opened(by),
            transaction.atomic(),
            acting(by=by, reason="past the action", at=LATER),
        ):
            Shipment.objects.create(
                partnership_id=lot.partnership_id, sponsor_id=lot.sponsor_id, lot=lot, consignee=consignee,
                quantity=Decimal(quantity), unit="bottle", shipped_at=LATER, ship_from="Dock 4", reference="PO-9",
                shipped_by_id=by.person_id, permit_id=key, decision={},
            )  # fmt: skip
    assert reload(lot).gate.open_qty == Decimal(4942)


@pytest.mark.lot(until="released")
def test_a_permit_is_for_an_account_of_the_same_pair(world: World, shop: Shop, lot: Lot) -> None:
    with pytest.raises(Consignee.DoesNotExist):
        _permit(world, lot, Consignee(pk=uuid4()))


@pytest.mark.lot(until="released")
def test_a_warehouse_asks_and_ships_by_the_api(world: World, shop: Shop, lot: Lot) -> None:
    consignee = make_consignee(shop)
    client, address = keyed(world, CLERK), f"/api/v1/lots/{lot.pk}/permits/"
    status, permit = post(client, address, consignee=str(consignee.pk), quantity="1200")
    assert (status, permit["state"], permit["consignee_name"]) == (201, "live", "Harbor Health DC")
    claims = verified(str(permit["jws"]), client.get("/.well-known/oversight-keys.json").json())
    told = ("KB-1", "1200", "bottle", "Harbor Health DC", permit["id"])
    assert tuple(claims[name] for name in ("lot", "quantity", "unit", "consignee", "jti")) == told
    one = f"/api/v1/permits/{permit['id']}/"
    assert client.get(one).json() == permit
    assert keyed(world, "qa@bluemesa.example").get(one).status_code == 404
    status, shipment = post(client, f"{one}spend/", reference="PO-1", ship_from="Dock 4")
    assert (status, shipment["quantity"]) == (201, "1200.000")
    problem = client.get(one).json()
    assert (problem["status"], problem["code"], problem["clause"]) == (409, "permit-spent", "R601")
    assert post(client, f"{one}spend/", reference="PO-2", ship_from="Dock 4")[1]["code"] == "permit-spent"
    assert [row["state"] for row in client.get(address).json()["results"]] == ["spent"]


@pytest.mark.lot(until="released")
def test_what_is_not_live_is_refused_and_recorded(world: World, shop: Shop, lot: Lot, settings: Any) -> None:
    consignee = make_consignee(shop)
    client = keyed(world, CLERK)
    revoked, held = _permit(world, lot, consignee), _permit(world, lot, consignee)
    settings.PERMIT_HOURS = 0
    expired = _permit(world, lot, consignee)
    assert post(client, f"/api/v1/permits/{revoked.pk}/revoke/", reason="truck broke")[1]["state"] == "revoked"
    with scope.opened(world.reviewer):
        place_hold(lot_id=lot.pk, by=world.reviewer, reason="complaint", at=LATER)
    found = [client.get(f"/api/v1/permits/{key}/") for key in (uuid4(), revoked.pk, held.pk, expired.pk)]
    assert [answer.status_code for answer in found] == [404, 409, 409, 409]
    codes = ["permit-unknown", "permit-revoked", "permit-revoked", "permit-expired"]
    assert [answer.json()["code"] for answer in found] == codes
    assert "truck broke" in found[1].json()["detail"]
    assert "A hold by Alder & Pine Nutrition is in place" in found[2].json()["detail"]
    with scope.opened(world.clerk):
        assert sorted(Refusal.objects.values_list("code", flat=True)) == sorted(codes)
