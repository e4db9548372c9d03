"""What a plan links to: the change request that carries it out, the record of who was trained."""

from datetime import date
from typing import Any

import pytest

from change_control.models import ChangeRequest
from kernel import scope
from kernel.errors import Refused
from kernel.history import acting
from kernel.scope import system
from lots.models import Lot
from masters.models import TrainedPerson
from quality_events.actions import add_capa_action, do_capa_action, start_capa
from quality_events.change_source import changes_named
from quality_events.models import Capa, CapaAction, QualityEvent
from tests.change_control.made import propose
from tests.factories.browsers import browser
from tests.factories.keys import keyed
from tests.factories.walked import Shop
from tests.quality_events.corrected import DUE, approved, does, proposed
from tests.quality_events.reported import NOON, report

pytestmark = pytest.mark.lot(until="completed")
JSON = "application/json"


@pytest.fixture
def event(shop: Shop, lot: Lot) -> QualityEvent:
    return report(shop, lot)


@pytest.fixture
def capa(shop: Shop, event: QualityEvent) -> Capa:
    return proposed(shop, event)


def add(shop: Shop, capa: Capa, **given: str) -> CapaAction:
    values: dict[str, Any] = {"what": "Fit gauges", "change_number": "", "training": "", "due_on": DUE}
    owner = shop.world.clerk.person_id
    return does(shop.world.cmo_qa, add_capa_action, capa_id=capa.pk, owner_id=owner, **(values | given))


def trained(shop: Shop, initials: str, *procedures: str) -> None:
    as_system = system(shop.partnership.pk)
    with scope.opened(as_system), acting(by=as_system, reason="trained", at=NOON):
        TrainedPerson.objects.create(
            partnership=shop.partnership, sponsor=shop.world.alder, initials=initials, trained_from=date(2026, 1, 1),
            procedures=list(procedures), recorded_from=NOON,
        )  # fmt: skip


def test_an_action_names_a_change_request_that_exists(shop: Shop, capa: Capa) -> None:
    with pytest.raises(Refused, match=r"^There is no change request CR-1 of this partnership\.$"):
        add(shop, capa, change_number="CR-1")
    change: ChangeRequest = propose(shop.world, shop.product.pk)
    assert add(shop, capa, change_number=" CR-1 ").change_number == "CR-1"
    with scope.opened(shop.world.reviewer):
        known = changes_named(capa.partnership_id, ["CR-1", "CR-9", ""])
        assert {number: (row.state, row.url) for number, row in known.items()} == {
            "CR-1": ("Draft", f"/changes/{change.pk}/")
        }
        assert changes_named(capa.partnership_id, [""]) == {}
    page = browser(shop.world, "qa@alderpine.example").get(f"/events/capa/{capa.pk}/").content.decode()
    assert f'<a href="/changes/{change.pk}/">CR-1</a>' in page


def test_training_is_shown_by_the_training_record(shop: Shop, capa: Capa) -> None:
    action = add(shop, capa, procedure="SOP-31 v4")
    approved(shop, capa)
    does(shop.world.cmo_qa, start_capa, capa_id=capa.pk)
    given = {"action_id": action.pk, "shown_by": "Crew of line 3", "file": None}
    trained(shop, "ZZ", "SOP-31 v3")
    with pytest.raises(Refused, match=r"^Nobody is recorded as trained on SOP-31 v4\."):
        does(shop.world.cmo_qa, do_capa_action, **given)
    page = browser(shop.world, "qa@keystone.example")
    assert "nobody trained yet" in page.get(f"/events/capa/{capa.pk}/").content.decode()
    trained(shop, "YY", "SOP-31 v4", "SOP-2 v1")
    assert does(shop.world.cmo_qa, do_capa_action, **given).done_at == NOON
    assert "YY trained" in page.get(f"/events/capa/{capa.pk}/").content.decode()


def test_one_is_proposed_from_the_list_for_a_finding(shop: Shop, event: QualityEvent) -> None:
    quality, clerk = browser(shop.world, "qa@keystone.example"), browser(shop.world, "clerk@keystone.example")
    assert 'href="/events/capa/propose/"' in quality.get("/events/capa/").content.decode()
    assert 'href="/events/capa/propose/"' not in clerk.get("/events/capa/").content.decode()
    given = {
        "partnership_id": str(shop.partnership.pk), "source": "audit_finding", "title": "Gauges", "problem": "None.",
        "reference": "Audit 2026-02, finding 3", "events": "",
    }  # fmt: skip
    for wrong, words in (
        ({"reference": ""}, "Name the finding, the chart or the recall that it answers."),
        ({"source": "event"}, "Name the event that it answers."),
        ({"events": "DEV-1, DEV-9"}, "These partners have no event of each of these numbers: DEV-1, DEV-9."),
        ({"partnership_id": str(event.pk)}, "Select a valid choice"),
    ):
        answer = quality.post("/events/capa/propose/", given | wrong)
        assert (answer.status_code, words in answer.content.decode()) == (409, True)
    page = quality.post("/events/capa/propose/", given).url
    assert "Audit 2026-02, finding 3" in quality.get(page).content.decode()
    other = quality.post("/events/capa/propose/", given | {"source": "trend", "events": "dev-1"}).url
    with scope.opened(shop.world.clerk):
        found = Capa.objects.get(pk=other.split("/")[-2])
        assert (found.source, [row.event_id for row in found.capa_events.all()]) == ("trend", [event.pk])
    assert clerk.post("/events/capa/propose/", given).status_code == 409


def test_a_program_proposes_plans_and_works(shop: Shop, event: QualityEvent) -> None:
    client = keyed(shop.world, "qa@keystone.example")
    given = {
        "source": "trend",
        "reference": "Chart of assay, March",
        "title": "Assay drifts",
        "problem": "Since lot 4.",
    }
    assert client.post("/api/v1/capas/", given, JSON).status_code == 400
    made = client.post("/api/v1/capas/", given | {"partnership": str(shop.partnership.pk)}, JSON)
    assert (made.status_code, made.json()["events"]) == (201, [])
    address, owner = f"/api/v1/capas/{made.json()['id']}/", str(shop.world.cmo_qa.person_id)
    plan = {"plan": "Calibrate weekly.", "owner": owner, "product": str(shop.product.pk), "kind": "oot",
            "root_cause": "measurement", "exposure_lots": 3, "window_days": 60}  # fmt: skip
    assert client.post(f"{address}plan/", plan, JSON).json()["exposure_lots"] == 3
    actions = client.post(f"{address}actions/", {"what": "Order weights", "owner": owner, "due_on": "2030-01-01"}, JSON)
    assert actions.json()["code"] == "capa-due"
    for what in ("Order weights", "Twice"):
        body = {"what": what, "owner": owner, "due_on": f"{date.today():%Y}-12-31"}  # noqa: DTZ011 - a day of this year
        actions = client.post(f"{address}actions/", body, JSON)
        assert actions.status_code == 200
    first, second = (row["id"] for row in actions.json()["actions"])
    dropped = client.post(f"/api/v1/capas/actions/{second}/drop/", {"reason": "doubled"}, JSON).json()
    assert [row["what"] for row in dropped["actions"]] == ["Order weights"]
    early = client.post(f"/api/v1/capas/actions/{first}/done/", {"shown_by": "Invoice"}, JSON)
    assert (early.status_code, early.json()["code"]) == (409, "capa-work")
    stranger = keyed(shop.world, "qa@bluemesa.example")
    assert stranger.post(f"{address}plan/", plan, JSON).status_code == 404
