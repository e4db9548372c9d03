"""Consignees, shipping and the trace, as each role."""

from decimal import Decimal

import pytest

from kernel import scope
from lots.actions import place_hold
from lots.models import Lot
from records.models import Refusal
from tests.factories.walked import AT, Shop, make_consignee, make_lot, reload
from tests.factories.world import World
from tests.workspace.visiting import asked, visitor
from traceability.models import Consignee, Shipment

SHIPPED = {"quantity": "1200", "reference": "PO-1", "ship_from": "Dock 4", "carrier": "Intermountain"}


def test_a_consignee_is_added_once(world: World) -> None:
    client = visitor(world.clerk)
    given = {
        "partnership": world.alder_keystone.pk, "name": "Harbor Health DC", "kind": "retailer",
        "address": "1 Dock Street", "contact": "recall@harbor.example",
    }  # fmt: skip
    assert client.post("/consignees/add/", given).headers["Location"] == "/consignees/"
    assert "recall@harbor.example" in client.get("/consignees/").content.decode()
    again = client.post("/consignees/add/", given)
    assert again.status_code == 409
    assert "Harbor Health DC is a consignee already. (R603)" in again.content.decode()
    assert visitor(world.cmo_qa).get("/consignees/add/").status_code == 403
    assert "Harbor Health" not in visitor(world.other_sponsor).get("/consignees/").content.decode()


@pytest.mark.lot(until="released")
def test_a_shut_gate_refuses_in_its_own_sentence_everywhere(world: World, shop: Shop, lot: Lot) -> None:
    consignee = make_consignee(shop)
    with scope.opened(world.reviewer):
        place_hold(lot_id=lot.pk, by=world.reviewer, reason="complaint", at=AT)
    client = visitor(world.clerk)
    sentence = "Lot KB-1 may not ship: A hold by Alder &amp; Pine Nutrition is in place (QA-ALD-KEY-01 v2)."
    answer = client.post(f"/lots/{lot.pk}/ship/", {**SHIPPED, "consignee": consignee.pk})
    assert answer.status_code == 409
    assert sentence in answer.content.decode()
    assert sentence in client.get(f"/lots/{lot.pk}/").content.decode()  # the disabled button
    with scope.opened(world.clerk):
        refusal = Refusal.objects.get()
        assert not Shipment.objects.exists()
    assert (refusal.action, refusal.code, refusal.subject_id) == ("traceability:ship", "gate-shut", lot.pk)
    assert refusal.sentence == sentence.replace("&amp;", "&")


@pytest.mark.lot(until="released")
def test_goods_leave_through_an_open_gate_and_never_more_than_released(world: World, shop: Shop, lot: Lot) -> None:
    consignee = make_consignee(shop)
    client, address = visitor(world.clerk), f"/lots/{lot.pk}/ship/"
    done = client.post(address, {**SHIPPED, "consignee": consignee.pk})
    assert done.headers["Location"] == f"/lots/{lot.pk}/shipments/"
    assert "1 200" in client.get(f"/lots/{lot.pk}/shipments/").content.decode().replace("\u00a0", " ")
    after = reload(lot)
    assert (after.state, after.gate.open_qty) == ("shipped_part", Decimal(3742))
    again = client.post(address, {**SHIPPED, "consignee": consignee.pk})
    assert "PO-1 has been used for lot KB-1 already." in again.content.decode()
    more = client.post(address, {**SHIPPED, "consignee": consignee.pk, "reference": "PO-2", "quantity": "3743"})
    assert "3742 bottles are released and not yet shipped (R602)." in more.content.decode()
    none = client.post(address, {**SHIPPED, "consignee": consignee.pk, "reference": "PO-2", "quantity": "0"})
    assert "The quantity shipped must be more than zero. (R602)" in none.content.decode()
    rest = client.post(address, {**SHIPPED, "consignee": consignee.pk, "reference": "PO-2", "quantity": "3742"})
    assert rest.status_code == 302
    assert reload(lot).state == "shipped"


