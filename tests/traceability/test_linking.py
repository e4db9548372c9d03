"""Captured processes become edges of the genealogy, in any order of telling, once, and end when declared wrong."""

from itertools import permutations
from typing import Any

import pytest

from kernel import scope
from kernel.history import acting
from kernel.scope import Actor
from lots.models import ComponentLot, Disclosure, Edge, Lot
from lots.queries.genealogy import reached
from tests.factories.known_lots import GTIN
from tests.factories.walked import Shop, make_lot
from tests.factories.world import World
from tests.traceability.test_capturing import KB_1, LATER, PALLET, at, document, event, standings, told
from traceability.actions.linking import NOT_YOURS, SUPERSEDED
from traceability.epcis.document import read
from traceability.epcis.events import events_of

BULK, SALT = "urn:epc:class:lgtin:4012345.011111.B1", "urn:epc:class:lgtin:0614141.077777.987"


def amount(uri: str, quantity: int, uom: str = "KGM") -> dict[str, Any]:
    return {"epcClass": uri, "quantity": quantity, "uom": uom}


def made(number: int, hour: int, **said: Any) -> dict[str, Any]:
    return event(number, hour, type="TransformationEvent", transformationID="urn:x:run:7", **said)


MIXED = made(11, 7, inputQuantityList=[amount(SALT, 3)])
MORE = made(12, 8, inputQuantityList=[amount(BULK, 10)])
DONE = made(13, 9, outputQuantityList=[{"epcClass": KB_1, "quantity": 4800}])
EARLIER = event(
    14, 6, type="TransformationEvent", inputQuantityList=[amount("urn:epc:idpat:sgtin:4012345.044444.*", 7)],
    outputQuantityList=[amount(BULK, 10)],
)  # fmt: skip


def edges(by: Actor) -> list[tuple[str, str, str, Any]]:
    """What counts: numbers of parent and child, kind, quantity."""
    with scope.opened(by):
        names = dict(ComponentLot.objects.values_list("pk", "number")) | dict(Lot.objects.values_list("pk", "number"))
        rows = Edge.objects.filter(ended_at=None, source="import")
        found = rows.values_list("parent_id", "child_id", "kind", "quantity")
        return sorted((names[parent], names[child], kind, quantity) for parent, child, kind, quantity in found)


PLANNED = pytest.mark.lot(until="planned")
EXPECTED = [("", "B1", "blend", 7), ("987", "KB-1", "consumption", 3), ("B1", "KB-1", "consumption", 10)]


@PLANNED
def test_one_process_in_three_events_and_what_went_before(world: World, lot: Lot) -> None:
    row, _ = told(world.clerk, document(MIXED, MORE, DONE, EARLIER), lot.partnership_id)
    assert row.outcome["effects"]["edges_stated"] == 3
    assert edges(world.clerk) == EXPECTED
    with scope.opened(world.clerk):
        bulk = ComponentLot.objects.get(number="B1")
        assert (bulk.kind, bulk.item_code) == ("bulk", "04012345111118")
        salt = ComponentLot.objects.get(number="987")
        assert (salt.kind, salt.supplier_lot, salt.item_code) == ("received", "987", "00614141777778")
        unknown = ComponentLot.objects.get(number="")
        assert reached([unknown.pk], forward=True) == {unknown.pk, bulk.pk, lot.pk}
    with scope.opened(world.reviewer):
        assert Disclosure.objects.filter(component_lot_id=unknown.pk).exists()
    with scope.opened(world.other_sponsor):
        assert not Edge.objects.exists()


@PLANNED
@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_told_in_any_order_in_files_of_their_own_and_twice(world: World, lot: Lot, order: tuple[int, ...]) -> None:
    parts = [document(MIXED), document(MORE, EARLIER), document(DONE)]
    for _ in range(2):
        for number in order:
            told(world.clerk, parts[number], lot.partnership_id)
    assert edges(world.clerk) == EXPECTED
    with scope.opened(world.clerk):
        assert ComponentLot.objects.filter(item_code__in=["04012345111118", "00614141777778"]).count() == 2


