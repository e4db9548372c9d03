"""K13: shares and rates that can be counted by hand, and the same from real rows."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kernel import scope
from lots.models import Lot
from performance.ageing import CorrectionFact, DutyFact, ageing, extensions, overdue
from performance.queries import scorecards
from tests.factories.walked import Shop
from tests.quality_events.corrected import DUE, approved, extended, proposed
from tests.quality_events.reported import NOON, report
from tests.workspace.visiting import visitor

AT = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def duty(hours: int) -> DutyFact:
    return DutyFact(f"Investigate DEV-{hours}", "/events/x/", AT + hours * HOUR)


@pytest.mark.parametrize(
    ("hours", "late", "words"), [(-1, 1, "1 h late"), (-49, 1, "2 d late"), (0, 0, ""), (1, 0, "")]
)
def test_overdue_at_the_edge(hours: int, late: int, words: str) -> None:
    found = overdue([duty(hours), duty(200)], AT, lots=8)
    assert (found.code, found.numerator, found.denominator, found.value) == ("K13", late, 2, late / 2)
    assert [(row.words, row.url, row.lot_id) for row in found.behind] == [(words, "/events/x/", None)] * late
    assert found.is_sufficient


def test_the_longest_overdue_comes_first() -> None:
    found = overdue([duty(-1), duty(-30)], AT, lots=8)
    assert [row.number for row in found.behind] == ["Investigate DEV--30", "Investigate DEV--1"]


def test_extensions_per_corrective_action() -> None:
    rows = [CorrectionFact("CAPA-1", "/a/", 2), CorrectionFact("CAPA-2", "/b/", 0), CorrectionFact("CAPA-3", "/c/", 1)]
    found = extensions(rows, lots=8)
    assert (found.numerator, found.denominator, found.value, found.unit) == (3, 3, 1.0, "per record")
    assert [(row.number, row.words) for row in found.behind] == [("CAPA-1", "2 extensions"), ("CAPA-3", "1 extension")]


def test_nothing_open_is_nothing_to_divide_by() -> None:
    for found in ageing([], [], AT, lots=20):
        assert (found.value, found.interval, found.is_sufficient) == (None, None, False)


@pytest.mark.lot(until="released")
def test_an_extension_and_an_overdue_investigation_stand_on_the_scorecard(shop: Shop, lot: Lot) -> None:
    event = report(shop, lot)
    capa = approved(shop, proposed(shop, event))
    with scope.opened(shop.world.reviewer):
        action = capa.actions.get()
    extended(shop, action, DUE + timedelta(days=5), "The gauge is late")
    for at, late in ((NOON + timedelta(days=1), 0), (NOON + timedelta(days=35), 2)):
        with scope.opened(shop.world.reviewer):
            (card,) = scorecards(at, shop.partnership.pk)
        late_ones, put_off = card.measures[-2:]
        assert (late_ones.numerator, late_ones.denominator) == (late, 2)
        assert (put_off.numerator, put_off.denominator) == (1, 1)
        assert [(row.number, row.words, row.url) for row in put_off.behind] == [
            ("CAPA-1", "1 extension", f"/events/capa/{capa.pk}/")
        ]
    with scope.opened(shop.world.other_sponsor):
        assert all(m.denominator == 0 for card in scorecards(NOON) for m in card.measures[-2:])
    page = visitor(shop.world.reviewer).get(f"/partners/{shop.partnership.pk}/").content.decode()
    assert f'<a class="lot-number" href="/events/capa/{capa.pk}/">CAPA-1</a> 1 extension' in page


@pytest.mark.lot(until="completed")
def test_as_many_queries_for_three_as_for_one(shop: Shop, lot: Lot) -> None:
    counts = []
    for number in (1, 3):
        for _ in range(number):
            proposed(shop, report(shop, lot))
        with scope.opened(shop.world.clerk), CaptureQueriesContext(connection) as asked:
            scorecards(NOON)
        counts.append(len(asked))
    assert counts[0] == counts[1]
