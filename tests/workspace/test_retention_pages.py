"""How long a lot's records are kept, as its pages say; holds, disposal lists and the export of all, by hand."""

from datetime import date

import pytest
from django.db.models import Model

from kernel import scope
from kernel.clock import now
from kernel.history import acting
from lots.models import Lot
from records.models import DisposalList, LegalHold, SealedReport
from tests.factories.signing import as_typed
from tests.factories.walked import Shop
from tests.factories.world import World
from tests.workspace.records_made import Made, make_records
from tests.workspace.visiting import visitor
from workspace.outside.report_kinds import RECORDS
from workspace.queries.retention import over_for, retention_by_lot, retention_of_record

pytestmark = pytest.mark.lot(until="released")


@pytest.fixture
def made(world: World, shop: Shop, lot: Lot) -> Made:
    return make_records(world, shop, lot)


def _change(world: World, row: Model, **values: object) -> None:
    by = scope.system(world.alder_keystone.pk)
    with scope.opened(by), acting(by=by, reason="as the test needs it", at=now()):
        type(row)._default_manager.filter(pk=row.pk).update(**values)


def test_every_record_says_how_long_it_is_kept(world: World, made: Made) -> None:
    client = visitor(world.head)
    for kind in RECORDS:
        page = client.get(f"/history/{kind}/{made.of(kind).pk}/").content.decode()
        assert "How long it is kept" in page, kind
        with scope.opened(world.head):
            assert retention_of_record(made.of(kind)).why, kind


def test_a_lots_history_tab_explains_it(world: World, lot: Lot) -> None:
    expires = date(2028, 3, 31)
    _change(world, lot, expires_on=expires)
    page = visitor(world.reviewer).get(f"/lots/{lot.pk}/history/").content.decode()
    assert f"lot {lot.number} expires on 31 Mar 2028; 1 year past that." in page
    assert "Place a legal hold" not in page
    with scope.opened(world.head):
        lots = list(Lot.objects.all())
        assert retention_by_lot(lots)[lot.pk].until == date(2029, 3, 31)
        assert retention_by_lot([]) == {}
        assert over_for(lot.partnership_id, world.alder.pk, date(2029, 3, 31)) == []
        (row,) = over_for(lot.partnership_id, world.alder.pk, date(2029, 4, 1))
        assert (row["number"], row["kept_until"]) == (lot.number, "2029-03-31")


def test_a_hold_is_placed_and_lifted_by_hand(world: World, lot: Lot) -> None:
    client = visitor(world.head)
    assert "Place a legal hold on lot" in client.get(f"/lots/{lot.pk}/legal-hold/").content.decode()
    answer = client.post(f"/lots/{lot.pk}/legal-hold/", {"reason": "Claim of a customer"})
    assert answer["Location"] == f"/lots/{lot.pk}/history/"
    client.post(f"/records/{lot.partnership_id}/hold/", {"reason": "Subpoena"})
    page = client.get(f"/lots/{lot.pk}/history/").content.decode()
    for said in ("Kept without an end for now", "Claim of a customer", "Subpoena"):
        assert said in page
    with scope.opened(world.head):
        first, second = LegalHold.objects.order_by("pk")
    other = visitor(world.cmo_qa)
    refused = other.post(
        f"/records/holds/{first.pk}/lift/", as_typed(other.get(f"/records/holds/{first.pk}/lift/"), reason="x")
    )
    assert "Only they can lift it" in refused.content.decode()
    address = f"/records/holds/{second.pk}/lift/"
    assert "This field is required" in client.post(address, as_typed(client.get(address))).content.decode()
    lifted = client.post(address, as_typed(client.get(address), reason="settled"))
    assert lifted["Location"] == f"/records/{lot.partnership_id}/"
    listed = client.get(f"/records/{lot.partnership_id}/").content.decode()
    assert ("settled" in listed, "Claim of a customer" in listed) == (True, True)


def test_a_disposal_list_is_signed_by_hand(world: World, lot: Lot) -> None:
    client, pair = visitor(world.head), lot.partnership_id
    empty = client.post(f"/records/{pair}/dispose/", as_typed(client.get(f"/records/{pair}/dispose/")))
    assert "No lot’s records have come to the end" in empty.content.decode()
    _change(world, lot, expires_on=date(2020, 1, 1))
    page = client.get(f"/records/{pair}/").content.decode()
    assert ("Sign a disposal list" in page, lot.number in page) == (True, True)
    signed = client.post(f"/records/{pair}/dispose/", as_typed(client.get(f"/records/{pair}/dispose/")))
    assert signed["Location"] == f"/records/{pair}/"
    after = client.get(f"/records/{pair}/").content.decode()
    assert ("Disposal lists" in after, "Sign a disposal list" in after) == (True, False)
    with scope.opened(world.cmo_qa):
        assert DisposalList.objects.get().lots[0]["number"] == lot.number
        assert Lot.objects.filter(pk=lot.pk).exists()


def test_all_records_are_asked_for_by_hand(world: World, lot: Lot) -> None:
    client, pair = visitor(world.head), lot.partnership_id
    assert client.post(f"/records/{pair}/export/")["Location"] == f"/records/{pair}/"
    with scope.opened(world.head):
        report = SealedReport.objects.get(kind="partnership_exit")
    assert report.asked_for_id == world.alder.pk
    waiting = client.get(f"/reports/{report.pk}/").content.decode()
    assert "Making the package" in waiting
    assert visitor(world.cmo_qa).get(f"/reports/{report.pk}/").status_code == 404
    assert visitor(world.clerk).post(f"/records/{pair}/export/").status_code == 403


@pytest.mark.parametrize("path", ["", "hold/", "dispose/", "export/"])
def test_strangers_find_nothing(world: World, lot: Lot, path: str) -> None:
    address = f"/records/{lot.partnership_id}/{path}"
    stranger = visitor(world.other_sponsor)
    assert {stranger.get(address).status_code, stranger.post(address).status_code} <= {404, 405}


def test_who_may_not_hold_is_told_so(world: World, lot: Lot) -> None:
    clerk = visitor(world.clerk)
    answer = clerk.post(f"/records/{lot.partnership_id}/hold/", {"reason": "x"})
    assert "Your role does not allow you to place a legal hold" in answer.content.decode()
    with scope.opened(world.head):
        assert not LegalHold.objects.exists()