@PLANNED
def test_what_is_declared_wrong_counts_no_more_and_stays_on_record(world: World, lot: Lot) -> None:
    told(world.clerk, document(MIXED, MORE, DONE), lot.partnership_id)
    fault = {"errorDeclaration": {"declarationTime": at(11), "reason": "incorrect_data"}}
    row, _ = told(world.clerk, document(MIXED | fault), lot.partnership_id)
    assert standings(row) == ["declared_wrong"]
    assert (row.outcome["effects"]["edges_stated"], row.outcome["effects"]["edges_ended"]) == (1, 2)
    assert edges(world.clerk) == [("B1", "KB-1", "consumption", 10)]
    with scope.opened(world.clerk):
        assert set(Edge.objects.exclude(ended_at=None).values_list("ended_because", flat=True)) == {SUPERSEDED}


@PLANNED
def test_a_pallet_that_went_in_is_its_contents(world: World, lot: Lot) -> None:
    packed = event(1, 5, type="AggregationEvent", action="ADD", parentID=PALLET, childQuantityList=[amount(SALT, 3)])
    opened = event(2, 6, type="TransformationEvent", inputEPCList=[PALLET], outputQuantityList=[amount(BULK, 3)])
    told(world.clerk, document(opened))
    told(world.clerk, document(packed))
    assert edges(world.clerk) == [("987", "B1", "blend", 3)]


def test_a_packaged_lot_is_planned_and_never_entered_by_an_import(world: World, shop: Shop) -> None:
    pair = shop.partnership.pk
    row, _ = told(world.clerk, document(MIXED, DONE), pair)
    assert row.outcome["effects"]["edges_stated"] == 0
    assert row.outcome["remarks"] == [
        {
            "event": "urn:uuid:13",
            "sentence": f"Lot KB-1 of product {GTIN} is not on record: plan it, then hand the document in again.",
        }
    ]
    make_lot(shop, "KB-1")
    again, is_new = told(world.clerk, document(MIXED, DONE), pair)
    assert (is_new, again.outcome["effects"]["edges_stated"], again.outcome["remarks"]) == (False, 1, [])
    assert edges(world.clerk) == [("987", "KB-1", "consumption", 3)]


@PLANNED
def test_a_known_lot_of_material_is_found_by_either_number_and_two_are_not_guessed(world: World, lot: Lot) -> None:
    own = {"organisation_id": world.keystone.pk, "item_name": "Salt", "unit": "kg"}
    with scope.opened(world.clerk), acting(by=world.clerk, reason="received", at=LATER):
        salt = ComponentLot.objects.create(
            **own, item_code="614141777778", number="C-1", supplier_lot="987", manufacturer="Salina"
        )
    told(world.clerk, document(MIXED, DONE), lot.partnership_id)
    assert edges(world.clerk) == [("C-1", "KB-1", "consumption", 3)]
    with scope.opened(world.clerk), acting(by=world.clerk, reason="received", at=LATER):
        ComponentLot.objects.create(**own, item_code="614141777778", number="987", manufacturer="Other")
    row, _ = told(
        world.clerk,
        document(
            MIXED | {"eventID": "urn:uuid:15", "transformationID": "urn:x:run:8"},
            DONE | {"eventID": "urn:uuid:16", "transformationID": "urn:x:run:8"},
        ),
        lot.partnership_id,
    )
    assert row.outcome["effects"]["edges_stated"] == 0
    assert "Two lots of item 00614141777778 have the number 987" in row.outcome["remarks"][0]["sentence"]
    assert salt.pk


@PLANNED
def test_a_warehouse_does_not_keep_the_genealogy(world: World, lot: Lot) -> None:
    supply = Actor(
        world.reviewer.person_id, "Sam", world.alder.pk, sponsor_permissions=frozenset({"traceability.feed"})
    )
    row, _ = told(supply, document(MIXED, DONE), lot.partnership_id)
    assert {entry["sentence"] for entry in row.outcome["remarks"]} == {NOT_YOURS}
    assert edges(world.clerk) == []
    assert len(events_of(read(document(MIXED, DONE)))) == 2
