"""The page of hits and its API, as each role; kept searches; the index held against the truth."""

import pytest
from django.core.management import call_command
from django.db import transaction

from kernel import scope
from tests.databases import as_owner
from tests.factories.keys import keyed
from tests.factories.walked import Shop, make_lot, make_shop
from tests.factories.world import World, make_world
from tests.workspace.visiting import asked, visitor
from workspace.models import SavedSearch
from workspace.outside.reindexing import differences, reindex


def test_each_role_finds_its_lot_and_a_stranger_nothing(world: World, shop: Shop) -> None:
    lot = make_lot(shop, "KB-2417", until="released")
    for by in (world.clerk, world.cmo_qa, world.reviewer, world.head, world.auditor):
        page = visitor(by).get("/search/", {"q": "kb-2417"})
        first = page.context["groups"][0]["rows"][0]
        assert (first["hit"].number, first["url"]) == ("KB-2417", f"/lots/{lot.pk}/")
        assert "<mark>KB-2417</mark>" in page.content.decode()
    assert visitor(world.other_sponsor).get("/search/", {"q": "kb-2417"}).context["groups"] == []


@pytest.mark.lot(until="released")
def test_the_page_takes_the_same_statements_however_much_is_found(world: World, shop: Shop) -> None:
    client = visitor(world.reviewer)
    client.get("/search/?q=KB-1")
    few = asked(client, "/search/?q=KB-1")[1]
    for number in ("KB-11", "KB-12", "KB-13"):
        make_lot(shop, number)
    many = asked(client, "/search/?q=KB-1")[1]
    assert len(few) == len(many)


def test_a_search_is_kept_by_name_and_seen_by_nobody_else(world: World) -> None:
    client = visitor(world.reviewer)
    kept = {"name": "Releases", "query": "q=KB&kind=lot&evil=1"}
    assert client.post("/search/save/", kept).headers["Location"] == "/search/?q=KB&kind=lot"
    client.post("/search/save/", {"name": "Releases", "query": "q=KB-2"})
    assert [s.query for s in client.get("/search/").context["saved"]] == ["q=KB-2"]
    for by in (world.head, world.clerk, world.other_sponsor):
        assert visitor(by).get("/search/").context["saved"] == []
    with scope.opened(world.reviewer):
        key = SavedSearch.objects.get().pk
    assert visitor(world.head).post(f"/search/{key}/forget/").status_code == 404
    assert client.post(f"/search/{key}/forget/").status_code == 302
    assert client.get("/search/").context["saved"] == []


def test_a_51st_search_is_refused_in_words(world: World) -> None:
    client = visitor(world.reviewer)
    for n in range(50):
        client.post("/search/save/", {"name": f"s{n}", "query": "q=KB"})
    page = client.post("/search/save/", {"name": "one more", "query": "q=KB"})
    assert "You keep 50 searches already. Remove one first." in page.content.decode()
    assert client.post("/search/save/", {"name": "", "query": "q=KB"}).status_code == 200


def test_the_api_gives_the_same_hits(world: World, shop: Shop) -> None:
    make_lot(shop, "KB-2417", until="released")
    answer = keyed(world, "qa@alderpine.example").get("/api/v1/search/", {"q": "KB-2417", "kind": "lot"}).json()
    (hit,) = answer["results"]
    assert (hit["kind"], hit["number"], hit["field"], hit["is_exact"]) == ("lot", "KB-2417", "Number", True)
    assert keyed(world, "qa@bluemesa.example").get("/api/v1/search/", {"q": "KB-2417"}).json()["results"] == []
    assert keyed(world, "qa@alderpine.example").get("/api/v1/search/", {"kind": "lot"}).status_code == 400


def test_a_wrong_facet_is_said_and_finds_nothing(world: World) -> None:
    page = visitor(world.reviewer).get("/search/", {"q": "KB", "holder": "x"})
    assert page.context["groups"] == []
    assert "Partnership: Enter a valid UUID." in page.content.decode()


def test_the_index_agrees_with_the_records_and_is_made_again(committed_database: str) -> None:
    with transaction.atomic():
        make_lot(make_shop(make_world()), "KB-1", until="released")
    assert differences() == []
    as_owner("UPDATE workspace_searchdocument SET title = 'stale', tsv = '' WHERE kind IN ('lot', 'result')")
    as_owner("DELETE FROM workspace_searchdocument WHERE kind = 'signature'")
    as_owner("UPDATE workspace_searchdocument SET object_id = gen_random_uuid() WHERE kind = 'consignee'")
    assert {str(d.source.kind) for d in differences()} >= {"lot", "result", "signature"}
    assert {s.main: n for s, n in reindex()}["lots_lot"] == 1
    assert differences() == []
    call_command("reindex", "--check")
