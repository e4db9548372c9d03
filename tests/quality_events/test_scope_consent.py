"""Lots are let go with the sponsor's consent, added by hand, and found by the reported lot's own later pack."""

from datetime import timedelta

import pytest

from agreements.terms import Terms
from clocks.models import InboxItem, Notice
from kernel import scope
from kernel.errors import Forbidden, Refused
from kernel.history import acting
from lots.actions.gates import changing
from lots.models import Hold, Lot
from quality_events.actions import add_lots, refuse_scope
from quality_events.actions.scope import LABEL_SCOPE, contain, containment_of
from quality_events.models import QualityEvent
from quality_events.queries import Derived
from tests.evidence.scene import COMPLETED, SUBMITTED, Scene
from tests.factories.walked import Shop
from tests.quality_events.reported import NOON, report
from tests.quality_events.test_scope import agree, decide, gates, standings
from tests.workspace.visiting import visitor

HELD = pytest.mark.lot(until="released", lots=3, contained=True)
FREE = pytest.mark.lot(until="released", lots=3)


def asked(shop: Shop) -> list[str]:
    with scope.opened(shop.world.reviewer):
        items = InboxItem.objects.filter(key__endswith="/let-go", done_at=None)
        return list(items.values_list("title", flat=True))


@HELD
def test_a_grave_events_lots_wait_for_the_sponsor(shop: Shop, lots: list[Lot]) -> None:
    event = report(shop, lots[0])
    decide(shop, event, lots[1:], "excluded")
    assert asked(shop) == ["Consent to letting 2 lots of DEV-1 go"]
    for by in (shop.world.cmo_qa, shop.world.clerk):
        with pytest.raises(Forbidden):
            agree(shop, event, [lots[1]], by=by)
    for chosen, reason, words in (
        (lots[:1], "seen", "Choose lots that the investigation lets go"),
        ([], "seen", "Choose lots that the investigation lets go"),
        ([lots[1]], " ", "Give a reason"),
    ):
        with pytest.raises(Refused, match=words):
            agree(shop, event, chosen, reason=reason)
    agree(shop, event, [lots[1]])
    assert gates(lots) == [False, True, False]
    assert asked(shop) == ["Consent to letting 1 lot of DEV-1 go"]
    with scope.opened(shop.world.reviewer):
        row = event.event_lots.get(lot=lots[1])
        assert (row.consented_by_id, row.consented_at) == (shop.world.reviewer.person_id, NOON)
        refuse_scope(event_id=event.pk, lot_ids=[lots[2].pk], by=shop.world.head, reason="Show records", at=NOON)
    assert standings(shop, event) == {"KB-1": "included", "KB-2": "excluded", "KB-3": "suspected"}
    assert gates(lots) == [False, True, False]
    assert asked(shop) == []


@FREE
def test_a_minor_event_is_the_cmos_own_unless_the_sponsor_reported_it(shop: Shop, lots: list[Lot]) -> None:
    every_class = {"classes": ["minor"], "relations": ["component_lot"], "equipment_hours": 0, "runs": 0}
    for by, is_free in ((shop.world.cmo_qa, True), (shop.world.reviewer, False)):
        event = report(shop, lots[0], classification="minor", by=by)
        _hold_for(shop, event, lots[1], every_class)
        decide(shop, event, [lots[1]], "excluded")
        with scope.opened(shop.world.clerk):
            assert Hold.objects.filter(event_id=event.pk, lifted_at=None, lot=lots[1]).exists() is not is_free


def _hold_for(shop: Shop, event: QualityEvent, lot: Lot, clause: dict[str, object]) -> None:
    """As if the clause had held that lot for the event."""
    by = shop.world.cmo_qa
    with scope.opened(by), changing([lot.pk]), acting(by=by, reason="planted", at=NOON):
        event.containment = clause
        event.save(update_fields=["containment"])
        contain(event, [], [Derived(lot.pk, "component lot C-1")], by=by, at=NOON)


