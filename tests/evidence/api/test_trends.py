"""Limits of trends over the API; a result out of them with its evaluation."""

from typing import Any

from tests.evidence.actions.test_trends import ASSAY, measured, propose
from tests.evidence.scene import Scene, scene
from tests.factories.keys import keyed
from tests.quality_events.test_oot import document_of, out_of_trend

__all__ = ["scene"]


def _post(client: Any, address: str, body: dict[str, Any]) -> Any:
    return client.post(address, body, content_type="application/json")


def test_proposed_read_and_withdrawn(scene: Scene) -> None:
    product = measured(scene)
    client, address = keyed(scene.world, "qa@keystone.example"), f"/api/v1/products/{product.pk}/trends/"
    body = {"test": ASSAY, "reason": "twenty lots made"}
    made = _post(client, address, body)
    assert made.status_code == 201, made.content
    limits = made.json()
    assert (limits["state"], limits["version"], len(limits["points"]), limits["left_out"]) == ("proposed", 1, 20, [])
    assert float(limits["low"]) < 126
    assert float(limits["high"]) > 128
    assert client.get(address).json() == [limits]
    assert client.get(f"/api/v1/limits/{limits['id']}/").json() == limits
    assert _post(client, address, body).status_code == 409  # these wait for their signature
    gone = _post(client, f"/api/v1/limits/{limits['id']}/withdraw/", {"reason": "one result more"})
    assert (gone.status_code, gone.json()["state"]) == (200, "withdrawn")


def test_too_few_results_are_a_problem(scene: Scene) -> None:
    product = measured(scene)
    client, address = keyed(scene.world, "qa@keystone.example"), f"/api/v1/products/{product.pk}/trends/"
    left_out = [{"lot": scene.lot.number, "result": "T01", "why": "wrong dilution"}]
    few = _post(client, address, {"test": ASSAY, "left_out": left_out, "reason": "first"})
    assert (few.status_code, few.json()["detail"][:31]) == (409, "Limits need 20 results; 19 coun")
    unknown = _post(client, address, {"test": "MOON", "reason": "first"})
    assert unknown.status_code == 409
    assert _post(client, address, {"test": ASSAY}).status_code == 400


def test_strangers_find_no_limits(scene: Scene) -> None:
    product = measured(scene)
    limits, stranger = propose(scene), keyed(scene.world, "qa@bluemesa.example")
    assert stranger.get(f"/api/v1/products/{product.pk}/trends/").status_code == 404
    assert stranger.get(f"/api/v1/limits/{limits.pk}/").status_code == 404
    assert _post(stranger, f"/api/v1/limits/{limits.pk}/withdraw/", {"reason": "x"}).status_code == 404


def test_a_result_out_of_trend_is_evaluated(scene: Scene) -> None:
    event = out_of_trend(scene)
    client = keyed(scene.world, "qa@keystone.example")
    address = f"/api/v1/events/{event.pk}/"
    found = client.get(f"{address}investigation/").json()["oot"]
    assert (found["state"], found["value"], found["evaluation"], found["proof"]) == ("evaluating", "130", "", None)
    proof = str(document_of(scene, event))
    kept = _post(client, f"{address}oot/", {"evaluation": "Diluted twice.", "proof": proof})
    assert kept.status_code == 200, kept.content
    assert (kept.json()["oot"]["evaluation"], kept.json()["oot"]["proof"]) == ("Diluted twice.", proof)
    assert proof in {document["id"] for document in kept.json()["documents"]}
    assert _post(client, f"{address}oot/", {"evaluation": " "}).status_code == 400
