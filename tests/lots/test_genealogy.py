"""Lots of material and edges: entered by the manufacturer, never in a circle, seen by whom they are disclosed to."""

from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from django.db.utils import IntegrityError

from kernel import scope
from kernel.errors import Forbidden, Refused
from kernel.history import acting
from kernel.ids import new_id
from lots.actions import take_back_edges
from lots.models import ComponentLot, Disclosure, Edge
from lots.queries.genealogy import reach, visible_nodes, walked_edges
from tests.factories.world import World
from tests.lots.works import AT, Works


@pytest.fixture
def works(world: World) -> Works:
    return Works(world)


def keys(*rows: Any) -> set[UUID]:
    return {row.pk for row in rows}


def test_a_blend_leads_forward_and_back(works: Works, world: World) -> None:
    x, y = works.material("C-1"), works.material("C-2")
    blend = works.material("B-1", kind="blend", item_code="BL-MG", supplier="", supplier_lot="")
    (lot,) = works.lots(world.alder_keystone, "KB-1")
    works.link((x, blend), (y, blend), kind="blend")
    works.link((blend, lot))
    assert works.reached(world.clerk, x) == keys(x, blend, lot)
    assert works.reached(world.clerk, lot, forward=False) == keys(x, y, blend, lot)
    assert works.reached(world.reviewer, x) == keys(x, blend, lot)  # disclosed, back to the receipts
    assert works.reached(world.other_sponsor, x) == set()
    with scope.opened(world.reviewer):
        assert Disclosure.objects.count() == 3
        assert Edge.objects.count() == 3
    with scope.opened(world.other_sponsor):
        assert (Edge.objects.count(), ComponentLot.objects.count()) == (0, 0)


def test_a_path_through_a_hidden_lot_is_not_cut(works: Works, world: World) -> None:
    """C-1 → KB-1 (Alder) → BM-1 (Blue Mesa) → KB-2 (Alder): the policies would end it after KB-1."""
    raw = works.material("C-1")
    first, last = works.lots(world.alder_keystone, "KB-1", "KB-2")
    (between,) = works.lots(world.blue_keystone, "BM-1")
    works.link((raw, first))
    works.link((first, between), (between, last), kind="carry_over", quantity=None)
    assert works.reached(world.reviewer, raw) == keys(raw, first, last)
    assert works.reached(world.other_sponsor, raw) == keys(raw, between)
    with scope.opened(world.reviewer):
        told = reach([raw.pk], forward=True)
        edges = walked_edges([raw.pk], forward=True)
        assert visible_nodes([between.pk, first.pk]) == keys(first)
    assert (told.lots, told.materials, told.customers) == (3, 1, 0)
    shown = {(e.parent_id, e.child_id): e for e in edges}
    assert len(shown) == 3
    assert not any(between.pk in pair for pair in shown)
    (masked,) = {e.child_id for e in edges if e.is_child_hidden}
    assert (shown[(first.pk, masked)].quantity, shown[(first.pk, masked)].source_id) == (None, None)
    assert shown[(masked, last.pk)].is_parent_hidden
    with scope.opened(world.reviewer):
        assert {e.child_id for e in Edge.objects.all()} == {first.pk}


def test_what_leads_to_others_alone_is_counted_and_not_told(works: Works, world: World) -> None:
    raw = works.material("C-1")
    (own,) = works.lots(world.alder_keystone, "KB-1")
    others = works.lots(world.blue_keystone, "BM-1", "BM-2")
    works.link((raw, own), *((raw, other) for other in others))
    with scope.opened(world.reviewer):
        assert [(e.parent_id, e.child_id) for e in walked_edges([raw.pk], forward=True)] == [(raw.pk, own.pk)]
        assert reach([raw.pk], forward=True).lots == 3