@HELD
def test_a_lot_is_added_by_hand_and_held_as_the_clause_says(shop: Shop, lots: list[Lot]) -> None:
    event = report(shop, lots[0], classification="minor")
    assert gates(lots)[1:] == [True, True]
    given = {"event_id": event.pk, "reason": "Same crew", "at": NOON}
    for by, error in ((shop.world.clerk, Forbidden), (shop.world.other_sponsor, QualityEvent.DoesNotExist)):
        with scope.opened(by), pytest.raises(error):
            add_lots(lot_ids=[lots[1].pk], by=by, **given)  # type: ignore[arg-type]
    quality, reviewer = shop.world.cmo_qa, shop.world.reviewer
    with scope.opened(reviewer):
        add_lots(lot_ids=[lots[1].pk], by=reviewer, **given)  # type: ignore[arg-type]
        row = event.event_lots.get(lot=lots[1])
        assert (row.relation, row.standing, row.reason) == ("direct", "included", "Same crew")
        assert not Hold.objects.filter(event_id=event.pk).exists()  # the clause holds nothing for a minor event
        told = Notice.objects.filter(key__startswith=f"event/{event.pk}/lots/")
        assert {notice.recipient.email for notice in told.select_related("recipient")} >= {
            "qa@keystone.example", "qa@alderpine.example"
        }  # fmt: skip
    for lot_ids, reason, words in (
        ([lots[1].pk], "x", "reaches one of these lots already"),
        ([], "x", "Name lots of the partners of DEV-1"),
        ([lots[2].pk], " ", "Give a reason"),
    ):
        with scope.opened(quality), pytest.raises(Refused, match=words):
            add_lots(event_id=event.pk, lot_ids=lot_ids, by=quality, reason=reason, at=NOON)
    page = visitor(quality)
    for numbers, words in (("KB-9", "Name lots of the partners of DEV-1"), ("", "This field is required")):
        answer = page.post(f"/events/{event.pk}/lots/", {"numbers": numbers, "reason": "x"}, follow=True)
        assert words in answer.content.decode()
    assert page.post(f"/events/{event.pk}/lots/", {"numbers": "KB-3", "reason": "x"}).status_code == 302
    assert standings(shop, event) == {"KB-1": "included", "KB-2": "included", "KB-3": "included"}


@HELD
def test_the_sponsor_answers_on_the_page(shop: Shop, lots: list[Lot]) -> None:
    event = report(shop, lots[0])
    decide(shop, event, lots[1:], "excluded")
    address, reviewer = f"/events/{event.pk}/", visitor(shop.world.reviewer)
    assert "Lots to be let go" in reviewer.get(address).content.decode()
    given = {"lots": [str(lots[1].pk)], "answer": "consent", "reason": "seen"}
    assert reviewer.post(f"{address}let-go/", given).status_code == 302
    again = given | {"lots": [str(lots[2].pk)], "answer": "refuse"}
    assert reviewer.post(f"{address}let-go/", again).status_code == 302
    assert gates(lots) == [False, True, False]
    assert visitor(shop.world.cmo_qa).post(f"{address}let-go/", given).status_code == 403


@pytest.mark.lot(lots=0, contained=True)
def test_the_reported_lots_own_pack_tells_which_others_it_reaches(shop: Shop) -> None:
    first, second = Scene(shop, "MG2603-114"), Scene(shop, "MG2603-115")
    first.submit()
    event = report(shop, second.lot, kind="label", classification="critical", discovered_at=COMPLETED, at=SUBMITTED)
    assert standings(shop, event) == {"MG2603-115": "included"}
    second.submit(at=SUBMITTED + timedelta(hours=1))
    assert standings(shop, event) == {"MG2603-114": "suspected", "MG2603-115": "included"}
    with scope.opened(shop.world.clerk):
        held = Hold.objects.filter(event_id=event.pk, lifted_at=None).values_list("lot__number", flat=True)
        assert set(held) == {"MG2603-114", "MG2603-115"}


def test_the_runs_of_a_label_incident_are_the_clauses() -> None:
    clause = {"classes": ["critical"], "relations": ["batch"], "equipment_hours": 4, "runs": 5}
    terms = Terms("", {"containment": clause}, {})
    assert containment_of("label", "critical", None) == LABEL_SCOPE
    for classification, relations in (("critical", ["batch", "label_roll", "line"]), ("minor", ["label_roll", "line"])):
        found = containment_of("label", classification, terms)
        assert (found["runs"], found["relations"]) == (5, relations)
    assert containment_of("deviation", "minor", terms) == {}
