"""Investigations and corrective actions over the API: the same actions, problems in one shape."""

from typing import Any

import pytest

from kernel import scope
from lots.models import Lot
from quality_events.models import PossibleCause, QualityEvent
from tests.factories.keys import keyed
from tests.factories.walked import Shop
from tests.quality_events.corrected import implemented, proposed
from tests.quality_events.reported import report

COMPLETED = pytest.mark.lot(until="completed")
OOS = {"test": "LEAD", "value": "0.62", "analyst": "K. Tobin", "laboratory": "Summit Labs", "tested_at": "2026-03-12T08:00Z"}  # fmt: skip  # noqa: E501 - one result


@pytest.fixture
def event(shop: Shop, lot: Lot) -> QualityEvent:
    return report(shop, lot, kind="oos")


@COMPLETED
def test_an_investigation_is_written_and_read(shop: Shop, event: QualityEvent) -> None:
    client, address = keyed(shop.world, "qa@keystone.example"), f"/api/v1/events/{event.pk}/"
    whys = {"whys": [{"answer": "Feeder empty", "shown_by": "Log"}, {"answer": "Sensor low"}]}
    assert _post(client, f"{address}whys/", whys)["whys"][1] == {"answer": "Sensor low", "shown_by": ""}
    assert (
        _post(client, f"{address}causes/", {"branch": "machine", "cause": "Bracket"})["causes"][0]["finding"] == "open"
    )
    with scope.opened(shop.world.clerk):
        cause = PossibleCause.objects.get()
    judged = _post(client, f"{address}causes/{cause.pk}/", {"finding": "root", "shown_by": "Measured"})
    assert judged["causes"][0]["shown_by"] == "Measured"
    assert _post(client, f"{address}interim/", {"text": "Known so far"})["interim_reports"][0]["text"] == "Known so far"
    found = _post(client, f"{address}oos/", OOS)["oos"]
    assert (found["state"], found["results"][0]["value"], found["results"][0]["is_met"]) == ("initial", "0.62", False)
    read = keyed(shop.world, "qa@alderpine.example").get(f"{address}investigation/").json()
    names = {shop.world.people[email].name for email in ("qa@alderpine.example", "head.qa@alderpine.example")}
    assert {told["recipient"] for told in read["told"] if told["subject_line"].startswith("DEV-1 (")} == names
    assert read["oos"]["limit"] == "NMT 0.5 ppm"


def _post(client: Any, address: str, body: dict[str, Any]) -> Any:
    answer = client.post(address, body, content_type="application/json")
    assert answer.status_code in (200, 201), answer.content
    return answer.json()


@COMPLETED
def test_what_is_refused_is_a_problem(shop: Shop, event: QualityEvent) -> None:
    client, address = keyed(shop.world, "qa@keystone.example"), f"/api/v1/events/{event.pk}/"
    gap = client.post(f"{address}whys/", {"whys": [{"answer": ""}, {"answer": "x"}]}, content_type="application/json")
    assert (gap.status_code, "Why 1 has no answer" in gap.json()["detail"]) == (409, True)
    early = client.post(
        f"{address}oos/retests/", {key: OOS[key] for key in OOS if key != "test"}, content_type="application/json"
    )
    assert (early.status_code, early.json()["detail"]) == (409, "Record the initial result first.")
    sponsor = keyed(shop.world, "qa@alderpine.example")
    assert sponsor.post(f"{address}interim/", {"text": "x"}, content_type="application/json").status_code == 403
    stranger = keyed(shop.world, "qa@bluemesa.example")
    assert stranger.get(f"{address}investigation/").status_code == 404
    assert stranger.post(f"{address}interim/", {"text": "x"}, content_type="application/json").status_code == 404


@COMPLETED
def test_corrective_actions_are_proposed_and_read(shop: Shop, event: QualityEvent) -> None:
    client = keyed(shop.world, "qa@keystone.example")
    given = {"events": [str(event.pk)], "title": "Sensor height", "problem": "Set by eye."}
    made = _post(client, "/api/v1/capas/", given)
    assert (made["number"], made["state"], made["events"]) == ("CAPA-1", "proposed", [event.number])
    assert made["available_actions"][0]["verb"] == "submit"
    second = implemented(shop, proposed(shop, event))
    read = client.get(f"/api/v1/capas/{second.pk}/").json()
    assert (read["actions"][0]["shown_by"], read["exposure_lots"], read["figures"]) == (
        "Gauge no. 7, photograph",
        2,
        {},
    )
    for wanted, numbers in (("open", {"CAPA-1", "CAPA-2"}), ("proposed", {"CAPA-1"}), ("effective", set())):
        listed = client.get(f"/api/v1/capas/?state={wanted}").json()
        assert {row["number"] for row in listed["results"]} == numbers
    assert client.get("/api/v1/capas/?state=moon").status_code == 400
    assert keyed(shop.world, "qa@bluemesa.example").get(f"/api/v1/capas/{second.pk}/").status_code == 404
