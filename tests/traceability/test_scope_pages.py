"""The page of a scope and its files: the same answer for each reader, and no row left out."""

import csv
import io
from decimal import Decimal
from hashlib import sha256

import openpyxl
import pytest

from kernel import scope
from records.models import AccessRecord
from tests.factories.world import World
from tests.lots.works import Works
from tests.workspace.visiting import asked, visitor


@pytest.fixture
def works(world: World) -> Works:
    works = Works(world)
    raw, other = works.material("C-1"), works.material("C-2")
    first, second = works.lots(world.alder_keystone, "KB-1", "KB-2")
    (mesa,) = works.lots(world.blue_keystone, "BM-1")
    works.link((raw, first), (raw, mesa), (other, second))
    works.link((first, second), kind="carry_over", quantity=None)
    return works


ASKED = "?supplier_lot=S-C-1&item=MG-OX"


def test_the_page_tells_classes_paths_and_what_is_hidden(works: Works, world: World) -> None:
    page = visitor(world.reviewer).get(f"/trace/scope/{ASKED}").content.decode()
    for told in ("KB-1", "KB-2", "C-1 → KB-1: consumed, 1 kg", "carry-over that nobody measured", "1 packaged lot,",
                 "supplier’s lot S-C-2 of Dead Sea Works"):  # fmt: skip
        assert told in page
    assert "BM-1" not in page
    assert "BM-1" in visitor(world.clerk).get(f"/trace/scope/{ASKED}").content.decode()
    nobody = visitor(world.actors["qa@cedarridge.example"]).get(f"/trace/scope/{ASKED}").content.decode()
    assert "Nothing on record answers to it" in nobody


def test_what_is_no_question_says_so(works: Works, world: World) -> None:
    client = visitor(world.reviewer)
    assert client.get("/trace/scope/").status_code == 200
    page = client.get("/trace/scope/?direction=forward")
    assert (page.status_code, "Give at least a lot number" in page.content.decode()) == (400, True)
    assert "no lots’ keys" in client.get("/trace/scope/?lots=x").content.decode()
    assert "Give the number of the equipment" in client.get("/trace/scope/?use=line").content.decode()
    hidden = works.lots(world.blue_keystone, "BM-9")[0]
    assert client.get(f"/trace/scope/?lots={hidden.pk}").status_code == 404
    assert client.get("/trace/scope/pdf/?number=C-1").status_code == 404


def test_the_page_asks_the_same_queries_whatever_it_finds(works: Works, world: World) -> None:
    client = visitor(world.clerk)
    client.get(f"/trace/scope/{ASKED}")
    _, few = asked(client, f"/trace/scope/{ASKED}")
    more = works.lots(world.alder_keystone, *(f"KB-{n}" for n in range(10, 20)))
    works.link(*((works.material("C-1", item_code="MG-OX", supplier="Two"), lot) for lot in more[:1]))
    works.link(*((more[0], lot) for lot in more[1:]))
    _, many = asked(client, f"/trace/scope/{ASKED}")
    assert len(few) == len(many)


def test_the_files_hold_every_row_and_their_hash(works: Works, world: World) -> None:
    client = visitor(world.reviewer)
    answer = client.get(f"/trace/scope/csv/{ASKED}")
    body = b"".join(answer.streaming_content)
    assert answer.headers["X-Content-SHA256"] == sha256(body).hexdigest()
    rows = list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"))))
    assert [(row["Traceability lot code"], row["In the scope"]) for row in rows] == [
        ("KB-1", "Certain"), ("KB-2", "Possible")
    ]  # fmt: skip
    book = openpyxl.load_workbook(io.BytesIO(b"".join(client.get(f"/trace/scope/xlsx/{ASKED}").streaming_content)))
    assert book.sheetnames == ["Summary", "Shipped", "Lots", "Steps"]
    told = {row[0].value: row[1].value for row in book["Summary"].iter_rows(min_row=2)}
    assert (told["Lots of other customers"], told["Certain lots"], told["Possible lots"]) == (1, 2, 1)
    assert "not a statement that 21 CFR part 1 subpart S applies" in told["This is"]
    lots = {row[0].value: (row[4].value, row[5].value) for row in book["Lots"].iter_rows(min_row=2)}
    assert lots["C-2"][0] == "Excluded"
    steps = {(row[0].value, row[1].value): (row[3].value, row[7].value) for row in book["Steps"].iter_rows(min_row=2)}
    assert steps == {("C-1", "KB-1"): (Decimal(1), None), ("KB-1", "KB-2"): (None, "carry-over that nobody measured")}
    assert client.get("/trace/scope/csv/?direction=forward").status_code == 302
    with scope.opened(world.reviewer):
        assert AccessRecord.objects.filter(what__startswith="Recall scope as CSV").exists()
