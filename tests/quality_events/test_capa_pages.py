"""The pages of corrective actions, from the proposal to the signed answer, on both sides."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kernel import scope
from kernel.clock import now
from lots.models import Lot
from quality_events.models import Capa, CapaAction, QualityEvent
from tests.factories.browsers import browser
from tests.factories.signing import as_typed
from tests.factories.walked import Shop
from tests.quality_events.reported import report
from tests.quality_events.test_investigation import PDF

PROPOSAL = {"source": "event", "title": "Sensor height", "problem": "Set by eye after cleaning."}


@pytest.fixture
def event(shop: Shop, lot: Lot) -> QualityEvent:
    return report(shop, lot)


def signs(client: Client, page: str, verb: str, reason: str = "") -> str:
    address = f"{page}sign/{verb}/"
    given = as_typed(client.get(address), reason=reason)
    answer = client.post(address, given)
    assert answer.status_code == 302, answer.content.decode()
    return str(answer.url)


@pytest.mark.lot(until="completed")
def test_from_the_proposal_to_the_watch(shop: Shop, event: QualityEvent) -> None:
    quality, sponsor = browser(shop.world, "qa@keystone.example"), browser(shop.world, "qa@alderpine.example")
    page = quality.post(f"/events/{event.pk}/capa/", PROPOSAL).url
    assert "CAPA-1 is proposed." in quality.get(page).content.decode()
    me, today = str(shop.world.cmo_qa.person_id), now().date()
    plan = {
        "plan": "Fix the height by a gauge.", "owner_id": me, "product_id": str(shop.product.pk), "kind": "deviation",
        "root_cause": "machine", "found_at": "Feeder", "exposure_lots": "5", "window_days": "90", "at_most": "0",
    }  # fmt: skip
    assert quality.post(f"{page}plan/", plan).url == page
    action = {"what": "Make a gauge", "owner_id": me, "due_on": f"{today + timedelta(days=9)}", "training": "Crew 3"}
    for what in ("Make a gauge", "Make it twice"):
        assert quality.post(f"{page}actions/", action | {"what": what}).url == page
    with scope.opened(shop.world.clerk):
        gauge, doubled = CapaAction.objects.order_by("position")
    assert quality.post(f"/events/capa/actions/{doubled.pk}/drop/", {"reason": "doubled"}).url == page
    assert signs(quality, page, "submit") == page
    assert "Make it twice" not in sponsor.get(page).content.decode()
    assert sponsor.post(f"{page}move/give_back/", {"reason": "Who checks it?"}).url == page
    assert signs(quality, page, "submit") == page
    assert signs(sponsor, page, "approve") == page
    address = f"/events/capa/actions/{gauge.pk}/day/"
    assert "New day: This field is required." in sponsor.get(address, follow=True).content.decode()
    later = f"{address}?to_day={today + timedelta(days=20)}"
    given = as_typed(sponsor.get(later), reason="the part is late")
    assert "Say why the day is moved" in sponsor.post(later, given | {"reason": ""}).content.decode()
    assert sponsor.post(later, given).url == page
    assert "the part is late" in quality.get(page).content.decode()
    assert quality.post(f"{page}move/start/").url == page
    assert quality.get(f"{page}sign/complete/").status_code == 200
    photo = {"shown_by": "", "file": SimpleUploadedFile("gauge.pdf", PDF)}
    assert quality.post(f"/events/capa/actions/{gauge.pk}/done/", photo).url == page
    assert signs(quality, page, "complete") == page
    assert sponsor.post(f"{page}move/redo/", {"reason": "photograph of line 2"}).url == page
    assert signs(quality, page, "complete") == page
    assert signs(sponsor, page, "verify") == page
    assert quality.post(f"{page}figures/").url == page
    for client in (quality, sponsor, browser(shop.world, "auditor@example.org")):
        text = client.get(page).content.decode()
        for words in ("gauge.pdf", "Crew 3", "0 lots made, 0 recurrences", "not yet demonstrable", "Watched since"):
            assert words in text
    assert sponsor.post(f"{page}longer/", {"days": "30", "reason": "few lots"}).status_code == 409
    wrong = sponsor.get(f"{page}sign/effective/")
    refused = sponsor.post(f"{page}sign/effective/", as_typed(wrong))
    assert "The figures say “not yet demonstrable”" in refused.content.decode()
    listed = sponsor.get("/events/capa/?state=open").content.decode()
    assert "Sensor height" in listed
    assert "Effectiveness is watched" in listed
    assert "CAPA-1" in sponsor.get(f"/events/{event.pk}/").content.decode()


@pytest.mark.lot(until="completed")
def test_what_is_typed_wrongly_is_said_and_strangers_see_nothing(shop: Shop, event: QualityEvent) -> None:
    quality, stranger = browser(shop.world, "qa@keystone.example"), browser(shop.world, "qa@bluemesa.example")
    wrong = quality.post(f"/events/{event.pk}/capa/", PROPOSAL | {"source": "moon"}, follow=True).content.decode()
    assert "Source: Select a valid choice" in wrong
    empty = quality.post(f"/events/{event.pk}/capa/", PROPOSAL | {"title": ""}, follow=True).content.decode()
    assert "What is corrected, in one line: This field is required." in empty
    page = quality.post(f"/events/{event.pk}/capa/", PROPOSAL).url
    late = quality.post(f"{page}actions/", {"what": "x"}, follow=True).content.decode()
    assert "By whom: This field is required." in late
    assert quality.get("/events/capa/?state=moon").status_code == 200
    assert quality.get("/events/capa/?after=moon").status_code == 200
    assert quality.get("/events/capa/?state=effective").status_code == 200
    assert quality.get(f"{page}sign/approve/").status_code == 404
    assert quality.post(f"{page}move/nonsense/").url == page
    assert quality.post(f"{page}sign/submit/", {"password": "x"}).status_code == 409
    with scope.opened(shop.world.clerk):
        capa = Capa.objects.get()
    for address in (page, f"{page}sign/submit/"):
        assert stranger.get(address).status_code == 404
    assert "CAPA-1" not in stranger.get("/events/capa/").content.decode()
    assert stranger.post(f"{page}move/cancel/", {"reason": "x"}).status_code == 404
    assert browser(shop.world, "qa@alderpine.example").post(f"{page}move/cancel/", {"reason": "doubled"}).url == page
    with scope.opened(shop.world.clerk):
        capa.refresh_from_db()
        assert capa.state == "cancelled"
