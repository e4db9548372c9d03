"""The pages of complaints, as each side sees them."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kernel import scope
from lots.models import Lot
from quality_events.models import AdverseReport, Complaint
from quality_events.seriousness import OUTCOMES
from tests.factories.signing import as_typed
from tests.factories.walked import Shop
from tests.quality_events.told import LABEL, in_state, receive
from tests.workspace.visiting import visitor

FORM = {
    "lots": "KB-1", "stated_lot": "KB1", "received_at": "2026-03-11T08:00", "channel": "phone", "reporter": "consumer",
    "nature": "adverse", "words": "Rash after two days.",
}  # fmt: skip
NO = {"is_adverse": "no", **dict.fromkeys(OUTCOMES, "no"), "basis": "asked"}


def text(answer: Any) -> str:
    found: str = answer.content.decode()
    return found


def reloaded(shop: Shop) -> Complaint:
    with scope.opened(shop.world.clerk):
        return Complaint.objects.get()


def sign(client: Client, url: str) -> Any:
    shown = client.get(url)
    assert shown.status_code == 200
    given = as_typed(shown)
    return client.post(url, given)


@pytest.mark.lot(until="completed")
def test_a_serious_complaint_goes_its_way_on_the_pages(shop: Shop, lot: Lot) -> None:
    cmo, sponsor, head = (visitor(by) for by in (shop.world.cmo_qa, shop.world.reviewer, shop.world.head))
    answer = cmo.post("/events/complaints/new/", FORM | {"product": str(shop.product.pk)})
    assert answer.status_code == 302
    page = answer.url
    assert "Not screened yet" in text(sponsor.get(page))
    screened = sponsor.post(f"{page}screen/", NO | {"is_adverse": "yes", "hospitalization": "yes"})
    assert screened.status_code == 302
    assert "First report: to be submitted" in text(cmo.get(page))
    assert sign(sponsor, f"{page}sign/screen/").status_code == 302
    reviewed = {"is_to_investigate": "yes", "lots": "KB-1", "review": "Nickel is possible."}
    assert sponsor.post(f"{page}review/", reviewed).status_code == 302
    assert sign(sponsor, f"{page}sign/review/").status_code == 302
    assert sign(head, f"{page}sign/investigate/").status_code == 302
    complaint = reloaded(shop)
    assert (complaint.state, complaint.stated_lot) == ("investigating", "KB1")
    assert "CMP-1" in text(cmo.get(f"/events/{complaint.event_id}/"))
    label = SimpleUploadedFile("label.pdf", LABEL)
    assert sponsor.post(f"{page}label/", {"file": label}).status_code == 302
    with scope.opened(shop.world.clerk):
        report = AdverseReport.objects.get()
    given = {"submitted_at": "2026-03-12T08:00", "reference": "FDA-7", "file": SimpleUploadedFile("3500A.pdf", LABEL)}
    assert sponsor.post(f"/events/complaints/reports/{report.pk}/", given).status_code == 302
    assert "reference FDA-7" in text(cmo.get(page))
    information = {"received_at": "2026-03-13T08:00", "information": "Discharged."}
    assert sponsor.post(f"{page}information/", information).status_code == 302
    assert "Follow-up 1: to be submitted" in text(sponsor.get(page))
    assert visitor(shop.world.other_sponsor).get(page).status_code == 404


def test_each_outcome_is_answered_on_the_page(shop: Shop) -> None:
    complaint, client = receive(shop), visitor(shop.world.reviewer)
    unanswered = client.post(f"/events/complaints/{complaint.pk}/screen/", NO | {"death": ""}, follow=True)
    assert "Death: This field is required." in text(unanswered)
    with scope.opened(shop.world.reviewer):
        assert complaint.screens.count() == 0


def test_a_lot_of_another_product_is_refused_in_the_form(shop: Shop) -> None:
    client = visitor(shop.world.reviewer)
    answer = client.post("/events/complaints/new/", FORM | {"product": str(shop.product.pk), "lots": "KB-9"})
    assert answer.status_code == 409
    assert "“KB-9” is no lot of this product." in text(answer)
    assert "Rash after two days." in text(answer)


def test_it_is_sent_back_answered_and_closed(shop: Shop) -> None:
    complaint = in_state(shop, "reviewed")
    page = f"/events/complaints/{complaint.pk}/"
    sponsor, head = visitor(shop.world.reviewer), visitor(shop.world.head)
    assert head.post(f"{page}send-back/", {"reason": "no record looked at"}).status_code == 302
    assert reloaded(shop).state == "screened"
    kept = {"is_to_investigate": "no", "lots": "", "review": "Odor of the ingredient."}
    assert sponsor.post(f"{page}review/", kept).status_code == 302
    assert sign(sponsor, f"{page}sign/review/").status_code == 302
    assert sign(head, f"{page}sign/set_aside/").status_code == 302
    assert sponsor.post(f"{page}answer/", {"follow_up": "None needed.", "reply": "Letter."}).status_code == 302
    assert sign(head, f"{page}sign/close/").status_code == 302
    assert reloaded(shop).state == "closed"
    assert sponsor.get(f"{page}sign/review/").status_code == 404


def test_the_other_company_notes_its_receipt(shop: Shop) -> None:
    complaint = receive(shop)
    page = f"/events/complaints/{complaint.pk}/"
    answer = visitor(shop.world.clerk).post(f"{page}receipt/", {"received_at": "2026-03-11T08:00"})
    assert answer.status_code == 302
    assert reloaded(shop).cmo_received_at == reloaded(shop).first_received_at


@pytest.mark.lot(until="completed")
def test_the_list_and_the_form_of_events_point_here(shop: Shop, lot: Lot) -> None:
    client = visitor(shop.world.reviewer)
    receive(shop, [lot])
    listed = text(client.get("/events/complaints/?state=open&nature=quality"))
    assert "CMP-1" in listed
    assert "CMP-1" not in text(client.get("/events/complaints/?nature=labeling"))
    assert "CMP-1" in text(client.get("/events/complaints/?after=nonsense"))
    assert 'value="complaint"' not in text(visitor(shop.world.clerk).get(f"/events/report/{lot.pk}/"))


@pytest.mark.lot(until="completed")
def test_events_are_narrowed_to_a_kind(shop: Shop, lot: Lot) -> None:
    in_state(shop, "investigating", [lot])
    client = visitor(shop.world.reviewer)
    assert "DEV-1" in text(client.get("/events/?kind=complaint"))
    assert "DEV-1" not in text(client.get("/events/?kind=deviation"))
