"""Consignees and shipments over the API."""

from decimal import Decimal

import pytest
from django.test import Client

from kernel import scope
from lots.actions import place_hold
from lots.models import Lot
from records.models import Refusal
from tests.factories.keys import keyed
from tests.factories.walked import AT, Shop, make_consignee, reload
from tests.factories.world import World

CLERK = "clerk@keystone.example"


def post(client: Client, path: str, **body: object) -> tuple[int, dict[str, object]]:
    answer = client.post(path, body, content_type="application/json")
    return answer.status_code, answer.json()


@pytest.mark.lot(until="released")
def test_goods_leave_and_the_shut_gate_says_the_same_sentence(world: World, shop: Shop, lot: Lot) -> None:
    consignee = make_consignee(shop)
    client, address = keyed(world, CLERK), f"/api/v1/lots/{lot.pk}/shipments/"
    given = {"consignee": str(consignee.pk), "quantity": "1200", "reference": "PO-1", "ship_from": "Dock 4"}
    status, shipment = post(client, address, **given)
    assert (status, shipment["quantity"], shipment["unit"]) == (201, "1200.000", "bottle")
    assert reload(lot).gate.open_qty == Decimal(3742)
    assert [row["reference"] for row in client.get(address).json()["results"]] == ["PO-1"]
    with scope.opened(world.reviewer):
        place_hold(lot_id=lot.pk, by=world.reviewer, reason="complaint", at=AT)
    status, problem = post(client, address, **{**given, "reference": "PO-2"})
    sentence = "Lot KB-1 may not ship: A hold by Alder & Pine Nutrition is in place (QA-ALD-KEY-01 v2)."
    assert (status, problem["detail"], problem["code"]) == (409, sentence, "gate-shut")
    assert client.get(f"/api/v1/lots/{lot.pk}/gate/").json()["sentence"] == sentence
    with scope.opened(world.clerk):
        assert Refusal.objects.get().sentence == sentence
    assert post(keyed(world, "qa@alderpine.example"), address, **given)[0] == 403
    assert post(keyed(world, "qa@bluemesa.example"), address, **given)[0] == 404


def test_consignees_are_listed_and_added(world: World) -> None:
    client = keyed(world, CLERK)
    given = {
        "partnership": str(world.alder_keystone.pk), "name": "Harbor Health DC", "kind": "retailer",
        "address": "1 Dock Street", "contact": "recall@harbor.example",
    }  # fmt: skip
    status, added = post(client, "/api/v1/consignees/", **given)
    assert (status, added) == (201, {**given, "id": added["id"], "gln": ""})
    assert post(client, "/api/v1/consignees/", **given)[1]["detail"] == "Harbor Health DC is a consignee already."
    assert post(client, "/api/v1/consignees/", **{**given, "kind": "moon"})[0] == 400
    assert [row["name"] for row in client.get("/api/v1/consignees/").json()["results"]] == ["Harbor Health DC"]
    other = keyed(world, "qa@bluemesa.example")
    assert other.get("/api/v1/consignees/").json()["results"] == []
    assert post(other, "/api/v1/consignees/", **given)[0] == 404
