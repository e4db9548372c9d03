"""Other lots that an event may reach: found by what they share, held by the clause, looked at one by one."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from evidence.models import Pack
from kernel import scope
from kernel.errors import Forbidden, Refused
from kernel.history import acting
from kernel.scope import Actor
from lots.models import Hold, Lot, Usage
from lots.states import UsageKind
from quality_events.actions import cancel_event, consent_to_scope, decide_scope
from quality_events.models import EventLot, QualityEvent
from quality_events.queries import Derived, derived_lots
from tests.evidence.scene import COMPLETED, SUBMITTED, Scene
from tests.factories.agreed_clauses import CONTAINMENT
from tests.factories.keys import keyed
from tests.factories.walked import AT, Shop, reload
from tests.factories.world import World
from tests.quality_events.reported import NOON, approve, close, investigate, propose, report
from tests.workspace.visiting import visitor

CLAUSE: dict[str, Any] = dict(CONTAINMENT.parameters)


HELD = pytest.mark.lot(until="released", lots=3, contained=True)
"""Three lots of the same materials, equipment, line and roll, under an agreement that holds other lots."""
FREE = pytest.mark.lot(until="released", lots=2)
"""Two such lots; no clause holds one for the other's sake."""
PLAIN = pytest.mark.lot(until="pack_pending", lots=5)


def standings(shop: Shop, event: QualityEvent) -> dict[str, str]:
    with scope.opened(shop.world.clerk):
        return dict(event.event_lots.order_by("lot__number").values_list("lot__number", "standing"))


def gates(lots: list[Lot]) -> list[bool]:
    return [reload(lot).gate.ok for lot in lots]


def decide(shop: Shop, event: QualityEvent, lots: list[Lot], standing: str, reason: str = "checked", **by: Any) -> None:
    actor = by.get("by", shop.world.cmo_qa)
    with scope.opened(actor):
        decide_scope(
            event_id=event.pk, lot_ids=[lot.pk for lot in lots], standing=standing, by=actor, reason=reason, at=NOON
        )


def agree(shop: Shop, event: QualityEvent, lots: list[Lot], by: Actor | None = None, reason: str = "seen") -> None:
    actor = by or shop.world.reviewer
    with scope.opened(actor):
        consent_to_scope(event_id=event.pk, lot_ids=[lot.pk for lot in lots], by=actor, reason=reason, at=NOON)


@HELD
def test_the_clause_holds_the_lots_that_share_the_cause(shop: Shop, lots: list[Lot]) -> None:
    assert gates(lots) == [True, True, True]
    event = report(shop, lots[0])
    assert standings(shop, event) == {"KB-1": "included", "KB-2": "suspected", "KB-3": "suspected"}
    assert gates(lots) == [False, False, False]
    with scope.opened(shop.world.clerk):
        because = event.event_lots.get(lot=lots[1]).because
        assert because.startswith("component lot ") or "component lot " in because
        held = Hold.objects.filter(event_id=event.pk).order_by("lot__number")
        assert [(hold.lot.number, hold.organisation.name, hold.event_number) for hold in held] == [
            ("KB-1", "Keystone Blending Co.", "DEV-1"),
            ("KB-2", "Keystone Blending Co.", "DEV-1"),
            ("KB-3", "Keystone Blending Co.", "DEV-1"),
        ]


@FREE
@pytest.mark.parametrize("classification", ["minor", "major"])
def test_without_the_clause_or_below_its_classes_no_other_lot_is_held(
    shop: Shop, lots: list[Lot], classification: str
) -> None:
    event = report(shop, lots[0], classification=classification)
    assert standings(shop, event) == {"KB-1": "included"}
    assert gates(lots)[1] is True


@HELD
def test_a_minor_event_holds_nothing_where_the_clause_says_major(shop: Shop, lots: list[Lot]) -> None:
    assert standings(shop, report(shop, lots[0], classification="minor")) == {"KB-1": "included"}


@HELD
def test_every_suspected_lot_is_decided_before_a_disposition(shop: Shop, lots: list[Lot]) -> None:
    event = investigate(shop, report(shop, lots[0]))
    decide(shop, event, [lots[1]], "excluded", "other roll, counted")
    agree(shop, event, [lots[1]])
    assert gates(lots) == [False, True, False]
    with pytest.raises(Refused, match=r"^DEV-1 may reach 1 more lot\. Say for each whether it is affected\.$"):
        propose(shop, event)
    decide(shop, event, [lots[2]], "included", "same fault seen")
    assert standings(shop, event) == {"KB-1": "included", "KB-2": "excluded", "KB-3": "included"}
    propose(shop, event)
    approve(shop, event)
    assert gates(lots) == [False, True, False]
    close(shop, event)
    assert gates(lots) == [True, True, True]


