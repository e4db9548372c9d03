"""The dossier's frame, the inbox, search, the auditor's room and verify, each as the people who use them."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from kernel import scope
from kernel.history import acting
from lots.actions import place_hold
from lots.models import Lot
from parties.models import AuditorGrant
from records.models import AccessRecord
from tests.factories.walked import AT, Shop, make_lot
from tests.factories.world import World
from tests.lots.rows import lots_of, product_of
from tests.workspace.visiting import asked, visitor
from workspace.views.dossier import TABS


def labels(page: object) -> dict[str, str]:
    """Button → the sentence that keeps it back, or nothing."""
    return {button.label: button.refusal for button in page.context["buttons"]}  # type: ignore[attr-defined]


def test_each_role_is_offered_its_own_steps(world: World, shop: Shop) -> None:
    planned, made = make_lot(shop, "KB-1"), make_lot(shop, "KB-2", until="completed")
    waiting, review = make_lot(shop, "KB-3", until="pack_pending"), make_lot(shop, "KB-4", until="sponsor_review")
    released = make_lot(shop, "KB-5", until="released")
    offered = {
        (by.name, lot.number): list(labels(visitor(by).get(f"/lots/{lot.pk}/")))
        for by in (world.clerk, world.cmo_qa, world.reviewer, world.head, world.auditor)
        for lot in (planned, made, waiting, review, released)
    }
    assert offered == {
        ("Carla Diaz", "KB-1"): ["Start", "Report an event", "Void"],
        ("Carla Diaz", "KB-2"): ["Hand over evidence", "Report an event"],
        ("Carla Diaz", "KB-3"): ["Ship", "Hand over evidence", "Report an event"],
        ("Carla Diaz", "KB-4"): ["Ship", "Hand over evidence", "Report an event"],
        ("Carla Diaz", "KB-5"): ["Ship", "Report an event"],
        ("Quentin Abbot", "KB-1"): ["Report an event", "Hold"],
        ("Quentin Abbot", "KB-2"): ["Release batch", "Hand over evidence", "Report an event", "Hold"],
        ("Quentin Abbot", "KB-3"): ["Release batch", "Reject…", "Hand over evidence", "Report an event", "Hold"],
        ("Quentin Abbot", "KB-4"): ["Hand over evidence", "Report an event", "Hold"],
        ("Quentin Abbot", "KB-5"): ["Report an event", "Hold"],
        ("Priya Raman", "KB-1"): ["Report an event", "Hold"],
        ("Priya Raman", "KB-2"): ["Report an event", "Hold"],
        ("Priya Raman", "KB-3"): ["Review pack v1", "Report an event", "Hold"],
        ("Priya Raman", "KB-4"): ["Report an event", "Hold"],
        ("Priya Raman", "KB-5"): ["Report an event", "Hold"],
        ("Helen Okafor", "KB-1"): ["Report an event", "Hold", "Void"],
        ("Helen Okafor", "KB-2"): ["Report an event", "Hold"],
        ("Helen Okafor", "KB-3"): ["Review pack v1", "Sign disposition", "Report an event", "Hold"],
        ("Helen Okafor", "KB-4"): ["Sign disposition", "Reprocess or Reject…", "Report an event", "Hold"],
        ("Helen Okafor", "KB-5"): ["Report an event", "Hold", "Revoke release"],
        ("Astrid Nyman", "KB-1"): [],
        ("Astrid Nyman", "KB-2"): [],
        ("Astrid Nyman", "KB-3"): [],
        ("Astrid Nyman", "KB-4"): [],
        ("Astrid Nyman", "KB-5"): [],
    }


def test_a_button_that_must_wait_says_why_in_the_rules_words(world: World, shop: Shop) -> None:
    made, held = make_lot(shop, "KB-2", until="completed"), make_lot(shop, "KB-5", until="released")
    with scope.opened(world.reviewer):
        place_hold(lot_id=held.pk, by=world.reviewer, reason="complaint", at=AT)
    assert labels(visitor(world.cmo_qa).get(f"/lots/{made.pk}/"))["Release batch"] == (
        "“Release by CMO” is not possible while lot KB-2 is “Completed, pack due”."
    )
    page = visitor(world.clerk).get(f"/lots/{held.pk}/")
    sentence = "Lot KB-5 may not ship: A hold by Alder & Pine Nutrition is in place (QA-ALD-KEY-01 v2)."
    assert labels(page)["Ship"] == sentence
    assert 'aria-disabled="true"' in page.content.decode()


def test_the_overview_takes_the_same_queries_however_full_it_is(world: World, shop: Shop) -> None:
    empty, full = make_lot(shop, "KB-1"), make_lot(shop, "KB-2", until="released")
    client = visitor(world.clerk)
    client.get(f"/lots/{full.pk}/")
    counts = {lot.number: asked(client, f"/lots/{lot.pk}/")[1] for lot in (empty, full)}
    own = ("lots_", "evidence_", "release_", "traceability_", "quality_events_", "masters_", "clocks_", "facts_of")
    mine = [sql for sql in counts["KB-2"] if any(name in sql for name in own)]
    assert len(mine) <= 25, mine


@pytest.mark.lot(until="released")
def test_strangers_find_no_lot_and_auditors_leave_a_trace(world: World, lot: Lot) -> None:
    for tab in TABS:
        address = f"/lots/{lot.pk}/" if tab == "overview" else f"/lots/{lot.pk}/{tab}/"
        assert visitor(world.other_sponsor).get(address).status_code == 404
        assert visitor(world.auditor).get(address).status_code == 200
    assert visitor(world.clerk).get(f"/lots/{uuid4()}/").status_code == 404
    assert visitor(world.clerk).get(f"/lots/{lot.pk}/secrets/").status_code == 404
    assert Client().get(f"/lots/{lot.pk}/").status_code == 302
    with scope.opened(world.head):
        looked = list(AccessRecord.objects.order_by("at", "id").values_list("what", "person__name"))
    names = ["Dossier", *(label for name, label in TABS.items() if name != "overview")]
    assert looked == [(f"{name}: lot KB-1", "Astrid Nyman") for name in names]


def test_the_history_tab_shows_refused_attempts_too(world: World, shop: Shop) -> None:
    lot = make_lot(shop, "KB-1")
    client = visitor(world.clerk)
    client.post(f"/lots/{lot.pk}/void/", {"reason": ""})
    trail = client.get(f"/lots/{lot.pk}/history/").context["trail"]
    newest = trail[0]["first"]
    assert (newest.record, newest.action, newest.by) == ("Refused attempt", "refused", "Carla Diaz")
    assert newest.reason == "Give a reason: “Void” needs one. (21 CFR 11.10(e))"
    assert [entry["first"].action for entry in trail] == ["refused", "made"]


@pytest.mark.lot(until="sponsor_review")
def test_the_inbox_is_taken_and_given_back(world: World, lot: Lot) -> None:
    head = visitor(world.head)
    page = head.get("/")
    item = page.context["page"].items[0]
    assert item.title == "Review and decide on lot KB-1"
    assert f"/clocks/inbox/{item.pk}/take/" in page.content.decode()
    assert head.post(f"/clocks/inbox/{item.pk}/take/", {"next": "/"}).headers["Location"] == "/"
    assert f"/clocks/inbox/{item.pk}/release/" in head.get("/").content.decode()
    assert item.pk not in {i.pk for i in visitor(world.reviewer).get("/").context["page"].items}
    organisation = visitor(world.reviewer).get("/?tab=organisation")
    assert "Helen Okafor" in organisation.content.decode()
    others = visitor(world.clerk).get("/?tab=others")
    assert item.pk in {i.pk for i in others.context["page"].items}
    assert "I take this" not in others.content.decode()
    assert visitor(world.other_sponsor).get("/?tab=others").context["page"].items == []
    assert head.get("/?tab=nonsense").context["tab"] == "mine"


@pytest.mark.lot(until="released")
def test_the_auditors_room_is_time_boxed(world: World, lot: Lot) -> None:
    lots_of(world, product_of(world.blue_keystone), ["KB-9"])
    client = visitor(world.auditor)
    page = client.get("/room/")
    assert [row.lot.number for row in page.context["lots"].rows] == ["KB-1"]
    assert "Annual GMP audit" in page.content.decode()
    assert [row.lot.number for row in client.get("/room/?number=KB-2").context["lots"].rows] == []
    assert client.get(f"/room/?grant={uuid4()}").status_code == 404
    _end_grant(world)
    ended = client.get("/room/")
    assert ended.context["lots"] is None
    assert "no longer in sight" in ended.content.decode()
    assert "KB-1" not in ended.content.decode()
    with scope.opened(world.head):
        assert AccessRecord.objects.filter(what__startswith="List of lots of").count() == 2


def _end_grant(world: World) -> None:
    system = scope.system(world.alder_keystone.pk)
    with scope.opened(system), acting(by=system, reason="audit over", at=AT):
        grant = AuditorGrant.objects.get()
        grant.revoked_at = AT + timedelta(days=1)
        grant.save()


def test_those_who_grant_see_what_was_opened(world: World, shop: Shop) -> None:
    lot = make_lot(shop, "KB-1")
    visitor(world.auditor).get(f"/lots/{lot.pk}/")
    for by in (world.head, world.cmo_qa):
        text = visitor(by).get("/room/").content.decode()
        assert "Dossier: lot KB-1" in text
        assert "Astrid Nyman" in text
    assert visitor(world.clerk).get("/room/").status_code == 403
    assert "Astrid Nyman" not in visitor(world.other_sponsor).get("/room/").content.decode()


@pytest.mark.parametrize("path", ["/", "/lots/", "/search/?q=KB", "/room/", "/trace/", "/shipments/", "/consignees/"])
def test_visitors_are_sent_to_the_door(world: World, path: str) -> None:
    assert Client().get(path).headers["Location"].startswith("/accounts/login/")
