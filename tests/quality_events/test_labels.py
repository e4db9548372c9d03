"""Label incidents: fault, health hazard, scope, destruction of obsolete labels (domain §C7)."""

import io
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from clocks.models import InboxItem, Notice
from evidence.actions.files import examine
from kernel import scope
from kernel.errors import Forbidden, Refused
from kernel.history import acting
from lots.models import Lot
from quality_events.actions import (
    add_event_document,
    certify_destruction,
    classify_label,
    evaluate_hazard,
    state_no_obsolete,
)
from quality_events.content import signed_content
from quality_events.models import LabelDestruction, LabelIncident, QualityEvent
from tests.factories.browsers import browser
from tests.factories.walked import Shop
from tests.quality_events.reported import NOON, approve, close, investigate, propose, report
from tests.quality_events.test_investigation import PDF, act

COMPLETED = pytest.mark.lot(until="completed")
GONE = {
    "label_lot": "R-7", "quantity": 1200, "destroyed_on": NOON.date(), "operator": "K. Tobin", "witness": "R. Osei",
}  # fmt: skip


@pytest.fixture
def event(shop: Shop, lot: Lot) -> QualityEvent:
    return report(shop, lot, kind="label", classification="critical", title="Another product's label on 3 bottles")


def document(shop: Shop, event: QualityEvent) -> Any:
    found = examine("certificate.pdf", io.BytesIO(PDF))
    return act(shop.world.cmo_qa, add_event_document, event_id=event.pk, file=found, title="Destruction certificate")


@COMPLETED
def test_a_dangerous_fault_asks_for_the_hazard_at_once(shop: Shop, event: QualityEvent) -> None:
    by, given = shop.world.cmo_qa, {"event_id": event.pk}
    investigate(shop, event)
    with pytest.raises(Refused, match=r"^Say what was wrong with the label\.$"):
        propose(shop, event)
    with pytest.raises(Refused, match=r"^Say first what was wrong with the label\.$"):
        act(by, classify_label, fault="moon", **given)
    act(by, classify_label, fault="identity", **given)
    with scope.opened(shop.world.head):
        item = InboxItem.objects.get(key=f"event/{event.pk}/hazard")
        assert (item.roles, item.why) == (["SQH"], "21 CFR 7.41")
        assert Notice.objects.get(key=f"event/{event.pk}/hazard/identity").recipient_id == shop.world.head.person_id
    with pytest.raises(Refused, match="health-hazard evaluation is missing"):
        propose(shop, event)
    with pytest.raises(Forbidden):
        act(by, evaluate_hazard, hazard="none", **given)
    with pytest.raises(Refused, match="Write down the evaluation"):
        act(shop.world.head, evaluate_hazard, hazard=" ", **given)
    act(shop.world.head, evaluate_hazard, hazard="Soy not declared: grave for few, likely.", **given)
    with scope.opened(shop.world.head):
        assert InboxItem.objects.get(key=f"event/{event.pk}/hazard").done_at == NOON
        assert signed_content(event)["label"]["hazard"] == "Soy not declared: grave for few, likely."
    act(by, classify_label, fault="allergen", **given)
    with scope.opened(shop.world.head):
        assert InboxItem.objects.filter(key=f"event/{event.pk}/hazard", done_at=None).count() == 0
    assert propose(shop, event).state == "proposed"


@COMPLETED
def test_it_closes_when_the_obsolete_labels_are_gone(shop: Shop, event: QualityEvent) -> None:
    by, given = shop.world.cmo_qa, {"event_id": event.pk}
    act(by, classify_label, fault="artwork", **given)
    paper = document(shop, event)
    investigate(shop, event)
    propose(shop, event)
    approve(shop, event)
    with pytest.raises(Refused, match="Record the destruction of the obsolete labels"):
        close(shop, event)
    act(by, certify_destruction, certificate_id=paper.pk, **GONE, **given)
    with scope.opened(by):
        assert signed_content(event)["label"]["destroyed"] == [{"label_lot": "R-7", "quantity": 1200}]
    assert close(shop, event).state == "closed"


