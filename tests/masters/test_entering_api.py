"""First versions over the API: kept as a draft with its verdicts; a key signs nothing."""

from typing import Any

from django.test import Client

from kernel import scope
from masters.entrance import written_json
from masters.models import BaselineDraft, Product
from tests.factories.keys import keyed
from tests.factories.world import World
from tests.masters.entering import CODE, approve, bring, changed, content

URL = "/api/v1/products/drafts/"


def post(client: Client, world: World, tables: Any, **given: Any) -> Any:
    body = {"partnership": str(world.alder_keystone.pk), "tables": tables, "reason": "from the ERP"} | given
    return client.post(URL, body, content_type="application/json")


def test_brought_as_json_and_approved_on_the_page(world: World) -> None:
    client = keyed(world, "qa@keystone.example")
    answer = post(client, world, written_json(content()))
    assert answer.status_code == 201
    draft = answer.json()
    assert (draft["number"], draft["state"], draft["file_name"]) == ("BD-1", "submitted", "")
    assert draft["tables"] == written_json(content())
    assert {verdict["outcome"] for verdict in draft["verdicts"]} == {"new"}
    assert draft["verdicts"][0] == {
        "table": "products", "row": 1, "name": "Magnesium Glycinate 120 mg, 120 capsules", "outcome": "new",
        "sentence": "", "clause": "",
    }  # fmt: skip
    assert {step["verb"]: step["needs_signature"] for step in draft["available_actions"]} == {
        "approve": True, "withdraw": False,
    }  # fmt: skip
    with scope.opened(world.head):
        kept = BaselineDraft.objects.get()
    approve(kept, world.head)
    read = client.get(f"{URL}{draft['id']}/").json()
    assert (read["state"], read["verdicts"], read["available_actions"]) == ("approved", [], [])
    assert [row["code"] for row in client.get("/api/v1/products/").json()["results"]] == [CODE]


def test_a_row_that_fails_a_rule_says_why(world: World) -> None:
    given = changed("products", gtin="00850041237818")
    draft = post(keyed(world, "qa@keystone.example"), world, written_json(given)).json()
    refused = [verdict for verdict in draft["verdicts"] if verdict["outcome"] == "refused"]
    assert [(verdict["table"], verdict["row"]) for verdict in refused] == [("products", 1)]
    assert "is not a GTIN" in refused[0]["sentence"]


def test_what_cannot_be_read_is_answered_with_its_places(world: World) -> None:
    client = keyed(world, "qa@keystone.example")
    answer = post(client, world, {"steps": [{"product": CODE, "number": 10, "instruction": "Blend"}]})
    assert (answer.status_code, answer.json()["code"]) == (422, "unreadable")
    assert answer.json()["errors"][0]["pointer"] == "/tables/steps/0/number"
    for tables in ([], "x", None, {"steps": "x"}, {"steps": [1]}):
        assert post(client, world, tables).status_code == 400, tables
    assert post(client, world, {}).status_code == 422
    assert post(client, world, {"row_numbers": []}).status_code == 422
    with scope.opened(world.head):
        assert (BaselineDraft.objects.count(), Product.objects.count()) == (0, 0)


def test_withdrawn_with_a_reason(world: World) -> None:
    draft, client = bring(world.alder_keystone, world.cmo_qa), keyed(world, "qa@alderpine.example")
    url = f"{URL}{draft.pk}/withdraw/"
    assert client.post(url, {}, content_type="application/json").status_code == 400
    answer = client.post(url, {"reason": "wrong file"}, content_type="application/json")
    assert (answer.status_code, answer.json()["state"]) == (200, "withdrawn")
    assert client.post(url, {"reason": "again"}, content_type="application/json").status_code == 409


def test_strangers_and_clerks(world: World) -> None:
    draft = bring(world.alder_keystone, world.cmo_qa)
    stranger, clerk = keyed(world, "qa@bluemesa.example"), keyed(world, "clerk@keystone.example")
    assert stranger.get(URL).json()["results"] == []
    assert stranger.get(f"{URL}{draft.pk}/").status_code == 404
    assert post(stranger, world, written_json(content())).status_code == 404
    assert post(clerk, world, written_json(content())).status_code == 403
    assert [row["number"] for row in clerk.get(URL).json()["results"]] == ["BD-1"]
