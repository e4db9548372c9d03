"""A lot's own events are valid EPCIS 2.0, say what is on record, and nothing of others."""

import json
from decimal import Decimal

import pytest

from kernel import scope
from lots.actions import lift_hold, place_hold
from lots.models import Edge, Lot
from tests.factories.keys import keyed
from tests.factories.known_lots import GTIN
from tests.factories.walked import Shop, make_consignee
from tests.factories.world import World
from tests.traceability.epcis.corpus import witness
from tests.traceability.test_feeds import LATER, SHIPPED
from traceability.actions import ship
from traceability.epcis.document import read
from traceability.epcis.events import events_of
from traceability.epcis.planning import plan
from traceability.gs1 import lot_uri
from traceability.outside.lot_events import lot_document

SSCC = "040123450000003338"


@pytest.mark.lot(until="released")
def test_what_a_lot_was_made_of_and_where_it_went(world: World, shop: Shop, lot: Lot) -> None:
    consignee = make_consignee(shop)
    with scope.opened(world.clerk):
        for reference, sscc in (("ASN-1", SSCC), ("ASN-2", "")):
            ship(
                lot_id=lot.pk, consignee_id=consignee.pk, quantity=Decimal(40), reference=reference, ship_from="Dock 4",
                carrier="", sscc=sscc, by=world.clerk, reason="", at=SHIPPED,
            )  # fmt: skip
    with scope.opened(world.reviewer):
        held = place_hold(lot_id=lot.pk, by=world.reviewer, reason="smell at opening", at=LATER)
        lift_hold(hold_id=held.pk, by=world.reviewer, reason="found harmless", at=LATER)
        text = lot_document(Lot.objects.select_related("product").get(pk=lot.pk), at=LATER)
        parents = Edge.objects.filter(child_id=lot.pk, ended_at=None).count()
    assert list(witness().iter_errors(json.loads(text))) == []
    found = plan(events_of(read(text.encode())))
    (process,) = found.processes
    uri = lot_uri(GTIN, "KB-1")
    assert (len(process.taken), [goods.uri for goods in process.made], process.lot) == (parents, [uri], "KB-1")
    left = {(move.goods.uri, move.goods.amount, move.inside) for move in found.movements if move.way == "out"}
    assert left == {(uri, Decimal(40), (f"https://id.gs1.org/00/{SSCC}",)), (uri, Decimal(40), ())}
    assert [(mark.word, mark.is_set) for mark in found.marks] == [("non_conformant", True), ("non_conformant", False)]
    assert "Harbor Health DC" in text


@pytest.mark.lot(until="planned")
def test_over_the_api_and_not_to_strangers(world: World, lot: Lot) -> None:
    address = f"/api/v1/lots/{lot.pk}/epcis/"
    answer = keyed(world, "qa@alderpine.example").get(address).json()
    assert (answer["type"], answer["instanceIdentifier"], answer["epcisBody"]) == (
        "EPCISDocument", "lot KB-1", {"eventList": []},
    )  # fmt: skip
    assert keyed(world, "qa@bluemesa.example").get(address).status_code == 404
