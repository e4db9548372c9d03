"""Goods are followed while a container hides them: packed, seen, unpacked, containers in containers."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import permutations
from typing import Any

import pytest

from traceability.epcis.containing import Containers
from traceability.epcis.events import Event, Goods

NINE = datetime(2026, 3, 16, 9, tzinfo=UTC)
PALLET, CASE, OTHER = "https://id.gs1.org/00/1", "https://id.gs1.org/00/2", "https://id.gs1.org/00/3"
LOT = "https://id.gs1.org/01/1/10/KB-1"


def hour(hours: int) -> datetime:
    return NINE + timedelta(hours=hours)


def pack(action: str, parent: str, *goods: str | tuple[str, int], at: int, kind: str = "AggregationEvent") -> Event:
    named = [Goods(g) if isinstance(g, str) else Goods(g[0], Decimal(g[1]), "", is_class=True) for g in goods]
    return Event(
        id=f"{action} {parent} {at}", kind=kind, at=hour(at), pointer="", text="", context="[]", fingerprint="",
        action=action, parent=parent, goods=tuple(named),
    )  # fmt: skip


def inside(events: list[Event], parent: str, at: int) -> list[Any]:
    found = Containers(events).contents(parent, hour(at))
    return sorted(((c.goods.uri, c.goods.amount) if c.goods.is_class else c.goods.uri for c in found), key=str)


@pytest.mark.parametrize(("at", "expected"), [(0, []), (1, ["a"]), (3, ["a"]), (4, [])])
def test_inside_from_the_packing_to_the_unpacking_both_included(at: int, expected: list[str]) -> None:
    events = [pack("DELETE", CASE, "a", at=3), pack("ADD", CASE, "a", at=1)]
    assert inside(events, CASE, at) == expected


def test_without_named_children_all_leave() -> None:
    events = [pack("ADD", CASE, "a", "b", at=1), pack("DELETE", CASE, at=2), pack("ADD", CASE, "c", at=3)]
    assert inside(events, CASE, 1) == ["a", "b"]
    assert inside(events, CASE, 3) == ["c"]


def test_a_container_in_a_container_is_opened_and_says_the_way() -> None:
    events = [pack("ADD", CASE, (LOT, 12), at=1), pack("ADD", PALLET, CASE, "a", at=2), pack("DELETE", CASE, at=5)]
    found = Containers(events).contents(PALLET, hour(3))
    assert [(c.goods.uri, c.inside) for c in found] == [(LOT, (PALLET, CASE)), (CASE, (PALLET,)), ("a", (PALLET,))]
    assert inside(events, PALLET, 6) == ["a", CASE]


def test_containers_that_hold_each_other_end() -> None:
    events = [pack("ADD", PALLET, CASE, at=1), pack("ADD", CASE, PALLET, at=1, kind="AssociationEvent")]
    assert inside(events, PALLET, 2) == [PALLET, CASE]


def test_a_thing_is_in_one_container_at_a_time_and_a_fixed_asset_in_two() -> None:
    moved = [pack("ADD", CASE, "a", at=1), pack("ADD", OTHER, "a", at=2)]
    assert (inside(moved, CASE, 3), inside(moved, OTHER, 3)) == ([], ["a"])
    fixed = [pack("ADD", CASE, "a", at=1), pack("ADD", OTHER, "a", at=2, kind="AssociationEvent")]
    assert (inside(fixed, CASE, 3), inside(fixed, OTHER, 3)) == (["a"], ["a"])


@pytest.mark.parametrize(
    ("taken", "left"),
    [(30, [(LOT, Decimal(30)), (LOT, Decimal(40))]), (100, []), (101, []), (60, [(LOT, Decimal(40))])],
)
def test_of_a_class_so_much_leaves_as_is_said(taken: int, left: list[Any]) -> None:
    events = [
        pack("ADD", CASE, (LOT, 60), at=1),
        pack("ADD", CASE, (LOT, 40), at=2),
        pack("DELETE", CASE, (LOT, taken), at=3),
    ]
    assert inside(events, CASE, 4) == left
    assert sum(amount for _, amount in inside(events, CASE, 2)) == 100


def test_amounts_that_were_not_told() -> None:
    unknown = Goods(LOT, None, "", is_class=True)
    put = Event("p", "AggregationEvent", hour(1), "", "", "[]", "", action="ADD", parent=CASE, goods=(unknown,))
    some, all_ = pack("DELETE", CASE, (LOT, 5), at=2), Event(
        "d", "AggregationEvent", hour(3), "", "", "[]", "", action="DELETE", parent=CASE, goods=(unknown,)
    )  # fmt: skip
    assert inside([put, some], CASE, 3) == [(LOT, None)]  # some of it may still be inside
    assert inside([put, some, all_], CASE, 4) == []


def test_what_is_seen_inside_was_put_in_at_the_latest_then() -> None:
    seen = [pack("OBSERVE", CASE, "a", (LOT, 5), at=2)]
    assert inside(seen, CASE, 1) == []
    assert inside(seen, CASE, 2) == [(LOT, Decimal(5)), "a"]
    both = [pack("ADD", CASE, (LOT, 5), at=1), pack("OBSERVE", CASE, (LOT, 5), at=2)]
    assert inside(both, CASE, 3) == [(LOT, Decimal(5))]


def test_the_order_of_telling_makes_no_difference() -> None:
    events = [
        pack("ADD", CASE, (LOT, 60), at=1), pack("ADD", PALLET, CASE, at=2), pack("DELETE", CASE, (LOT, 20), at=3),
        pack("DELETE", PALLET, CASE, at=4), pack("ADD", OTHER, CASE, at=5),
    ]  # fmt: skip
    assert inside(events, PALLET, 3) == [(LOT, Decimal(20)), (LOT, Decimal(40)), CASE]
    assert inside(events, OTHER, 6) == [(LOT, Decimal(40)), CASE]
    for order in permutations(events):
        for at in (2, 3, 4, 6):
            for parent in (PALLET, CASE, OTHER):
                assert inside(list(order), parent, at) == inside(events, parent, at)