@COMPLETED
def test_or_it_is_said_why_none_are(shop: Shop, event: QualityEvent) -> None:
    by, given = shop.world.cmo_qa, {"event_id": event.pk}
    with pytest.raises(Refused, match="Say first what was wrong"):
        act(by, state_no_obsolete, reason="the roll is used up", **given)
    act(by, classify_label, fault="code", **given)
    investigate(shop, event)
    propose(shop, event)
    approve(shop, event)
    with pytest.raises(Refused, match="Say why no labels are destroyed"):
        act(by, state_no_obsolete, **given)
    act(by, state_no_obsolete, reason="the roll is used up", **given)
    assert close(shop, event).state == "closed"


@COMPLETED
@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"label_lot": " "}, "Name the label lot"),
        ({"quantity": 0}, "how many labels"),
        ({"destroyed_on": NOON.date() + timedelta(days=1)}, "lies in the future"),
        ({"witness": "k. TOBIN "}, "another person who witnessed it"),
        ({"operator": ""}, "Name who destroyed"),
        ({"certificate_id": None}, "Add the certificate"),
    ],
)
def test_a_destruction_is_witnessed_and_certified(
    shop: Shop, event: QualityEvent, wrong: dict[str, Any], words: str
) -> None:
    act(shop.world.cmo_qa, classify_label, event_id=event.pk, fault="artwork")
    given = GONE | {"certificate_id": document(shop, event).pk, "event_id": event.pk}
    with pytest.raises(Refused, match=words):
        act(shop.world.cmo_qa, certify_destruction, **(given | wrong))


@COMPLETED
def test_other_events_know_no_label_and_the_database_keeps_it(shop: Shop, lot: Lot, event: QualityEvent) -> None:
    by = shop.world.cmo_qa
    with pytest.raises(Refused, match="is no label incident"):
        act(by, classify_label, event_id=report(shop, lot).pk, fault="artwork")
    act(by, classify_label, event_id=event.pk, fault="artwork")
    paper = document(shop, event)
    gone = act(by, certify_destruction, event_id=event.pk, certificate_id=paper.pk, **GONE)
    with scope.opened(by), acting(by=by, reason="raw", at=NOON):
        with pytest.raises(DatabaseError), transaction.atomic():
            LabelDestruction.objects.filter(pk=gone.pk).update(quantity=1)
        with pytest.raises(IntegrityError, match="hazard_evaluated_by_somebody"), transaction.atomic():
            LabelIncident.objects.filter(event=event).update(hazard="none")


@COMPLETED
def test_on_the_pages(shop: Shop, event: QualityEvent) -> None:
    quality, head = browser(shop.world, "qa@keystone.example"), browser(shop.world, "head.qa@alderpine.example")
    page, paper = f"/events/{event.pk}/", document(shop, event)
    assert "not yet said" in head.get(page).content.decode()
    assert quality.post(f"{page}label/", {"fault": "allergen"}).url == page
    assert head.post(f"{page}label/hazard/", {"hazard": "Soy, grave for few"}).url == page
    gone = GONE | {"certificate_id": str(paper.pk), "destroyed_on": date(2026, 3, 11).isoformat()}
    assert quality.post(f"{page}label/destroyed/", gone).url == page
    assert quality.post(f"{page}label/none-destroyed/", {"why": "the rest is used up"}).url == page
    for client in (quality, head, browser(shop.world, "auditor@example.org")):
        text = client.get(page).content.decode()
        for words in ("Allergen statement", "Soy, grave for few", "1200 of R-7 destroyed", "witnessed by R. Osei"):
            assert words in text
    assert browser(shop.world, "qa@bluemesa.example").post(f"{page}label/", {"fault": "count"}).status_code == 404
