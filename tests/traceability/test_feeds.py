"""What left without a permit opens a critical event by itself, once a lot; a line handed in again changes nothing."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kernel import scope
from kernel.errors import Forbidden, Refused
from kernel.scope import Actor
from lots.models import Hold, Lot
from quality_events.actions import cancel_event
from quality_events.models import QualityEvent
from tests.factories.agreed_clauses import clauses
from tests.factories.keys import keyed
from tests.factories.walked import AT, Shop, make_consignee, make_lot, make_shop, reload
from tests.factories.world import World
from tests.workspace.visiting import visitor
from traceability import rules
from traceability.actions import record_feed, ship
from traceability.matching import StatedLine
from traceability.models import FeedLine
from traceability.queries import stock_of

SHIPPED = AT + timedelta(days=6)
LATER = SHIPPED + timedelta(days=1)
LINE = StatedLine("1", "KB-1", Decimal(40), SHIPPED, "ASN-1")
STRAY = StatedLine("2", "KB-1", Decimal(60), SHIPPED, "ASN-2")
RELEASED = pytest.mark.lot(until="released")


def hand_in(by: Actor, lot: Lot, *lines: StatedLine, feed: str = "Wasatch", **given: Any) -> list[FeedLine]:
    with scope.opened(by):
        return record_feed(
            partnership_id=lot.partnership_id, feed=feed, lines=lines, by=by, reason="", at=LATER, **given
        )


def shipped(world: World, shop: Shop, lot: Lot) -> None:
    consignee = make_consignee(shop)
    with scope.opened(world.clerk):
        ship(
            lot_id=lot.pk, consignee_id=consignee.pk, quantity=Decimal(40), reference="ASN-1", ship_from="Dock 4",
            carrier="", by=world.clerk, reason="", at=SHIPPED,
        )  # fmt: skip


@RELEASED
def test_what_a_permit_answers_for_opens_nothing(world: World, shop: Shop, lot: Lot) -> None:
    shipped(world, shop, lot)
    (row,) = hand_in(world.clerk, lot, LINE)
    assert (row.standing, row.because, row.event_id, row.lot_id) == ("permitted", "", None, lot.pk)
    with scope.opened(world.clerk):
        assert QualityEvent.objects.count() == 0
        assert [(v["rule"], v["outcome"]) for v in stock_of(lot).verdicts] == [("R604", "fail"), ("R605", "pass")]


@RELEASED
def test_what_left_without_opens_one_critical_event_of_the_lot(world: World, shop: Shop, lot: Lot) -> None:
    shipped(world, shop, lot)
    permitted, stray, unknown = hand_in(world.clerk, lot, LINE, STRAY, replace(STRAY, line="3", lot="KB-9"))
    (again, _) = hand_in(world.clerk, lot, STRAY, LINE)
    (further,) = hand_in(world.clerk, lot, replace(STRAY, line="4"))
    assert (again.pk, again.event_id) == (stray.pk, stray.event_id)
    assert (permitted.event_id, unknown.standing, unknown.event_id) == (None, "unknown", None)
    with scope.opened(world.clerk):
        event = QualityEvent.objects.get()
        assert (event.classification, event.title) == ("critical", "Goods of lot KB-1 left without a permit")
        assert event.description == "Line 2 of Wasatch, ASN-2: No shipment of lot KB-1 under ASN-2 is on record."
        assert {stray.event_id, further.event_id} == {event.pk}
        assert FeedLine.objects.count() == 4
        assert Hold.objects.filter(organisation=lot.sponsor).count() == 0  # no clause says so
        verdict = stock_of(lot).verdicts[-1]
    assert verdict["sentence"] == "Shipped without authorization: ASN-2 (Wasatch, line 2) and ASN-2 (Wasatch, line 4)."
    assert not reload(lot).gate.ok


@RELEASED
def test_after_the_event_is_over_a_new_line_opens_another(world: World, lot: Lot) -> None:
    (first,) = hand_in(world.clerk, lot, STRAY)
    with scope.opened(world.head):
        cancel_event(event_id=first.event_id, by=world.head, reason="the carrier erred", at=LATER)  # type: ignore[arg-type]
    (second,) = hand_in(world.clerk, lot, replace(STRAY, line="5"))
    assert second.event_id not in (None, first.event_id)


def test_the_rest_is_held_in_the_sponsors_name_where_the_clause_says_so(world: World) -> None:
    release, *others = clauses()
    stated = [replace(release, parameters={**release.parameters, "unpermitted_holds": True}), *others]
    lot = make_lot(make_shop(world, stated=stated), "KB-1", until="released")
    (row,) = hand_in(world.clerk, lot, STRAY)
    with scope.opened(world.clerk):
        hold = Hold.objects.get(organisation=lot.sponsor)
    assert (hold.lot_id, hold.event_id) == (lot.pk, row.event_id)
    assert hold.reason == "goods left without a permit (QA-ALD-KEY-01 v2 cl. 3.1)"


@pytest.mark.parametrize(
    ("lines", "feed", "sentence"),
    [
        ([LINE], " ", "Give the feed's name"),
        ([], "Wasatch", "A feed names at least one shipment"),
        ([LINE] * 2001, "Wasatch", "at most 2,000 lines"),
        ([LINE, LINE], "Wasatch", "Line 1 stands in the feed twice"),
        ([replace(LINE, quantity=Decimal(0))], "Wasatch", "Line 1: the quantity must be more than zero"),
        (
            [replace(LINE, shipped_at=LATER + timedelta(seconds=1))],
            "Wasatch",
            "Line 1: the shipment lies in the future",
        ),
    ],
)
def test_a_feed_that_cannot_be(lines: list[StatedLine], feed: str, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        rules.check_feed(feed, lines, LATER)


def test_a_feed_that_can_be() -> None:
    rules.check_feed("Wasatch", [replace(LINE, line=str(n), shipped_at=LATER) for n in range(2000)], LATER)


@RELEASED
def test_a_line_never_says_anything_else_later(world: World, lot: Lot) -> None:
    hand_in(world.clerk, lot, STRAY)
    with pytest.raises(Refused, match="Line 2 of Wasatch was handed in before and said something else") as refused:
        hand_in(world.clerk, lot, replace(STRAY, quantity=Decimal(61)))
    assert refused.value.code == "line-differs"
    with pytest.raises(Forbidden, match="hand in a feed of shipments"):
        hand_in(world.reviewer, lot, STRAY)


@RELEASED
def test_over_the_api(world: World, lot: Lot) -> None:
    client = keyed(world, "clerk@keystone.example")
    line = {"line": "2", "lot": "KB-1", "quantity": "60", "shipped_at": SHIPPED.isoformat(), "reference": "ASN-2"}
    given = {"partnership": str(lot.partnership_id), "feed": "Wasatch", "lines": [line]}
    post = {"path": "/api/v1/feeds/", "data": given, "content_type": "application/json"}
    answer = client.post(**post)
    assert (answer.status_code, [row["standing"] for row in answer.json()]) == (201, ["unpermitted"])
    assert client.post(**post).json() == answer.json()
    assert [row["line"] for row in client.get("/api/v1/feeds/?standing=unpermitted").json()["results"]] == ["2"]
    assert client.get("/api/v1/feeds/?standing=permitted").json()["results"] == []
    stranger = keyed(world, "qa@bluemesa.example")
    assert stranger.post(**post).status_code == 404
    assert stranger.get("/api/v1/feeds/").json()["results"] == []


@RELEASED
def test_a_file_is_tried_and_then_handed_in(world: World, lot: Lot) -> None:
    clerk, text = visitor(world.clerk), "line,lot,quantity,shipped_at,reference\n2,KB-1,60,2026-03-16T14:00+00:00,ASN-2"
    given = {"partnership": lot.partnership_id, "feed": "Wasatch"}
    unread = clerk.post("/feeds/add/", given | {"file": SimpleUploadedFile("feed.csv", b"line,lot")})
    assert "found: line, lot." in unread.content.decode()
    assert (
        "something else"
        in clerk.post("/feeds/add/", given | {"file": SimpleUploadedFile("feed.csv", b"\xff\xfe\x00")}).content.decode()
    )
    large = clerk.post("/feeds/add/", given | {"file": SimpleUploadedFile("feed.csv", b"x" * 1_000_001)})
    assert "larger than 1 MB" in large.content.decode()
    tried = clerk.post("/feeds/add/", given | {"file": SimpleUploadedFile("feed.csv", text.encode())})
    assert "No shipment of lot KB-1 under ASN-2 is on record." in tried.content.decode()
    with scope.opened(world.clerk):
        assert FeedLine.objects.count() == 0
    done = clerk.post("/feeds/add/", given | {"again": text, "take": "1"}, follow=True).content.decode()
    assert "1 lines read, 1 of them without a permit" in done
    assert "Without a permit" in visitor(world.head).get("/feeds/?only=open").content.decode()
    assert "hand in a feed" in visitor(world.reviewer).get("/feeds/add/").content.decode()
