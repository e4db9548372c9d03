"""Whoever was told has read it once the page that the notice leads to was shown to him."""

from uuid import UUID

import pytest

from clocks.actions import notify
from clocks.models import Notice, NoticeReceipt
from kernel import scope
from kernel.ids import new_id
from lots.models import Lot
from tests.clocks.started import STARTED
from tests.factories.browsers import browser
from tests.factories.walked import Shop
from tests.quality_events.returned import receive

QA, COLLEAGUE = "qa@alderpine.example", "head.qa@alderpine.example"


def told(shop: Shop, url: str) -> UUID:
    """A notice to the sponsor's reviewer that leads to the page."""
    with scope.opened(shop.world.clerk) as by:
        (notice,) = notify(
            key=f"test/{new_id()}/told", partnership=shop.partnership, organisation_id=shop.world.alder.pk,
            roles=["SQA"], subject_line="Look", facts={"what": "Look"}, url=url, by=by, at=STARTED,
        )  # fmt: skip
    return notice.pk


def is_read(shop: Shop, notice_id: UUID) -> bool:
    with scope.opened(shop.world.clerk):
        return NoticeReceipt.objects.filter(notice_id=notice_id).exists()


@pytest.mark.lot(until="pack_pending")
def test_every_page_that_a_notice_leads_to_is_a_receipt(shop: Shop, lot: Lot) -> None:
    with scope.opened(shop.world.clerk):
        agreement_id, pack_id = lot.agreement_version.agreement_id, lot.packs.values_list("pk", flat=True)[0]
    pages = [
        f"/lots/{lot.pk}/",
        f"/agreements/{agreement_id}/",
        f"/evidence/packs/{pack_id}/review/",
        f"/partners/{shop.partnership.pk}/",
        "/changes/",
        "/events/complaints/",
        "/events/capa/",
    ]
    notices = {page: told(shop, f"{page}?from=mail#top") for page in pages}
    reader = browser(shop.world, QA)
    for page, notice_id in notices.items():
        assert not is_read(shop, notice_id)
        assert (page, reader.get(page).status_code) == (page, 200)
        assert (page, is_read(shop, notice_id)) == (page, True)


@pytest.mark.lot(until="completed")
def test_the_page_of_returned_product_shows_who_has_read_it(shop: Shop, lot: Lot) -> None:
    returned = receive(shop, lot, by=shop.world.clerk)
    url = f"/events/returns/{returned.pk}/"
    with scope.opened(shop.world.clerk):
        mine = Notice.objects.get(key__startswith=f"return/{returned.pk}/", recipient=shop.world.people[QA]).pk
    assert "not yet" in browser(shop.world, "qa@keystone.example").get(url).content.decode()
    assert not is_read(shop, mine)
    page = browser(shop.world, QA).get(url).content.decode()
    assert page.count("not yet") == page.count('<th scope="row">') - 2  # the two who have looked
    assert is_read(shop, mine)


@pytest.mark.lot(until="completed")
def test_what_was_not_seen_is_not_read(shop: Shop, lot: Lot) -> None:
    url = f"/lots/{lot.pk}/"
    seen, gone = told(shop, url), told(shop, f"/lots/{new_id()}/")
    reader = browser(shop.world, QA)
    with scope.opened(shop.world.clerk):
        missing = Notice.objects.get(pk=gone).page
    assert reader.get(missing).status_code == 404
    browser(shop.world, COLLEAGUE).get(url)
    reader.head(url)
    reader.get(f"/api/v1{url}")
    assert not is_read(shop, gone)
    assert not is_read(shop, seen)
    assert reader.get(url).status_code == 200
    assert reader.get(url).status_code == 200
    assert is_read(shop, seen)
