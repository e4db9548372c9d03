"""Stating the genealogy by page and API: tried first, entered whole, the same rows once."""

from decimal import Decimal

import pytest

from kernel import scope
from lots.models import ComponentLot, Edge
from lots.queries.genealogy import reached
from tests.factories.keys import keyed
from tests.factories.world import World
from tests.lots.works import Works
from tests.workspace.visiting import visitor

ROWS = (
    "kind,parent,child,child_item,child_kind,quantity,unit\n"
    "blend,C-1,B-1,BL,blend,40,kg\nsplit,B-1,B-1/1,BL,blend,20,kg\npackaging,B-1/1,KB-1,,,20,kg\ncarry_over,B-1,KB-2\n"
)


@pytest.fixture
def works(world: World) -> Works:
    works = Works(world)
    works.material("C-1")
    works.lots(world.alder_keystone, "KB-1", "KB-2")
    return works


def test_a_file_is_tried_and_entered_once(works: Works, world: World) -> None:
    client = visitor(world.clerk)
    tried = client.post("/lots/genealogy/", {"rows": ROWS})
    assert [(one.is_new, one.problem) for one in tried.context["tried"]] == [
        (True, ""), (True, ""), (False, ""), (False, "")
    ]  # fmt: skip
    with scope.opened(world.clerk):
        assert not Edge.objects.exists()
    for _ in range(2):
        assert client.post("/lots/genealogy/", {"rows": ROWS, "take": "1"}).status_code == 302
    shuffled = ROWS.splitlines(keepends=True)
    client.post("/lots/genealogy/", {"rows": "".join([shuffled[0], *shuffled[:0:-1]]), "take": "1"})
    with scope.opened(world.clerk):
        assert Edge.objects.count() == 4
        raw = ComponentLot.objects.get(number="C-1")
        assert len(reached([raw.pk], forward=True)) == 5
        assert Edge.objects.get(kind="carry_over").quantity is None


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("blend,C-9,KB-1", "Row 2: Lot C-9 is not on record."),
        ("melt,C-1,KB-1", "Row 2: “melt” is no way for a lot to go into another"),
        ("blend,C-1,B-1,BL,soup,1,kg", "Row 2: “soup” is nothing that is made on the way"),
        ("blend,C-1,B-1,,blend,1,kg", "Row 2: Name the item of B-1"),
        ("consumption,C-1,KB-1", "Say how much went over"),
    ],
)
def test_a_wrong_row_refuses_the_whole_file(works: Works, world: World, row: str, sentence: str) -> None:
    rows = f"{ROWS.splitlines()[0]}\n{row}\ncarry_over,C-1,KB-2\n"
    page = visitor(world.clerk).post("/lots/genealogy/", {"rows": rows, "take": "1"})
    assert (page.status_code, sentence in page.content.decode()) == (409, True)
    with scope.opened(world.clerk):
        assert (Edge.objects.count(), ComponentLot.objects.count()) == (0, 1)


def test_equal_numbers_want_the_item(works: Works, world: World) -> None:
    works.material("C-1", item_code="ZN")
    client = visitor(world.clerk)
    page = client.post("/lots/genealogy/", {"rows": "kind,parent,child\ncarry_over,C-1,KB-1\n", "take": "1"})
    assert "2 lots have the number C-1: name the item" in page.content.decode()
    rows = "kind,parent,parent_item,child\ncarry_over,C-1,ZN,KB-1\n"
    assert client.post("/lots/genealogy/", {"rows": rows, "take": "1"}).status_code == 302


def test_the_page_is_the_manufacturers(works: Works, world: World) -> None:
    for actor in (world.reviewer, world.auditor):
        assert visitor(actor).get("/lots/genealogy/").status_code == 403
    page = visitor(world.cmo_qa).post("/lots/genealogy/", {"rows": "x"})
    assert "The first row names the columns" in page.content.decode()


def test_the_api_tries_and_states(works: Works, world: World) -> None:
    call = keyed(world, "clerk@keystone.example")
    rows = [{"kind": "consumption", "parent": "C-1", "child": "KB-1", "quantity": "2.5", "unit": "kg"}]
    tried = call.post("/api/v1/genealogy/", {"rows": rows, "dry_run": True}, content_type="application/json")
    assert (tried.status_code, tried.json()["rows"][0]["problem"]) == (200, "")
    first, again = (call.post("/api/v1/genealogy/", {"rows": rows}, content_type="application/json") for _ in "12")
    assert (first.status_code, first.json()["edges"]) == (201, 1)
    assert again.json()["source"] == first.json()["source"]
    with scope.opened(world.clerk):
        assert Edge.objects.get().quantity == Decimal("2.5")
    back = [{"kind": "rework", "parent": "KB-1", "child": "C-1", "quantity": "1", "unit": "kg"}]
    refused = call.post("/api/v1/genealogy/", {"rows": back}, content_type="application/json")
    assert (refused.status_code, "circle" in refused.content.decode()) == (409, True)
