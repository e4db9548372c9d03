"""The board: open events by class, the least time left first, on both sides."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kernel import scope
from kernel.history import acting
from lots.models import Lot
from quality_events.actions import cancel_event, read_report
from quality_events.models import QualityEvent
from quality_events.queries import board as boards
from tests.factories.browsers import browser
from tests.factories.walked import Shop
from tests.quality_events.reported import NOON, investigate, propose, report


@pytest.mark.lot(until="completed")
def test_what_is_due_first_stands_first(shop: Shop, lot: Lot) -> None:
    first = report(shop, lot, at=NOON + timedelta(hours=2))
    urgent = report(shop, lot, at=NOON)
    minor = report(shop, lot, classification="minor")
    gone = report(shop, lot, classification="minor")
    by = shop.world.reviewer
    with scope.opened(by):
        cancel_event(event_id=gone.pk, by=by, reason="typed twice", at=NOON)
        columns = boards.board()
    assert [(str(c.classification), [e.pk for e in c.events], c.total, c.more) for c in columns] == [
        ("critical", [], 0, 0),
        ("major", [urgent.pk, first.pk], 2, 0),
        ("minor", [minor.pk], 1, 0),
    ]
    assert columns[1].events[0].owed_by == "Alder & Pine Nutrition"  # which has not read it yet
    with scope.opened(by):
        for told in (urgent, first):
            read_report(event_id=told.pk, by=by, at=NOON)
        assert boards.board()[1].events[0].owed_by == "Keystone Blending Co."  # its interim report
    propose(shop, investigate(shop, urgent))
    with scope.opened(by):
        proposed = boards.board()[1].events[0]
    assert (proposed.pk, proposed.due_at) == (urgent.pk, NOON + timedelta(hours=72))
    assert proposed.owed_by == "Alder & Pine Nutrition"


@pytest.mark.lot(until="completed")
def test_a_board_costs_the_same_however_many_events_there_are(
    shop: Shop, lot: Lot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(boards, "SHOWN", 2)
    by, counts = shop.world.clerk, []
    for _ in range(2):
        for _ in range(3):
            report(shop, lot)
        with scope.opened(by), CaptureQueriesContext(connection) as queries:
            major = boards.board()[1]
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert (len(major.events), major.more) == (2, 4)


@pytest.mark.lot(until="completed")
def test_both_sides_see_what_is_owed_and_strangers_nothing(shop: Shop, lot: Lot) -> None:
    event = report(shop, lot)
    for email in ("qa@alderpine.example", "qa@keystone.example", "auditor@example.org"):
        client = browser(shop.world, email)
        text = client.get("/events/board/").content.decode()
        for words in ("DEV-1", "Desiccant missing", 'data-countdown="2026-'):
            assert words in text
        assert "Interim report on DEV-1" in client.get(f"/events/{event.pk}/").content.decode()
    assert "DEV-1" not in browser(shop.world, "qa@bluemesa.example").get("/events/board/").content.decode()


@pytest.mark.lot(until="completed")
def test_an_event_without_a_deadline_stands_last(shop: Shop, lot: Lot) -> None:
    with scope.opened(shop.world.clerk):
        kept = report(shop, lot)
        with acting(by=shop.world.clerk, reason="planted", at=NOON):
            bare = QualityEvent.objects.create(
                partnership_id=kept.partnership_id, sponsor_id=kept.sponsor_id, number="DEV-9", kind="deviation",
                classification="major", title="No clock", description="x", discovered_at=NOON, reported_at=NOON,
                reported_by_id=shop.world.clerk.person_id,
            )  # fmt: skip
        assert [event.pk for event in boards.board()[1].events] == [kept.pk, bare.pk]
    assert "no deadline runs" in browser(shop.world, "qa@keystone.example").get("/events/board/").content.decode()
