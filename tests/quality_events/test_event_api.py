"""An event's other steps over the API: lots, class, label, informants, documents; a signature is never a key's."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kernel import scope
from lots.models import Lot
from quality_events.actions import classify_event
from quality_events.models import Informant
from tests.factories.keys import keyed
from tests.factories.walked import Shop
from tests.quality_events.reported import NOON, approve, close, investigate, propose, report
from tests.quality_events.test_investigation import PDF
from tests.quality_events.test_scope import HELD, decide

RELEASED = pytest.mark.lot(until="released")
CMO, SPONSOR, STRANGER = "qa@keystone.example", "qa@alderpine.example", "qa@bluemesa.example"
IN_PERSON = "Nothing that needs a signature can be done with a key."


def post(client: Client, address: str, body: dict[str, Any]) -> tuple[int, Any]:
    answer = client.post(address, body, content_type="application/json")
    return answer.status_code, answer.json()


def at(event: Any, tail: str = "") -> str:
    return f"/api/v1/events/{event.pk}/{tail}"


@RELEASED
def test_asked_reopened_and_cancelled_with_a_reason(shop: Shop, lot: Lot) -> None:
    event, sponsor = propose(shop, investigate(shop, report(shop, lot))), keyed(shop.world, SPONSOR)
    assert post(sponsor, at(event, "question/"), {})[0] == 409
    assert post(sponsor, at(event, "question/"), {"reason": "Which scale?"})[1]["state"] == "investigating"
    propose(shop, event)
    approve(shop, event)
    close(shop, event)
    status, found = post(keyed(shop.world, CMO), at(event, "reopen/"), {"reason": "seen again"})
    assert (status, found["state"], found["closed_at"]) == (200, "reopened", None)
    assert {step["verb"] for step in found["available_actions"]} == {"investigate", "propose"}
    status, problem = post(sponsor, at(event, "reopen/"), {"reason": "again"})
    assert (status, problem["detail"]) == (409, "“Reopen” is not possible while DEV-1 is “Reopened”.")
    other = report(shop, lot)
    assert post(keyed(shop.world, CMO), at(other, "cancel/"), {"reason": "twice"})[0] == 403
    assert post(sponsor, at(other, "cancel/"), {"reason": "twice"})[1]["state"] == "cancelled"
    assert post(keyed(shop.world, STRANGER), at(other, "cancel/"), {"reason": "twice"})[0] == 404


@HELD
def test_lots_are_added_let_go_and_kept(shop: Shop, lots: list[Lot]) -> None:
    event, sponsor = report(shop, lots[0]), keyed(shop.world, SPONSOR)
    decide(shop, event, lots[1:], "excluded", "other roll")
    kept = {"lots": [str(lots[1].pk)], "reason": "not shown"}
    assert _standing(post(sponsor, at(event, "keep-held/"), kept)[1]) == {
        "KB-1": "included", "KB-2": "suspected", "KB-3": "excluded",
    }  # fmt: skip
    free = {"lots": [str(lots[2].pk)], "reason": "convinced"}
    assert post(keyed(shop.world, CMO), at(event, "let-go/"), free)[0] == 403
    _, found = post(sponsor, at(event, "let-go/"), free)
    assert [row["consented_at"] is not None for row in found["lots"] if row["number"] == "KB-3"] == [True]
    status, problem = post(sponsor, at(event, "let-go/"), free)
    assert (status, problem["detail"]) == (
        409, "Choose lots that the investigation lets go and that are still held.",
    )  # fmt: skip
    status, problem = post(sponsor, at(event, "lots/"), {"lots": [str(lots[1].pk)], "reason": "seen"})
    assert (status, problem["detail"]) == (409, "DEV-1 reaches one of these lots already.")
    minor = report(shop, lots[0], classification="minor")
    assert _standing(post(sponsor, at(minor, "lots/"), {"lots": [str(lots[1].pk)], "reason": "seen"})[1]) == {
        "KB-1": "included", "KB-2": "included",
    }  # fmt: skip
    assert post(keyed(shop.world, STRANGER), at(minor, "lots/"), {"lots": [str(lots[2].pk)]})[0] == 404


def _standing(found: dict[str, Any]) -> dict[str, str]:
    return {row["number"]: row["standing"] for row in found["lots"]}


@RELEASED
def test_a_lower_class_is_consented_to_in_person_and_refused_by_a_key(shop: Shop, lot: Lot) -> None:
    event, by, sponsor = report(shop, lot), shop.world.cmo_qa, keyed(shop.world, SPONSOR)
    with scope.opened(by):
        classify_event(event_id=event.pk, classification="minor", by=by, reason="no effect", at=NOON)
    status, problem = post(sponsor, at(event, "class/consent/"), {})
    assert (status, problem["detail"]) == (403, IN_PERSON)
    assert post(keyed(shop.world, CMO), at(event, "class/keep/"), {"reason": "stays"})[0] == 403
    assert post(sponsor, at(event, "class/keep/"), {"reason": "stays"})[1]["classification"] == "major"
    with scope.opened(by):
        assert event.class_changes.get().is_granted is False


@RELEASED
def test_a_label_incident_is_classified_evaluated_and_its_labels_destroyed(shop: Shop, lot: Lot) -> None:
    event = report(shop, lot, kind="label", classification="critical", title="Another label")
    cmo, sponsor = keyed(shop.world, CMO), keyed(shop.world, SPONSOR)
    assert cmo.get(at(event, "label/")).json()["fault"] is None
    found = post(cmo, at(event, "label/"), {"fault": "allergen"})[1]
    assert (found["fault"], found["is_hazardous"], found["hazard"]) == ("allergen", True, "")
    assert post(cmo, at(event, "label/hazard/"), {"hazard": "Soy"})[0] == 403
    assert post(sponsor, at(event, "label/hazard/"), {"hazard": "Soy: grave for few"})[1]["hazard"] == (
        "Soy: grave for few"
    )
    gone = {"label_lot": "R-7", "quantity": 1200, "destroyed_on": "2026-03-12", "operator": "K. T.", "witness": "R. O."}
    status, problem = post(cmo, at(event, "label/destroyed/"), gone)
    assert (status, problem["detail"]) == (409, "Add the certificate to the event’s documents, then choose it.")
    (paper,) = _add(cmo, at(event, "documents/"))
    found = post(cmo, at(event, "label/destroyed/"), gone | {"certificate": paper["id"]})[1]
    assert [(row["label_lot"], row["quantity"], row["certificate"]) for row in found["destructions"]] == [
        ("R-7", 1200, paper["id"])
    ]
    assert post(cmo, at(event, "label/none-destroyed/"), {"reason": "all used"})[1]["no_obsolete"] == "all used"
    assert post(cmo, at(report(shop, lot), "label/"), {"fault": "claim"})[1]["detail"] == "DEV-2 is no label incident."
    assert keyed(shop.world, STRANGER).get(at(event, "label/")).status_code == 404


def _add(client: Client, address: str, name: str = "certificate.pdf") -> Any:
    file = SimpleUploadedFile(name, PDF, content_type="application/pdf")
    answer = client.post(address, {"file": file, "title": "Certificate"})
    assert answer.status_code == 201, answer.content
    return answer.json()


@RELEASED
def test_documents_are_attached_and_listed_by_both_sides(shop: Shop, lot: Lot) -> None:
    event, cmo = report(shop, lot), keyed(shop.world, CMO)
    (paper,) = _add(cmo, at(event, "documents/"))
    again = cmo.post(at(event, "documents/"), {"file": SimpleUploadedFile("certificate.pdf", PDF), "title": "x"})
    assert (again.status_code, again["content-type"]) == (409, "application/problem+json")
    assert keyed(shop.world, SPONSOR).get(at(event, "documents/")).json() == [paper]
    assert b"".join(cmo.get(f"/api/v1/files/{paper['file']}/content/").streaming_content) == PDF
    assert keyed(shop.world, STRANGER).get(at(event, "documents/")).status_code == 404


@RELEASED
def test_an_informant_is_named_withdrawn_and_signs_in_person(shop: Shop, lot: Lot) -> None:
    event, cmo = report(shop, lot), keyed(shop.world, CMO)
    told = {"person": str(shop.world.clerk.person_id), "told": "Hopper empty at 09:14."}
    (row,) = post(cmo, at(event, "informants/"), told)[1]["informants"]
    assert (row["told"], row["signed_at"]) == ("Hopper empty at 09:14.", None)
    clerk = keyed(shop.world, "clerk@keystone.example")
    status, problem = post(clerk, at(event, f"informants/{row['id']}/sign/"), {})
    assert (status, problem["detail"]) == (403, IN_PERSON)
    assert post(cmo, at(event, f"informants/{row['id']}/withdraw/"), {})[0] == 409
    withdrawn = post(cmo, at(event, f"informants/{row['id']}/withdraw/"), {"reason": "another event"})
    assert (withdrawn[0], withdrawn[1]["informants"]) == (200, [])
    with scope.opened(shop.world.clerk):
        assert Informant.objects.get().withdrawn_because == "another event"


@RELEASED
def test_the_material_review_is_written_and_nothing_unlawful_with_it(shop: Shop, lot: Lot) -> None:
    event, cmo = report(shop, lot), keyed(shop.world, CMO)
    found = post(cmo, at(event, "review/"), {"cause": "Sensor low.", "root_cause": "machine"})[1]
    assert (found["state"], found["cause"], found["root_cause"], found["disposition"]) == (
        "investigating", "Sensor low.", "machine", "",
    )  # fmt: skip
    found = post(cmo, at(event, "review/"), {"effect": "None.", "missed": "specification", "disposition": "reject"})[1]
    assert (found["cause"], found["effect"], found["disposition"]) == ("Sensor low.", "None.", "reject")
    status, problem = post(cmo, at(event, "review/"), {"disposition": "accept"})
    assert (status, problem["detail"].startswith("“Accept with justification” is not lawful here")) == (409, True)
    assert post(cmo, at(event, "review/"), {"disposition": "use as is"})[0] == 400
    assert post(keyed(shop.world, SPONSOR), at(event, "review/"), {"cause": "x"})[0] == 403
    assert post(keyed(shop.world, STRANGER), at(event, "review/"), {"cause": "x"})[0] == 404
    assert post(cmo, at(event, "propose/"), {})[1]["detail"] == IN_PERSON
