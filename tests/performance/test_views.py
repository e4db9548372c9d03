"""The pages about partners in a browser."""

from datetime import timedelta
from typing import Any

from kernel import scope
from kernel.clock import now
from parties.models import Qualification
from tests.factories.browsers import browser
from tests.factories.walked import Shop, make_lot


def form(**changed: Any) -> dict[str, Any]:
    today = now().date()
    return {
        "scope": "capsules", "status": "conditional", "valid_from": today.isoformat(),
        "valid_until": (today + timedelta(days=365)).isoformat(), "conditions": "<b>re-audit</b>", "reason": "audit",
    } | changed  # fmt: skip


def test_few_lots_are_insufficient_data_and_many_open(shop: Shop) -> None:
    recent = now() - timedelta(days=30)
    for number in range(8):
        make_lot(shop, f"KB-{number}", until="completed", at=recent)
    url = f"/partners/{shop.partnership.pk}/"
    text = browser(shop.world, "qa@alderpine.example").get(url).content.decode()
    assert "Keystone Blending Co. → Alder &amp; Pine Nutrition" in text
    assert "0 of 8: packs complete within the agreement’s window / packs due" in text
    assert "insufficient data" in text
    assert text.count('class="lot-number"') == 8
    listed = browser(shop.world, "qa@keystone.example").get("/partners/").content.decode()
    assert listed.count("<tr data-item") == 3
    assert "0 %" in listed


def test_strangers_get_404(shop: Shop) -> None:
    stranger = browser(shop.world, "qa@bluemesa.example")
    assert stranger.get(f"/partners/{shop.partnership.pk}/").status_code == 404
    assert stranger.get(f"/partners/{shop.partnership.pk}/qualify/").status_code == 404
    assert "Alder" not in stranger.get("/partners/").content.decode()


def test_the_head_records_a_qualification(shop: Shop) -> None:
    head, url = browser(shop.world, "head.qa@alderpine.example"), f"/partners/{shop.partnership.pk}/"
    assert "Record qualification" in head.get(url).content.decode()
    assert head.post(f"{url}qualify/", form()).headers["location"] == url
    text = head.get(url).content.decode()
    assert "&lt;b&gt;re-audit&lt;/b&gt;" in text
    assert "Conditional" in text
    late = head.post(f"{url}qualify/", form(valid_until="2020-01-01"))
    assert late.status_code == 409
    assert "The qualification would end before it begins." in late.content.decode()
    with scope.opened(shop.world.head):
        assert Qualification.objects.filter(status="conditional").count() == 1


def test_others_are_refused(shop: Shop) -> None:
    url = f"/partners/{shop.partnership.pk}/"
    clerk = browser(shop.world, "clerk@keystone.example")
    assert "Record qualification" not in clerk.get(url).content.decode()
    answer = clerk.post(f"{url}qualify/", form())
    assert answer.status_code == 403
    assert "Your role does not allow you to qualify a CMO." in answer.content.decode()
