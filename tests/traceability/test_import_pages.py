"""Records of other systems and warehouses' lists on pages: tried first, then kept; nothing for whoever may not."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kernel import scope
from lots.models import ComponentLot, Lot
from tests.factories.world import World
from tests.traceability.test_capturing import PACKED, SENT, document
from tests.traceability.test_foodchain import changed
from tests.workspace.visiting import visitor
from traceability.models import EventDocument, ListProfile, OnwardShipment

LIST = "Item,Batch No,Shipped on,Pcs,Order,Ship to\n,KB-1,03/20/2026,40,SO-1,Harbor Health\n"
PLANNED = pytest.mark.lot(until="planned")


def file(content: bytes, name: str = "a.json") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def carried(page: str) -> str:
    return page.split('name="again" hidden>')[1].split("<", maxsplit=1)[0]


@PLANNED
def test_a_document_is_tried_and_then_kept(world: World, lot: Lot) -> None:
    clerk, address = visitor(world.clerk), "/import-records/"
    given = {"kind": "epcis", "partnership": str(lot.partnership_id)}
    wrong = clerk.post(address, given | {"file": file(document(SENT | {"action": "SEEN"}))}).content.decode()
    assert "/epcisBody/eventList/0/action: It is not one of the words" in wrong
    tried = clerk.post(address, given | {"file": file(document(PACKED, SENT))}).content.decode()
    assert "2 events read, 2 of them new" in tried
    assert "Opens a critical event." in tried
    with scope.opened(world.clerk):
        assert EventDocument.objects.count() == 0
    done = clerk.post(address, given | {"again": carried(tried), "take": "1"}, follow=True).content.decode()
    assert "1 shipments compared with the permits" in done
    with scope.opened(world.clerk):
        assert EventDocument.objects.get().partnership_id == lot.partnership_id


def test_a_network_is_tried_and_then_kept(world: World) -> None:
    clerk, address = visitor(world.clerk), "/import-records/"
    assert "Choose the file." in clerk.post(address, {"kind": "network"}).content.decode()
    tried = clerk.post(address, {"kind": "network", "file": file(changed())}).content.decode()
    assert "3 lots read, 3 of them new; 2 of 2 relations are new." in tried
    assert "is no whole day" in tried
    clerk.post(address, {"kind": "network", "again": carried(tried), "take": "1"})
    with scope.opened(world.clerk):
        assert ComponentLot.objects.count() == 3
    assert "import records of goods" in visitor(world.reviewer).get(address).content.decode()


@PLANNED
def test_a_list_is_read_by_columns_that_are_chosen_once(world: World, lot: Lot) -> None:
    head, address = visitor(world.head), "/onward/add/"
    asked = head.post(address, {"source": "Wasatch", "file": file(LIST.encode(), "a.csv")}).content.decode()
    assert "Columns of this list" in asked
    chosen = {
        "source": "Wasatch", "columns": "1", "again": carried(asked), "header_row": "1", "day_order": "mdy",
        "offset": "-07:00", "column_lot": "Batch No", "column_quantity": "Pcs", "column_shipped_at": "Shipped on",
        "column_reference": "Order", "column_account": "Ship to",
    }  # fmt: skip
    assert "Choose another column" in head.post(address, chosen | {"column_unit": "Pcs"}).content.decode()
    assert "is no day of the calendar" in head.post(address, chosen | {"day_order": "dmy"}).content.decode()
    tried = head.post(address, chosen).content.decode()
    assert "Harbor Health" in tried
    with scope.opened(world.head):
        assert OnwardShipment.objects.count() == 0
    done = head.post(address, chosen | {"take": "1"}, follow=True).content.decode()
    assert "1 lines read, 1 of them new." in done
    with scope.opened(world.head):
        row = OnwardShipment.objects.get()
        assert (row.lot_id, row.shipped_at.isoformat()) == (lot.pk, "2026-03-20T07:00:00+00:00")
        assert ListProfile.objects.get().columns["day_order"] == "mdy"
    again = head.post(address, {"source": "Wasatch", "file": file(LIST.encode(), "a.csv")}).content.decode()
    assert "Known already." in again
    assert "SO-1" in head.get("/onward/").content.decode()
    clerk = visitor(world.clerk)
    assert "SO-1" not in clerk.get("/onward/").content.decode()
    assert "record where goods went on to" in clerk.get(address).content.decode()


def test_what_is_no_list_is_said(world: World) -> None:
    answer = visitor(world.head).post("/onward/add/", {"source": "Wasatch", "file": file(b"\xff\xfe", "a.csv")})
    assert "not valid UTF-8" in answer.content.decode()
