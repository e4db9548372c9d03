"""The scope of a question: classes, paths, counts of what is hidden, other times; as each company sees it."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

import networkx
import pytest

from kernel import scope
from kernel.scope import Actor
from lots.actions import take_back_edges
from lots.models import ComponentLot, Lot
from tests.factories.walked import Shop, make_consignee, make_lot
from tests.factories.world import World
from tests.lots.works import AT, Works
from tests.workspace.visiting import visitor
from traceability.queries.scope import Scope, scope_of
from traceability.scoping.question import Question
from traceability.scoping.values import Sure

ASKED = Question(supplier_lot="S-C-1", item="MG-OX")


@pytest.fixture
def works(world: World) -> Works:
    return Works(world)


def asked(by: Actor, question: Question = ASKED, known_at: datetime | None = None) -> Scope:
    with scope.opened(by):
        return scope_of(question, known_at)


def numbers(found: Scope, sure: Sure) -> list[str]:
    return [row.fact.number for row in found.of(sure)]


def because(found: Scope) -> dict[str, str]:
    return {row.fact.number: row.because for row in found.rows}


@pytest.fixture
def two_customers(works: Works, world: World) -> Works:
    """C-1 in a blend that went into KB-1 and BM-1; carry-over from BM-1 into KB-2; C-2 of the item in KB-3 alone."""
    raw, other = works.material("C-1"), works.material("C-2")
    blend = works.material("B-1", kind="blend", item_code="BL", supplier="", supplier_lot="")
    first, second, third = works.lots(world.alder_keystone, "KB-1", "KB-2", "KB-3")
    (mesa,) = works.lots(world.blue_keystone, "BM-1")
    works.link((raw, blend), kind="blend", quantity=Decimal(40))
    works.link((blend, first), (blend, mesa))
    works.link((mesa, second), kind="carry_over", quantity=None)
    works.link((other, third))
    return works


def test_certain_possible_excluded(two_customers: Works, world: World) -> None:
    found = asked(world.clerk)
    assert numbers(found, Sure.CERTAIN) == ["B-1", "C-1", "BM-1", "KB-1"]
    assert numbers(found, Sure.POSSIBLE) == ["KB-2"]
    assert numbers(found, Sure.EXCLUDED) == ["C-2"]
    said = because(found)
    assert said["KB-2"] == "carry-over that nobody measured"
    assert said["C-2"] == "another lot of the same item, supplier’s lot S-C-2 of Dead Sea Works"
    (row,) = found.of(Sure.POSSIBLE)
    assert row.path == (
        "C-1 → B-1: blended, 40 kg", "B-1 → BM-1: consumed, 1 kg", "BM-1 → KB-2: carried over"
    )  # fmt: skip
    assert found.unproven == (("BM-1 → KB-2: carried over", "carry-over that nobody measured"),)
    assert (found.hidden.lots, found.hidden.materials, found.hidden.customers) == (0, 0, 0)
    balances = {found.by_id[key].fact.number: (b.out, b.left) for key, b in found.balances.items()}
    assert balances["C-1"] == (Decimal(40), Decimal(60))


def test_a_sponsor_learns_of_others_but_their_number(two_customers: Works, world: World) -> None:
    found = asked(world.reviewer)
    assert numbers(found, Sure.CERTAIN) == ["B-1", "C-1", "KB-1"]
    assert numbers(found, Sure.POSSIBLE) == ["KB-2"]
    assert found.of(Sure.POSSIBLE)[0].path[1:] == (
        "B-1 → a lot of another customer: consumed", "a lot of another customer → KB-2: carried over",
    )  # fmt: skip
    assert (found.hidden.lots, found.hidden.materials) == (1, 0)
    assert "BM-1" not in repr(found)
    theirs = asked(world.other_sponsor)
    assert numbers(theirs, Sure.CERTAIN) == ["B-1", "C-1", "BM-1"]
    assert (numbers(theirs, Sure.POSSIBLE), theirs.hidden.lots) == ([], 2)
    assert not any(word in repr(theirs) for word in ("KB-1", "KB-2", "KB-3", "C-2"))


def test_a_manufacturers_own_trace_gives_each_sponsor_its_part(two_customers: Works, world: World) -> None:
    """What each sponsor sees is the manufacturer's answer without the others' lots, in the same classes."""
    whole = {row.fact.id: row for row in asked(world.clerk).rows}
    for sponsor in (world.reviewer, world.other_sponsor):
        part = asked(sponsor).rows
        assert {row.fact.id for row in part} <= whole.keys()
        assert all(row.sure is whole[row.fact.id].sure and row.because == whole[row.fact.id].because for row in part)
        pair = world.alder_keystone if sponsor is world.reviewer else world.blue_keystone
        with scope.opened(world.clerk):
            told = scope_of(ASKED, part_of=pair.pk)  # as the manufacturer would print it for this sponsor
        assert (told.rows, told.unproven, told.hidden) == (part, asked(sponsor).unproven, asked(sponsor).hidden)
    packaged = [row.fact.sponsor for row in whole.values() if row.fact.is_packaged]
    assert set(packaged) == {"Alder & Pine Nutrition", "Blue Mesa Wellness"}


def test_lots_that_nobody_can_tell_apart_are_possible(works: Works, world: World) -> None:
    raw, unknown = works.material("C-1"), works.material("", supplier_lot="")
    first, second = works.lots(world.alder_keystone, "KB-1", "KB-2")
    works.link((raw, first), (unknown, second))
    found = asked(world.clerk)
    assert numbers(found, Sure.POSSIBLE) == ["", "KB-2"]
    assert because(found)["KB-2"] == "a lot without a number"
    assert because(found)[""] == "a lot of the same item without a number"


def test_more_taken_than_there_was_proves_nothing(works: Works, world: World) -> None:
    raw = works.material("C-1", quantity=Decimal(10))
    lots = works.lots(world.alder_keystone, "KB-1", "KB-2")
    (mesa,) = works.lots(world.blue_keystone, "BM-1")
    works.link((raw, lots[0]), (raw, mesa), quantity=Decimal(5))
    assert numbers(asked(world.reviewer), Sure.POSSIBLE) == []
    works.link((raw, lots[1]), quantity=Decimal(5))
    for by in (world.clerk, world.reviewer, world.other_sponsor):  # the same for everybody
        found = asked(by)
        assert numbers(found, Sure.CERTAIN) == ["C-1"]
        assert set(because(found).values()) == {"asked for", "more was taken from C-1 than it held"}


def test_days_of_receipt(works: Works, world: World) -> None:
    for number, day in (("C-1", date(2026, 1, 5)), ("C-2", date(2026, 2, 5)), ("C-3", None)):
        works.material(number, made_on=day)
    question = Question(item="MG-OX", received_from=date(2026, 1, 5), received_until=date(2026, 2, 4))
    found = asked(world.clerk, question)
    assert [numbers(found, sure) for sure in Sure] == [["C-1"], ["C-3"], ["C-2"]]
    assert because(found)["C-2"] == "received on 2026-02-05, after the days asked for"


def test_backward_and_a_circle(works: Works, world: World) -> None:
    raw, rework = works.material("C-1"), works.material("R-1", kind="rework", supplier="", supplier_lot="")
    (lot,) = works.lots(world.alder_keystone, "KB-1")
    works.link((raw, lot), (rework, lot))
    works.link((lot, rework), keep_circles=True)
    found = asked(world.reviewer, Question(forward=False, number="KB-1"))
    assert numbers(found, Sure.CERTAIN) == ["C-1", "R-1", "KB-1"]
    assert found.by_id[raw.pk].path == ("C-1 → KB-1: consumed, 1 kg",)
    assert [set(loop) for loop in found.circles] == [{"KB-1", "R-1"}]


def test_other_times(works: Works, world: World) -> None:
    raw = works.material("C-1")
    lots = works.lots(world.alder_keystone, "KB-1", "KB-2")
    (first,) = works.link((raw, lots[0]))
    works.link((raw, lots[1]), at=AT + timedelta(hours=1))
    with scope.opened(world.clerk):
        take_back_edges(source_id=first.source_id, by=world.clerk, reason="typed", at=AT + timedelta(hours=2))
    assert [row.fact.number for row in asked(world.clerk, known_at=AT).lots] == ["KB-1"]
    now = asked(world.clerk)
    assert [row.fact.number for row in now.lots] == ["KB-2"]
    assert because(now)["KB-1"] == "no longer stated: typed"


def test_a_lot_that_is_not_seen_is_not_found(works: Works, world: World) -> None:
    raw = works.material("C-1")
    with pytest.raises(ComponentLot.DoesNotExist):
        asked(world.reviewer, Question(lots=(raw.pk,)))
    assert asked(world.reviewer).rows == ()
    assert asked(world.clerk, Question(lots=(raw.pk,))).rows[0].because == "asked for"


def test_goods_and_accounts(world: World, shop: Shop) -> None:
    """Through real packs, releases and shipments."""
    lots = [make_lot(shop, number, until="released") for number in ("KB-1", "KB-2")]
    consignee = make_consignee(shop)
    sent = {"consignee": consignee.pk, "quantity": "1200", "reference": "PO-1", "ship_from": "Dock", "carrier": "C"}
    assert visitor(world.clerk).post(f"/lots/{lots[0].pk}/ship/", sent).status_code == 302
    with scope.opened(world.clerk):
        component = ComponentLot.objects.get(number="C-26-0412")
    found = asked(world.reviewer, Question(lots=(component.pk,)))
    first, second = found.lots
    assert (first.fact.number, first.fact.shipped, first.fact.made, first.sure) == (
        "KB-1", Decimal(1200), lots[0].quantity_good, Sure.CERTAIN,
    )  # fmt: skip
    assert (second.fact.shipped, second.fact.unaccounted) == (Decimal(0), None)
    (account,) = found.accounts
    assert (account.name, account.contact, account.lots) == ("Harbor Health DC", "recall@harbor.example", ("KB-1",))
    assert account.quantities == ((Decimal(1200), "bottle"),)
    assert asked(world.reviewer, Question(lots=(component.pk,)), datetime(2020, 1, 1, tzinfo=UTC)).accounts == ()


@pytest.mark.parametrize("use", ["equipment", "line", "label_roll"])
def test_what_used_a_thing(world: World, shop: Shop, use: str) -> None:
    lots = [make_lot(shop, number, until="pack_pending") for number in ("KB-1", "KB-2")]
    with scope.opened(world.clerk):
        used = lots[0].usages.filter(kind=use).order_by("number").first()
    question = Question(use=use, used=used.number)
    assert {row.fact.number for row in asked(world.clerk, question).lots} == {"KB-1", "KB-2"}
    assert asked(world.other_sponsor, question).rows == ()
    near = asked(world.clerk, Question(number="KB-1", near=(use,)))
    assert [(row.fact.number, row.sure) for row in near.lots] == [("KB-1", Sure.CERTAIN), ("KB-2", Sure.POSSIBLE)]
    assert because(near)["KB-2"] == f"only shared {use.replace('_', ' ')} {used.number}"
    if used.ends_at:
        before = asked(world.clerk, Question(use=use, used=used.number, used_from=used.ends_at + timedelta(hours=1)))
        assert [row.sure for row in before.rows] == [Sure.EXCLUDED] * 2
        assert f"used {use.replace('_', ' ')} {used.number} until" in before.rows[0].because


def _random_works(works: Works, world: World, seed: int) -> tuple[list[Any], networkx.DiGraph]:
    """Six lots of material, six packaged lots of two customers, edges at random, circles among them."""
    chance = Random(seed)  # noqa: S311 - reproducible on purpose
    rows: list[Any] = [works.material(f"{seed}-C{n}", item_code=f"I{n}") for n in range(6)]
    rows += works.lots(world.alder_keystone, *(f"{seed}-A{n}" for n in range(3)))
    rows += works.lots(world.blue_keystone, *(f"{seed}-B{n}" for n in range(3)))
    pairs = {tuple(chance.sample(range(12), 2)) for _ in range(14)}
    works.link(*((rows[a], rows[b]) for a, b in sorted(pairs)), keep_circles=True)
    graph = networkx.DiGraph([(rows[a].pk, rows[b].pk) for a, b in pairs])
    graph.add_nodes_from(row.pk for row in rows)
    return rows, graph


@pytest.mark.parametrize("seed", range(4))
def test_every_role_is_told_what_a_naive_walk_finds(works: Works, world: World, seed: int) -> None:
    rows, graph = _random_works(works, world, seed)
    for by in (world.clerk, world.reviewer, world.other_sponsor):
        with scope.opened(by):
            seen = {*Lot.objects.values_list("pk", flat=True), *ComponentLot.objects.values_list("pk", flat=True)}
        for row in (one for one in rows if one.pk in seen):
            for forward in (True, False):
                walked = {row.pk, *(networkx.descendants if forward else networkx.ancestors)(graph, row.pk)}
                found = asked(by, Question(forward=forward, lots=(row.pk,)))
                assert {one.fact.id for one in found.rows} == walked & seen
                assert found.hidden.lots + found.hidden.materials == len(walked - seen)