def test_a_circle_is_refused_with_its_way(works: Works, world: World) -> None:
    rework = works.material("R-1", kind="rework", supplier="", supplier_lot="")
    (lot,) = works.lots(world.alder_keystone, "KB-1")
    works.link((rework, lot), kind="rework")
    with pytest.raises(Refused, match="This would make a circle: R-1 → KB-1 → R-1") as refused:
        works.link((lot, rework), kind="rework")
    assert refused.value.clause == "R217"
    with scope.opened(world.clerk):
        assert Edge.objects.count() == 1
    works.link((lot, rework), kind="rework", keep_circles=True)  # another system's records, as they are
    assert works.reached(world.clerk, rework) == keys(rework, lot)
    assert works.reached(world.clerk, lot, forward=False) == keys(rework, lot)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"quantity": None}, "Say how much went over"),
        ({"quantity": Decimal(0)}, "must be more than zero"),
        ({"kind": "melted"}, "no such way"),
    ],
)
def test_what_an_edge_needs(works: Works, world: World, given: dict[str, Any], sentence: str) -> None:
    raw = works.material("C-1")
    (lot,) = works.lots(world.alder_keystone, "KB-1")
    with pytest.raises(Refused, match=sentence):
        works.link((raw, lot), **given)
    with pytest.raises(Refused, match="not on record here"):
        works.link((raw, type("Nobody", (), {"pk": new_id()})))


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"supplier_lot": ""}, "Give the supplier’s lot number"),
        ({"supplier": ""}, "Give the supplier or the manufacturer"),
        ({"item_code": ""}, "equal numbers of different items"),
        ({"unit": ""}, "Give the unit"),
        ({"kind": "soup"}, "no such kind"),
    ],
)
def test_what_a_received_lot_needs(works: Works, given: dict[str, Any], sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        works.material("C-1", **given)


def test_equal_numbers_of_different_items_and_lots_without_a_number_stay_apart(works: Works) -> None:
    rows = [works.material("C-1"), works.material("C-1", item_code="ZN"), works.material("", supplier_lot="")]
    rows += [works.material("C-1", supplier="Other Works"), works.material("", supplier_lot="")]
    assert len(keys(*rows)) == 5
    with pytest.raises(Refused, match="Lot C-1 of this item and maker is on record already"):
        works.material("C-1")


def test_who_may_and_may_not(works: Works, world: World) -> None:
    raw = works.material("C-1")
    (lot,) = works.lots(world.alder_keystone, "KB-1")
    for actor in (world.reviewer, world.other_sponsor, world.auditor):
        with pytest.raises(Forbidden):
            works.link((raw, lot), by=actor)


def test_records_as_they_were_at_a_time(works: Works, world: World) -> None:
    raw = works.material("C-1")
    lots = works.lots(world.alder_keystone, "KB-1", "KB-2")
    (first,) = works.link((raw, lots[0]))
    works.link((raw, lots[1]), at=AT + timedelta(hours=1))
    with scope.opened(world.clerk):
        with pytest.raises(Refused, match="Give a reason"):
            take_back_edges(source_id=first.source_id, by=world.clerk, reason=" ", at=AT + timedelta(hours=2))
        ended = take_back_edges(source_id=first.source_id, by=world.clerk, reason="x", at=AT + timedelta(hours=2))
    assert ended == 1
    for hours, found in ((-1, []), (0, lots[:1]), (1, lots), (2, lots[1:])):
        assert works.reached(world.clerk, raw, known_at=AT + timedelta(hours=hours)) == keys(raw, *found), hours
    assert works.reached(world.clerk, raw) == keys(raw, lots[1])
    with scope.opened(world.clerk), pytest.raises(Refused, match="Nothing that counts"):
        take_back_edges(source_id=first.source_id, by=world.clerk, reason="x", at=AT)


def test_the_database_itself_asks_for_sound_ends(works: Works, world: World) -> None:
    raw = works.material("C-1")
    (lot,) = works.lots(world.alder_keystone, "KB-1")
    sound = {"organisation_id": works.keystone, "partnership_id": lot.partnership_id, "parent_id": raw.pk,
             "child_id": lot.pk, "kind": "consumption", "source": "entry", "stated_at": AT}  # fmt: skip
    wrong: list[dict[str, Any]] = [
        {"parent_id": new_id()}, {"child_id": new_id()}, {"partnership_id": world.blue_keystone.pk},
        {"partnership_id": None}, {"child_id": raw.pk}, {"quantity": Decimal(-1), "unit": "kg"},
    ]  # fmt: skip
    with scope.opened(world.clerk):
        for change in wrong:
            with pytest.raises(IntegrityError), transaction.atomic(), acting(by=world.clerk, reason="x", at=AT):
                Edge.objects.create(source_id=new_id(), **(sound | change))
        with transaction.atomic(), acting(by=world.clerk, reason="x", at=AT):
            Edge.objects.create(source_id=new_id(), **sound)
