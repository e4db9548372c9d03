"""Products over the API: the approved baseline of a day, and nothing of others."""

from datetime import date

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.baseline import make_baseline, make_product
from tests.factories.keys import keyed
from tests.factories.world import World


def test_the_list_and_one_product(world: World) -> None:
    product_id = make_baseline(world).master_record.product_id
    client = keyed(world, "qa@alderpine.example")
    listed = client.get("/api/v1/products/").json()
    assert [row["code"] for row in listed["results"]] == ["MG-GLY-120"]
    one = client.get(f"/api/v1/products/{product_id}/").json()
    assert one == listed["results"][0]
    assert (one["gtin"], one["partnership"]) == ("00850041237817", str(world.alder_keystone.pk))


def test_the_baseline_of_a_day(world: World) -> None:
    product_id = make_baseline(world).master_record.product_id
    client, url = keyed(world, "clerk@keystone.example"), f"/api/v1/products/{product_id}/baseline/"
    found = client.get(url, {"on": "2026-03-10"}).json()
    assert found["on"] == "2026-03-10"
    assert (found["master_record"]["number"], found["master_record"]["version"]) == ("MMR-0417", 3)
    assert found["master_record"]["components"][0] == {
        "code": "MGBG-20", "name": "Magnesium bisglycinate, 20 % magnesium", "kind": "dietary ingredient",
        "step": "10", "target": "360.000000", "tolerance": "0.360000", "unit": "kg",
    }  # fmt: skip
    assert [test["code"] for test in found["specification"]["tests"]][:3] == ["APP", "ID-MG", "ASSAY-MG"]
    assert found["sampling_plan"]["tests"] == [test["code"] for test in found["specification"]["tests"]]
    assert found["label"]["valid_from"] == "2025-09-01"
    before = client.get(url, {"on": "2025-08-31"}).json()
    assert [before[name] for name in ("master_record", "specification", "sampling_plan", "label")] == [None] * 4
    assert client.get(url).json()["on"] >= date(2026, 1, 1).isoformat()
    assert client.get(url, {"on": "yesterday"}).status_code == 400


def test_strangers_get_404(world: World) -> None:
    product = make_product(world)
    client = keyed(world, "qa@bluemesa.example")
    assert client.get("/api/v1/products/").json()["results"] == []
    for path in ("", "baseline/"):
        answer = client.get(f"/api/v1/products/{product.pk}/{path}")
        assert (answer.status_code, answer.json()["code"]) == (404, "not-found")


def test_the_list_takes_the_same_queries_for_one_and_three(world: World) -> None:
    make_product(world)
    client = keyed(world, "clerk@keystone.example")
    client.get("/api/v1/products/")
    with CaptureQueriesContext(connection) as one:
        client.get("/api/v1/products/")
    for number in (2, 3):
        make_product(world, code=f"MG-{number}")
    with CaptureQueriesContext(connection) as three:
        assert len(client.get("/api/v1/products/").json()["results"]) == 3
    assert len(three) == len(one)
