"""Agreements over the API."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.baseline import make_agreement
from tests.factories.keys import keyed
from tests.factories.world import World


def test_an_agreement_its_version_and_its_signatures(world: World) -> None:
    version = make_agreement(world, pattern="conditional")
    client = keyed(world, "clerk@keystone.example")
    (row,) = client.get("/api/v1/agreements/").json()["results"]
    assert (row["number"], row["product_group"]) == ("QA-ALD-KEY-01", "minerals")
    assert [(v["version"], v["state"], v["standing"]) for v in row["versions"]] == [(2, "signed", "in_force")]
    assert client.get(f"/api/v1/agreements/{row['id']}/").json() == row
    whole = client.get(f"/api/v1/agreement-versions/{version.pk}/").json()
    assert whole["content_hash"] == version.content_hash
    assert [s["printed_name"] for s in whole["signatures"]] == ["Helen Okafor", "Quentin Abbot"]
    assert {s["organisation"] for s in whole["signatures"]} == {"Alder & Pine Nutrition", "Keystone Blending Co."}
    clause = whole["clauses"][0]
    assert (clause["number"], clause["kind"]) == ("3.1", "release_pattern")
    assert clause["parameters"]["conditions"]["maximum_exceptions"] == 0
    assert clause["words"].startswith("Conditional release. The CMO releases while all of this holds")


def test_strangers_get_404(world: World) -> None:
    version = make_agreement(world)
    client = keyed(world, "qa@bluemesa.example")
    assert client.get("/api/v1/agreements/").json()["results"] == []
    for path in (f"agreements/{version.agreement_id}/", f"agreement-versions/{version.pk}/"):
        assert client.get(f"/api/v1/{path}").status_code == 404


def test_the_list_takes_the_same_queries_for_one_and_three(world: World) -> None:
    make_agreement(world)
    client = keyed(world, "clerk@keystone.example")
    client.get("/api/v1/agreements/")
    with CaptureQueriesContext(connection) as one:
        client.get("/api/v1/agreements/")
    for name in ("A", "B"):
        make_agreement(world, number=f"QA-{name}", product_group=name)
    with CaptureQueriesContext(connection) as three:
        assert len(client.get("/api/v1/agreements/").json()["results"]) == 3
    assert len(three) == len(one)
