"""Scopes that are kept: hashed, asked again, compared; the company's own."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.db.utils import DatabaseError

from kernel import scope
from kernel.errors import Refused
from lots.models import ComponentLot
from tests.factories.keys import keyed
from tests.factories.world import World
from tests.lots.works import AT, Works
from tests.workspace.visiting import visitor
from traceability.actions import run_scope
from traceability.models import ScopeRun
from traceability.queries.runs import hash_of, since
from traceability.scoping.question import Question

ASKED = Question(number="C-1")


@pytest.fixture
def works(world: World) -> Works:
    works = Works(world)
    raw = works.material("C-1")
    works.link(*((raw, lot) for lot in works.lots(world.alder_keystone, "KB-1", "KB-2")))
    return works


def test_a_run_is_kept_and_says_what_is_new(works: Works, world: World) -> None:
    with scope.opened(world.reviewer):
        run = run_scope(question=ASKED, by=world.reviewer, reason="", at=AT)
        then = run_scope(question=ASKED, known_at=AT, by=world.reviewer, reason="", at=AT + timedelta(hours=1))
        assert (run.rows, run.sha256, len(run.sha256)) == (3, hash_of(run.answer), 64)
        assert since(run)[0].sentence == "The same answer."
    (late,) = works.lots(world.alder_keystone, "KB-3")
    with scope.opened(world.clerk):
        raw = ComponentLot.objects.get(number="C-1")
    works.link((raw, late), at=AT + timedelta(hours=2))
    with scope.opened(world.reviewer):
        changed, is_whole = since(ScopeRun.objects.get(pk=run.pk))
        assert (changed.sentence, changed.added, is_whole) == ("1 new lot.", ("KB-3",), True)
        assert since(ScopeRun.objects.get(pk=then.pk))[0].sentence == "The same answer."  # as of then nothing changes


def test_what_is_no_question_is_not_kept(works: Works, world: World) -> None:
    with scope.opened(world.clerk):
        with pytest.raises(Refused, match="at least a lot number"):
            run_scope(question=Question(), by=world.clerk, reason="", at=AT)
        with pytest.raises(Refused, match="lies in the future"):
            run_scope(question=ASKED, known_at=AT + timedelta(days=1), by=world.clerk, reason="", at=AT)


def test_a_run_is_never_changed_and_the_companys_own(works: Works, world: World) -> None:
    with scope.opened(world.clerk):
        run = run_scope(question=ASKED, by=world.clerk, reason="", at=AT)
        with pytest.raises(DatabaseError), transaction.atomic():
            ScopeRun.objects.filter(pk=run.pk).update(rows=0)
    assert visitor(world.reviewer).get(f"/trace/runs/{run.pk}/").status_code == 404
    assert run.sha256 in visitor(world.clerk).get(f"/trace/runs/{run.pk}/").content.decode()


def test_the_page_keeps_what_it_shows(works: Works, world: World) -> None:
    client = visitor(world.reviewer)
    assert 'name="number" value="C-1"' in client.get("/trace/scope/?number=C-1").content.decode()
    kept = client.post("/trace/runs/keep/", {"number": "C-1"})
    page = client.get(kept.headers["Location"]).content.decode()
    assert "The same answer." in page
    assert "KB-2" in page
    assert kept.headers["Location"] in client.get("/trace/runs/").content.decode()
    assert client.post("/trace/runs/keep/", {}).headers["Location"] == "/trace/scope/"


def test_the_api_asks_keeps_and_reads(works: Works, world: World) -> None:
    client = keyed(world, "qa@alderpine.example")
    given = {"question": {"number": "C-1"}}
    made = client.post("/api/v1/scopes/", given, content_type="application/json")
    assert (made.status_code, made.json()["rows"]) == (201, 3)
    read = client.get(f"/api/v1/scopes/{made.json()['id']}/").json()
    assert (read["is_whole"], read["since"]["sentence"]) == (True, "The same answer.")
    assert {row["number"] for row in read["answer"]["rows"].values()} == {"C-1", "KB-1", "KB-2"}
    assert [one["id"] for one in client.get("/api/v1/scopes/").json()["results"]] == [read["id"]]
    empty = client.post("/api/v1/scopes/", {"question": {}}, content_type="application/json")
    assert empty.status_code == 409
