"""Changes over the API: proposed, submitted and withdrawn with a key; decided by nobody's key."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from change_control.models import ChangeRequest
from kernel import scope
from kernel.clock import now
from masters.models import Product
from records.models import Refusal
from tests.change_control.made import propose
from tests.factories.baseline import make_agreement, make_product
from tests.factories.keys import keyed
from tests.factories.world import World

JSON = "application/json"


@pytest.fixture
def product(world: World) -> Product:
    make_agreement(world)
    return make_product(world)


def body(product: Product, **changed: Any) -> dict[str, Any]:
    return {
        "product": str(product.pk), "title": "Second source", "trigger": "supplier", "description": "Albion.",
        "justification": "Lead time.", "impact": "FTIR.",
        "effective_on": (now() + timedelta(days=10)).date().isoformat(),
    } | changed  # fmt: skip


def test_propose_submit_and_withdraw(world: World, product: Product) -> None:
    client = keyed(world, "clerk@keystone.example")
    made = client.post("/api/v1/changes/", body(product), JSON)
    assert made.status_code == 201
    change = made.json()
    assert (change["number"], change["state"], change["proposed_by"]) == ("CR-1", "draft", "Carla Diaz")
    assert [action["verb"] for action in change["available_actions"]] == ["submit", "withdraw"]
    url = f"/api/v1/changes/{change['id']}/"
    submitted = client.post(f"{url}submit/", {}, JSON).json()
    assert (submitted["state"], submitted["clause"]) == ("impact_assessment", "QA-ALD-KEY-01 v2 cl. 7.1")
    refused = client.post(f"{url}withdraw/", {"reason": " "}, JSON)
    assert (refused.status_code, refused.json()["code"]) == (409, "reason-missing")
    assert refused.json()["detail"] == "Give a reason: “Withdraw” needs one."
    with scope.opened(world.clerk):
        assert Refusal.objects.get().subject_id == ChangeRequest.objects.get().pk
    assert client.post(f"{url}withdraw/", {"reason": "another way"}, JSON).json()["state"] == "withdrawn"
    assert client.get(url).json()["available_actions"] == []


def test_what_the_sponsor_may_do_needs_the_page(world: World, product: Product) -> None:
    client = keyed(world, "clerk@keystone.example")
    change = client.post("/api/v1/changes/", body(product), JSON).json()
    client.post(f"/api/v1/changes/{change['id']}/submit/", {}, JSON)
    url = f"/api/v1/changes/{change['id']}/"
    early = client.post(f"{url}send/", {}, JSON)
    assert (early.status_code, early.json()["clause"]) == (409, "ICH Q9")
    places = [line["position"] for line in client.get(url).json()["lines"]]
    factors = {"severity": 2, "probability": 2, "detectability": 4}
    told = client.put(f"{url}lines/", {"lines": [{"position": p, "answer": "None.", **factors} for p in places]}, JSON)
    assert {(line["score"], line["band"], line["signed_off_by"]) for line in told.json()["lines"]} == {
        (16, "medium", None)
    }
    mine = keyed(world, "qa@keystone.example").post(f"{url}sign-off/", {"lines": [places[1]]}, JSON).json()
    assert mine["lines"][1]["signed_off_by"] == "Quentin Abbot"
    other = keyed(world, "qa@keystone.example").post(f"{url}sign-off/", {"lines": [places[0]]}, JSON)
    assert other.status_code == 403
    client.post(f"{url}send/", {}, JSON)
    seen = keyed(world, "head.qa@alderpine.example").get(f"/api/v1/changes/{change['id']}/").json()
    assert [(a["verb"], a["needs_reason"], a["needs_signature"]) for a in seen["available_actions"]] == [
        ("give_back", True, False),
        ("approve", False, True),
        ("reject", True, True),
    ]


def test_refused_like_on_the_page(world: World, product: Product) -> None:
    answer = keyed(world, "head.qa@alderpine.example").post("/api/v1/changes/", body(product), JSON)
    assert (answer.status_code, answer.json()["detail"]) == (403, "Your role does not allow you to propose a change.")
    late = keyed(world, "clerk@keystone.example").post(
        "/api/v1/changes/", body(product, effective_on="2020-01-01"), JSON
    )
    assert late.status_code == 201
    submitted = keyed(world, "clerk@keystone.example").post(f"/api/v1/changes/{late.json()['id']}/submit/", {}, JSON)
    assert submitted.status_code == 409
    assert submitted.json()["clause"] == "QA-ALD-KEY-01 v2 cl. 7.1"


@pytest.mark.parametrize(
    ("changed", "pointer"),
    [
        ({"title": "x" * 201}, "/title"),
        ({"title": "a\x00b"}, "/title"),
        ({"trigger": "'; DROP TABLE"}, "/trigger"),
        ({"effective_on": "31.02.2026"}, "/effective_on"),
        ({"product": "1"}, "/product"),
        ({"impact": ""}, "/impact"),
    ],
)
def test_what_cannot_be_read(world: World, product: Product, changed: dict[str, str], pointer: str) -> None:
    answer = keyed(world, "clerk@keystone.example").post("/api/v1/changes/", body(product) | changed, JSON)
    assert answer.status_code == 400
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]


def test_strangers_get_404(world: World, product: Product) -> None:
    change = propose(world, product.pk)
    client = keyed(world, "qa@bluemesa.example")
    assert client.get("/api/v1/changes/").json()["results"] == []
    assert client.get(f"/api/v1/changes/{change.pk}/").status_code == 404
    assert client.post(f"/api/v1/changes/{change.pk}/submit/", {}, JSON).status_code == 404
    assert client.post("/api/v1/changes/", body(product), JSON).status_code == 404


def test_the_list_is_filtered_and_takes_the_same_queries(world: World, product: Product) -> None:
    propose(world, product.pk)
    client = keyed(world, "clerk@keystone.example")
    client.get("/api/v1/changes/")
    with CaptureQueriesContext(connection) as one:
        client.get("/api/v1/changes/")
    propose(world, product.pk, trigger="label")
    propose(world, product.pk, trigger="label")
    with CaptureQueriesContext(connection) as three:
        assert len(client.get("/api/v1/changes/").json()["results"]) == 3
    assert len(three) == len(one)
    labels = client.get("/api/v1/changes/", {"trigger": "label", "state": "draft"}).json()["results"]
    assert [row["number"] for row in labels] == ["CR-3", "CR-2"]
    assert client.get("/api/v1/changes/", {"state": "lost"}).status_code == 400