@HELD
def test_who_was_let_go_may_be_affected_after_all(shop: Shop, lots: list[Lot]) -> None:
    event = report(shop, lots[0])
    decide(shop, event, lots[1:], "excluded")
    assert gates(lots) == [False, False, False]
    agree(shop, event, lots[1:])
    assert gates(lots) == [False, True, True]
    decide(shop, event, [lots[1]], "included", "seen in a retained sample")
    assert gates(lots) == [False, False, True]


@HELD
@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"standing": "suspected"}, "Say whether the lots are affected or not."),
        ({"lots": slice(0, 1)}, "Choose lots that were found by what they share with a reported one."),
        ({"lots": slice(0, 0)}, "Choose lots that were found by what they share with a reported one."),
        ({"reason": " "}, "Give a reason."),
    ],
)
def test_what_is_no_decision(shop: Shop, lots: list[Lot], change: dict[str, Any], sentence: str) -> None:
    event = report(shop, lots[0])
    given = {"standing": "excluded", "reason": "checked"} | {k: v for k, v in change.items() if k != "lots"}
    with pytest.raises(Refused) as refused:
        decide(shop, event, lots[change.get("lots", slice(1, 2))], **given)
    assert refused.value.sentence == sentence


@HELD
def test_only_those_who_investigate_decide_and_only_while_it_is_open(shop: Shop, lots: list[Lot]) -> None:
    event = report(shop, lots[0])
    for by in (shop.world.clerk, shop.world.reviewer):
        with pytest.raises(Forbidden):
            decide(shop, event, lots[1:], "excluded", by=by)
    decide(shop, event, lots[1:], "excluded")
    propose(shop, investigate(shop, event))
    with pytest.raises(Refused, match=r"its investigation is fixed\.$"):
        decide(shop, event, lots[1:], "included")


@HELD
def test_a_cancelled_event_lets_everything_go(shop: Shop, lots: list[Lot]) -> None:
    event, by = report(shop, lots[0]), shop.world.reviewer
    with scope.opened(by):
        cancel_event(event_id=event.pk, by=by, reason="reported twice", at=NOON)
    assert gates(lots) == [True, True, True]


@FREE
def test_a_label_incident_holds_lot_roll_and_neighbors_without_any_clause(shop: Shop, lots: list[Lot]) -> None:
    event = report(shop, lots[0], kind="label", classification="critical")
    assert standings(shop, event) == {"KB-1": "included", "KB-2": "suspected"}
    with scope.opened(shop.world.clerk):
        assert set(Hold.objects.filter(event_id=event.pk).values_list("lot__number", flat=True)) == {"KB-1", "KB-2"}
        assert "label roll" in event.event_lots.get(lot=lots[1]).because


@pytest.mark.lot(lots=0, contained=True)
def test_a_pack_that_comes_later_is_looked_at_too(shop: Shop) -> None:
    first, second = Scene(shop, "MG2603-114"), Scene(shop, "MG2603-115")
    first.submit()
    event = report(shop, first.lot, discovered_at=SUBMITTED, at=SUBMITTED)
    assert standings(shop, event) == {"MG2603-114": "included"}
    second.submit(at=SUBMITTED + timedelta(hours=1))
    assert standings(shop, event) == {"MG2603-114": "included", "MG2603-115": "suspected"}
    with scope.opened(shop.world.clerk):
        hold = Hold.objects.get(lot=second.lot)
        assert (hold.event_number, hold.reason) == ("DEV-1", "Desiccant missing: to be looked at")


@HELD
def test_the_database_keeps_a_decision_whole(shop: Shop, lots: list[Lot]) -> None:
    event, by = report(shop, lots[0]), shop.world.cmo_qa
    with scope.opened(by), pytest.raises(IntegrityError), transaction.atomic(), acting(by=by, reason="x", at=NOON):
        EventLot.objects.filter(event=event, relation="derived").update(standing="excluded")