@pytest.mark.lot(until="released")
def test_a_consignee_of_another_partnership_cannot_be_chosen(world: World, lot: Lot) -> None:
    pair = world.blue_keystone
    with scope.opened(world.clerk):
        client = visitor(world.clerk)
    given = {
        "partnership": pair.pk, "name": "Mesa Depot", "kind": "retailer", "address": "x", "contact": "y"
    }  # fmt: skip
    client.post("/consignees/add/", given)
    with scope.opened(world.clerk):
        other = Consignee.objects.get(name="Mesa Depot")
    answer = client.post(f"/lots/{lot.pk}/ship/", {**SHIPPED, "consignee": other.pk})
    assert answer.status_code == 200
    assert "Select a valid choice" in answer.content.decode()


@pytest.mark.parametrize("who", ["cmo_qa", "reviewer", "head", "auditor"])
@pytest.mark.lot(until="released")
def test_who_may_not_ship(world: World, who: str, lot: Lot) -> None:
    client = visitor(getattr(world, who))
    assert client.get(f"/lots/{lot.pk}/ship/").status_code == 403
    assert client.post(f"/lots/{lot.pk}/ship/", SHIPPED).status_code == 403
    with scope.opened(world.clerk):
        assert Refusal.objects.filter(subject_id=lot.pk, code="forbidden").count() == 2
    assert visitor(world.other_sponsor).get(f"/lots/{lot.pk}/ship/").status_code == 404


def test_the_trace_leads_from_a_component_lot_to_the_customers(world: World, shop: Shop) -> None:
    lots = [make_lot(shop, number, until="released") for number in ("KB-1", "KB-2")]
    consignee = make_consignee(shop)
    client = visitor(world.clerk)
    client.post(f"/lots/{lots[0].pk}/ship/", {**SHIPPED, "consignee": consignee.pk})
    for number in ("C-26-0412", "C-26-04", "240977"):
        page = client.get("/trace/", {"number": number})
        found = {item.component_lot.number: item for item in page.context["found"]}
        assert [r.lot.number for r in found["C-26-0412"].reached] == ["KB-1", "KB-2"], number
        assert found["C-26-0412"].customers == ["Harbor Health DC"]
    assert client.get("/trace/", {"number": "26-0412"}).context["found"] == []
    assert visitor(world.other_sponsor).get("/trace/", {"number": "C-26-0412"}).context["found"] == []
    assert [
        i.component_lot.number for i in visitor(world.reviewer).get("/trace/?number=C-26-0412").context["found"]
    ] == ["C-26-0412"]


@pytest.mark.lot(until="pack_pending")
def test_the_trace_takes_the_same_queries_whatever_it_finds(world: World, shop: Shop) -> None:
    client = visitor(world.clerk)
    client.get("/trace/?number=C-26-0412")
    _, one = asked(client, "/trace/?number=C-26-0412")
    make_lot(shop, "KB-2", until="pack_pending")
    make_lot(shop, "KB-3", until="pack_pending")
    answer, three = asked(client, "/trace/?number=C-26")
    assert len(answer.context["found"]) == 5
    assert len(one) == len(three)


@pytest.mark.lot(until="released")
def test_shipments_are_paged(world: World, shop: Shop, lot: Lot) -> None:
    consignee = make_consignee(shop)
    client = visitor(world.clerk)
    for count in range(27):
        given = {**SHIPPED, "quantity": "1", "reference": f"PO-{count}", "consignee": consignee.pk}
        assert client.post(f"/lots/{lot.pk}/ship/", given).status_code == 302
    first = client.get("/shipments/").context["page"]
    second = client.get("/shipments/", {"after": first.after}).context["page"]
    assert ([len(first.shipments), len(second.shipments)], second.after) == ([25, 2], "")
    assert {s.reference for s in (*first.shipments, *second.shipments)} == {f"PO-{i}" for i in range(27)}
    assert client.get("/shipments/", {"after": "x~y"}).context["page"].after == first.after


@pytest.mark.parametrize("text", ["\x00", "'; DROP TABLE lots_lot; --", "%", "<b>", "a" * 61])
@pytest.mark.lot(until="pack_pending")
def test_hostile_searches_find_nothing_and_break_nothing(world: World, text: str) -> None:
    page = visitor(world.clerk).get("/trace/", {"number": text})
    assert (page.status_code, page.context["found"]) == (200, [])
    assert text != "<b>" or "&lt;b&gt;" in page.content.decode()
