"""Which lots a version concerns, on its page, over the API and as a file; the baseline of any day; two side by side."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from kernel import scope
from lots.actions import complete_lot
from lots.models import Lot
from masters.models import MasterRecord
from tests.factories.baseline import VALID_FROM, label_value, master_record_value
from tests.factories.browsers import browser
from tests.factories.keys import keyed
from tests.factories.signing import as_typed
from tests.factories.versions import approve_next
from tests.factories.walked import AT, Shop, make_consignee, make_lot
from tests.masters.test_correcting import correct
from traceability.actions import ship
from workspace.queries.under_versions import asked_version, lots_asked

CUT = date(2026, 3, 12)
APPROVED = datetime(2026, 3, 11, 9, 0, tzinfo=UTC)
SPONSOR, HEAD = "qa@alderpine.example", "head.qa@alderpine.example"


pytestmark = pytest.mark.lot(until="in_process")


@pytest.fixture
def changed(shop: Shop) -> Shop:
    """Lot KB-1 begun under v3 and not completed; v4 of the master record is valid from 12 March."""
    with scope.opened(shop.world.head):
        first = master_record_value(version=None)
        more = replace(first.components[0], target=first.components[0].target + 1)
        approve_next(
            product_id=shop.product.pk, content=replace(first, components=(more, *first.components[1:])),
            valid_from=CUT, by=shop.world.head, reason="more of it", at=APPROVED,
        )  # fmt: skip
    return shop


def made(shop: Shop, number: str = "KB-1") -> Lot:
    with scope.opened(shop.world.reviewer):
        return Lot.objects.get(number=number)


def versions(shop: Shop) -> dict[int, MasterRecord]:
    with scope.opened(shop.world.reviewer):
        return {row.version: row for row in MasterRecord.objects.filter(recorded_until=None)}


def numbers(shop: Shop, version: MasterRecord, question: str) -> list[str]:
    with scope.opened(shop.world.reviewer):
        return [row.lot.number for row in lots_asked(asked_version(version.pk), question).rows]


def test_lots_under_across_and_before(changed: Shop) -> None:
    third, fourth = versions(changed)[3], versions(changed)[4]
    assert numbers(changed, third, "under") == ["KB-1"]
    assert numbers(changed, fourth, "under") == []
    assert numbers(changed, fourth, "straddling") == ["KB-1"]
    assert numbers(changed, third, "straddling") == []
    assert numbers(changed, third, "before_approval") == []


@pytest.mark.parametrize(("completed", "found"), [(datetime(2026, 3, 12, tzinfo=UTC), ["KB-1"]), (AT, [])])
def test_a_lot_completed_at_the_cut_over_lies_across_it(changed: Shop, completed: datetime, found: list[str]) -> None:
    with scope.opened(changed.world.clerk):
        lot = Lot.objects.get(number="KB-1")
        complete_lot(
            lot_id=lot.pk, quantity_good=Decimal(4900), made_on=completed.date(), packed_on=completed.date(),
            expires_on=date(2028, 3, 1), by=changed.world.clerk, reason="", at=completed,
        )  # fmt: skip
    assert numbers(changed, versions(changed)[4], "straddling") == found


def test_a_lot_keeps_the_row_that_was_corrected(changed: Shop) -> None:
    third = versions(changed)[3]
    right = correct(changed.world, third, VALID_FROM + timedelta(days=3))
    assert numbers(changed, versions(changed)[3], "under") == ["KB-1"]
    page = browser(changed.world, SPONSOR).get(f"/products/versions/{right.pk}/").content.decode()
    assert "which was corrected on" in page
    old = browser(changed.world, SPONSOR).get(f"/products/versions/{third.pk}/").content.decode()
    assert "what holds now" in old
    with scope.opened(changed.world.reviewer):
        lot = Lot.objects.get(number="KB-1")
        assert lot.master_record_id == third.pk
    dossier = browser(changed.world, SPONSOR).get(f"/lots/{lot.pk}/versions/").content.decode()
    assert "corrected" in dossier


def test_a_lot_made_before_the_approval_is_found(shop: Shop) -> None:
    lot = made(shop)
    with scope.opened(shop.world.reviewer):
        asked = asked_version(lot.master_record_id)
        later = replace(asked, rows=tuple(_approved(row, AT + timedelta(days=9)) for row in asked.rows))
        assert [row.lot.number for row in lots_asked(later, "before_approval").rows] == ["KB-1"]


def _approved(row: object, at: datetime) -> object:
    row.approved_at = at  # type: ignore[attr-defined]  # not saved: an approval after the fact
    return row


@pytest.mark.lot(until="released")
def test_a_label_is_on_stock_or_shipped_to_whom(shop: Shop) -> None:
    world, lot = shop.world, made(shop)
    consignee = make_consignee(shop)
    with scope.opened(world.clerk):
        ship(
            lot_id=lot.pk, consignee_id=consignee.pk, quantity=Decimal(1000), ship_from="Keystone Plant 1",
            reference="ASN-1", carrier="Carrier", by=world.clerk, reason="", at=AT + timedelta(days=5),
        )  # fmt: skip
    path = f"/products/versions/{lot.label_version_id}/"
    text = browser(world, SPONSOR).get(path).content.decode()
    assert ("KB-1" in text, "Harbor Health" in text) == (True, True)
    with scope.opened(world.reviewer):
        row = lots_asked(asked_version(lot.label_version_id), "under").rows[0]
        assert (row.shipped, row.on_stock) == (Decimal(1000), row.lot.quantity_good - 1000)
    answer = browser(world, SPONSOR).get(f"/products/versions/{lot.label_version_id}/lots/xlsx/")
    sheet = load_workbook(BytesIO(b"".join(answer.streaming_content))).active
    found = dict(zip(*[[cell.value for cell in line] for line in sheet.rows], strict=True))
    assert (found["Lot"], found["Shipped"], found["Made to"]) == ("KB-1", 1000, "LBL-MG120 v5")


def test_pages_follow_each_other_without_a_gap(shop: Shop) -> None:
    for number in ("KB-5", "KB-6"):
        lot = make_lot(shop, number, until="in_process")
    with scope.opened(shop.world.reviewer):
        asked = asked_version(lot.specification_id)
        found, after = [], ""
        for _ in range(3):
            page = lots_asked(asked, "under", after=after, limit=1)
            found += [row.lot.number for row in page.rows]
            after = page.after
        assert (sorted(found), after) == (["KB-1", "KB-5", "KB-6"], "")
        for unreadable in ("x", "2026-01-01~y", f"2026-01-01T00:00:00~{lot.pk}"):
            assert len(lots_asked(asked, "under", after=unreadable).rows) == 3


def test_the_page_takes_the_same_queries_for_one_and_three(shop: Shop) -> None:
    lot, client = made(shop), browser(shop.world, SPONSOR)
    path, sent = f"/products/versions/{lot.sampling_plan_id}/", []
    for numbers_ in ((), ("KB-8", "KB-9")):
        for number in numbers_:
            make_lot(shop, number, until="in_process")
        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        sent.append(len(queries))
    assert sent[0] == sent[1]


def test_the_file_and_the_api_answer_as_the_page(changed: Shop) -> None:
    fourth = versions(changed)[4]
    client = browser(changed.world, SPONSOR)
    answer = client.get(f"/products/versions/{fourth.pk}/lots/csv/?ask=straddling")
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert (len(lines), lines[1].split(",")[0], "MMR-0417 v3" in lines[1]) == (2, "KB-1", True)
    key = keyed(changed.world, SPONSOR)
    api = key.get(f"/api/v1/master-versions/{fourth.pk}/lots/?ask=straddling").json()
    assert [lot["number"] for lot in api["results"]] == ["KB-1"]
    assert (api["kind"], api["begins_on"], api["next"]) == ("master_record", "2026-03-12", None)
    assert key.get(f"/api/v1/master-versions/{fourth.pk}/lots/?ask=what").status_code == 400
    for path in ("?ask=what", "lots/csv/?ask=what", "lots/pdf/"):
        assert client.get(f"/products/versions/{fourth.pk}/{path}").status_code == 404


def test_the_baseline_of_a_day_as_known_on_another(changed: Shop) -> None:
    client, path = browser(changed.world, SPONSOR), f"/products/{changed.product.pk}/baseline/"
    assert "MMR-0417 v4" in client.get(path, {"on": "2026-03-12"}).content.decode()
    before = client.get(path, {"on": "2026-03-12", "known": "2026-03-10"}).content.decode()
    assert ("MMR-0417 v3" in before, "MMR-0417 v4" in before) == (True, False)
    assert "MMR-0417 v4" in client.get(path, {"on": "2026-03-12", "known": "2026-03-11"}).content.decode()
    assert "Nothing was approved" in client.get(path, {"on": "2020-01-01"}).content.decode()
    assert client.get(path, {"on": "never", "known": "9999-12-31"}).status_code == 200
    answer = client.get(f"{path}csv/", {"on": "2026-03-12", "known": "2026-03-10"})
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert lines[1].split(",")[1:4] == ["MMR-0417", "3", "2025-09-01"]
    api = (
        keyed(changed.world, SPONSOR)
        .get(f"/api/v1/products/{changed.product.pk}/baseline/", {"on": "2026-03-12", "known": "2026-03-10T23:59:59Z"})
        .json()
    )
    assert (api["master_record"]["version"], api["known"]) == (3, "2026-03-10T23:59:59Z")


def test_two_versions_side_by_side(changed: Shop) -> None:
    third, fourth = versions(changed)[3], versions(changed)[4]
    client = browser(changed.world, SPONSOR)
    text = client.get(f"/products/versions/{fourth.pk}/redline/").content.decode()
    assert ("against v3" in text, "<del>" in text, "Formula" in text) == (True, True, True)
    other = client.get(f"/products/versions/{third.pk}/redline/", {"against": str(fourth.pk)}).content.decode()
    assert "against v4" in other
    label = client.get(f"/products/versions/{made(changed).label_version_id}/redline/").content.decode()
    assert "It is the only version." in label


def test_the_sponsors_head_corrects_a_day_on_its_page(changed: Shop) -> None:
    fourth, client = versions(changed)[4], browser(changed.world, HEAD)
    path = f"/products/versions/{fourth.pk}/correct/"
    assert path in client.get(f"/products/versions/{fourth.pk}/").content.decode()
    assert path not in browser(changed.world, SPONSOR).get(f"/products/versions/{fourth.pk}/").content.decode()
    first = client.get(path).content.decode()
    assert ("Show what would be signed" in first, "content_hash" in first) == (True, False)
    shown = client.get(f"{path}?valid_from=2026-03-10")
    answer = client.post(f"{path}?valid_from=2026-03-10", as_typed(shown, reason="The line was changed on the 10th."))
    now_holds = versions(changed)[4]
    assert (answer.status_code, answer.url) == (302, f"/products/versions/{now_holds.pk}/")
    assert (now_holds.valid_from, now_holds.corrects_id) == (date(2026, 3, 10), fourth.pk)
    again = client.get(f"{path}?valid_from=2026-03-09")
    refused = client.post(f"{path}?valid_from=2026-03-09", as_typed(again, reason="once more"))
    assert (refused.status_code, "corrected on" in refused.content.decode()) == (409, True)


def test_strangers_get_404(changed: Shop) -> None:
    fourth, stranger = versions(changed)[4], browser(changed.world, "qa@bluemesa.example")
    for path in ("", "redline/", "lots/csv/", "correct/"):
        assert stranger.get(f"/products/versions/{fourth.pk}/{path}").status_code == 404
    assert stranger.get(f"/products/{changed.product.pk}/baseline/").status_code == 404
    assert (
        keyed(changed.world, "qa@bluemesa.example").get(f"/api/v1/master-versions/{fourth.pk}/lots/").status_code == 404
    )


def test_label_versions_lead_to_the_comparison_of_their_artworks(shop: Shop) -> None:
    """One hash is identical at once, another leads to the pictures, none says so."""
    old = label_value().artwork_sha256
    for day, artwork, told in (
        (12, old, "Identical: both versions were approved with the same file"),
        (13, "0" * 64, f"artwork/compare/?left={old}&amp;right={'0' * 64}"),
        (14, "", "v8 was approved without the hash of its artwork."),
    ):
        with scope.opened(shop.world.head):
            version = approve_next(
                product_id=shop.product.pk, content=replace(label_value(version=None), artwork_sha256=artwork),
                valid_from=date(2026, 3, day), by=shop.world.head, reason="another picture", at=APPROVED,
            )  # fmt: skip
        page = browser(shop.world, SPONSOR).get(f"/products/versions/{version.pk}/redline/")
        assert told in page.content.decode()