def used(lot: Lot, kind: UsageKind, number: str, begins: int | None = None, ends: int | None = None) -> None:
    """Hours after `COMPLETED`; stated by the lot's own pack."""
    moments = [None if hour is None else COMPLETED + timedelta(hours=hour) for hour in (begins, ends)]
    Usage.objects.create(
        partnership_id=lot.partnership_id, sponsor_id=lot.sponsor_id, lot=lot, kind=kind, number=number,
        begins_at=moments[0], ends_at=moments[1], pack_id=Pack.objects.get(lot=lot).pk,
    )  # fmt: skip


def found(lot: Lot, *relations: str, **given: Any) -> dict[str, str]:
    numbers = dict(Lot.objects.values_list("pk", "number"))
    hits: list[Derived] = derived_lots([lot], CLAUSE | {"relations": relations} | given)
    return {numbers[hit.lot_id]: hit.because for hit in hits}


@PLAIN
@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        (0, ["KB-2", "KB-5"]),
        (1, ["KB-2", "KB-3", "KB-5"]),
    ],
)
def test_equipment_is_shared_within_the_hours_of_the_clause(
    lots: list[Lot], world: World, hours: int, expected: list[str]
) -> None:
    with scope.opened(world.clerk), acting(by=world.clerk, reason="used", at=AT), transaction.atomic():
        used(lots[0], UsageKind.EQUIPMENT, "X-1", 10, 12)
        used(lots[1], UsageKind.EQUIPMENT, "X-1", 12, 14)
        used(lots[2], UsageKind.EQUIPMENT, "X-1", 13, 15)
        used(lots[3], UsageKind.EQUIPMENT, "X-1", 2, 8)
        used(lots[4], UsageKind.EQUIPMENT, "X-1")
        shared = found(lots[0], "equipment", equipment_hours=hours)
        assert sorted(number for number, because in shared.items() if because.endswith("X-1")) == expected


@PLAIN
def test_the_runs_beside_it_on_the_line(lots: list[Lot], world: World) -> None:
    with scope.opened(world.clerk), acting(by=world.clerk, reason="used", at=AT), transaction.atomic():
        for position, lot in enumerate(lots):
            used(lot, UsageKind.LINE, "L-9", position, position)
        near = {number: because for number, because in found(lots[2], "line", runs=1).items() if "L-9" in because}
        assert near == {"KB-2": "line L-9, run before", "KB-4": "line L-9, run after"}
        assert found(lots[2], "line", runs=0) == {}
        for hours, shift in ((1, []), (2, ["KB-2", "KB-4"]), (3, ["KB-1", "KB-2", "KB-4", "KB-5"])):
            same = found(lots[2], "line", runs=0, shift_hours=hours).items()
            assert sorted(number for number, because in same if "line L-9, same shift" in because) == shift


@PLAIN
def test_a_lot_made_from_this_one_and_one_of_the_same_batch(lots: list[Lot], world: World) -> None:
    with scope.opened(world.clerk), acting(by=world.clerk, reason="used", at=AT), transaction.atomic():
        used(lots[0], UsageKind.BATCH, "B-77")
        used(lots[1], UsageKind.BATCH, "B-77")
        used(lots[2], UsageKind.BATCH, "KB-1")
        near = {n: b for n, b in found(lots[0], "batch").items() if "B-77" in b or "KB-1" in b}
        assert {"KB-2", "KB-3"} <= set(near)
        assert "KB-1" in near["KB-3"]
    assert derived_lots([], CLAUSE) == []


@HELD
def test_on_the_page_and_over_the_api(shop: Shop, lots: list[Lot]) -> None:
    event = report(shop, lots[0])
    quality = visitor(shop.world.cmo_qa)
    page = quality.get(f"/events/{event.pk}/").content.decode()
    assert "Lots that it may reach" in page
    given = {"lots": [str(lots[1].pk)], "standing": "excluded", "reason": "other roll"}
    assert quality.post(f"/events/{event.pk}/scope/", given).status_code == 302
    assert quality.post(f"/events/{event.pk}/scope/", {**given, "reason": ""}).status_code == 409
    assert visitor(shop.world.other_sponsor).post(f"/events/{event.pk}/scope/", given).status_code == 404
    client = keyed(shop.world, "qa@keystone.example")
    body = {"lots": [str(lots[2].pk)], "standing": "included", "reason": "seen"}
    answer = client.post(f"/api/v1/events/{event.pk}/scope/", body, content_type="application/json")
    assert answer.status_code == 200
    told = {row["number"]: (row["standing"], row["reason"]) for row in answer.json()["lots"]}
    assert told == {"KB-1": ("included", ""), "KB-2": ("excluded", "other roll"), "KB-3": ("included", "seen")}
