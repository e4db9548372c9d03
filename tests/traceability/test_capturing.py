"""A document is kept whole or refused whole; events count once; what left is compared with the permits."""

import hashlib
import json
from datetime import timedelta
from typing import Any

import pytest

from evidence.outside.store import store
from kernel import scope
from kernel.errors import Forbidden
from kernel.scope import Actor
from lots.models import Lot
from tests.factories.keys import keyed
from tests.factories.known_lots import GTIN
from tests.factories.walked import AT
from tests.factories.world import World
from tests.traceability.epcis.corpus import documents
from traceability.actions import capture
from traceability.actions.capturing import FUTURE
from traceability.epcis.events import restored
from traceability.epcis.planning import DIFFERS
from traceability.gs1 import lot_uri
from traceability.models import CapturedEvent, EventDocument, FeedLine
from traceability.rules import NoEventsError

LATER, SECOND = AT + timedelta(days=10), timedelta(seconds=1)
PALLET = "https://id.gs1.org/00/040123450000003338"
KB_1 = lot_uri(GTIN, "KB-1")
RELEASED = pytest.mark.lot(until="released")


def at(hour: int) -> str:
    return f"2026-03-17T{hour:02}:00:00+00:00"


def event(number: int, hour: int, **said: Any) -> dict[str, Any]:
    return {"eventID": f"urn:uuid:{number}", "eventTime": at(hour), "eventTimeZoneOffset": "+00:00", **said}


PACKED = event(
    1, 9, type="AggregationEvent", action="ADD", parentID=PALLET, childQuantityList=[{"epcClass": KB_1, "quantity": 40}]
)
SENT = event(
    2, 10, type="ObjectEvent", action="OBSERVE", bizStep="shipping", epcList=[PALLET],
    bizTransactionList=[{"type": "desadv", "bizTransaction": "urn:wasatch:asn:ASN-1"}],
)  # fmt: skip


def document(*events: dict[str, Any], created: str = "2026-03-18T09:00:00Z") -> bytes:
    return json.dumps({
        "@context": ["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld", {"a": "https://a.example/"}],
        "type": "EPCISDocument", "schemaVersion": "2.0", "creationDate": created, "epcisBody": {"eventList": events},
    }).encode()  # fmt: skip


def told(by: Actor, content: bytes, partnership: Any = None, **given: Any) -> tuple[EventDocument, bool]:
    with scope.opened(by):
        return capture(content=content, partnership_id=partnership, by=by, reason="", at=LATER, **given)


def standings(row: EventDocument) -> list[str]:
    return [entry["standing"] for entry in row.outcome["events"]]


def counts() -> tuple[int, int, int]:
    return EventDocument.objects.count(), CapturedEvent.objects.count(), FeedLine.objects.count()


def test_a_document_is_kept_as_it_came_and_its_events_without_loss(world: World) -> None:
    content = document(PACKED, SENT | {"a:note": 1.50})
    row, is_new = told(world.clerk, content)
    assert (is_new, standings(row), row.sha256) == (True, ["new", "new"], hashlib.sha256(content).hexdigest())
    assert store().path(row.sha256).read_bytes() == content
    with scope.opened(world.clerk):
        rows = list(CapturedEvent.objects.order_by("position"))
        assert [(r.kind, r.step, r.action) for r in rows] == [
            ("AggregationEvent", "", "ADD"), ("ObjectEvent", "shipping", "OBSERVE"),
        ]  # fmt: skip
        assert rows[0].keys == sorted([PALLET, KB_1])
        assert json.loads(rows[1].text)["a:note"] == 1.5
        assert [e.id for e in restored((r.text, r.context) for r in rows)] == ["urn:uuid:1", "urn:uuid:2"]


def test_the_same_again_changes_nothing(world: World) -> None:
    first, _ = told(world.clerk, document(PACKED))
    again, is_new = told(world.clerk, document(PACKED))
    assert (again.pk, is_new) == (first.pk, False)
    other, _ = told(world.clerk, document(PACKED, SENT, created="2026-03-18T10:00:00Z"))
    assert standings(other) == ["known", "new"]
    with scope.opened(world.clerk):
        assert counts() == (2, 2, 0)


def test_an_invalid_document_is_refused_whole_with_pointers(world: World) -> None:
    with pytest.raises(NoEventsError) as refused:
        told(world.clerk, document(PACKED, SENT | {"action": "SEEN", "bizStep": "sent"}))
    assert [entry["pointer"] for entry in refused.value.errors] == [
        "/epcisBody/eventList/1/bizStep", "/epcisBody/eventList/1/action",
    ]  # fmt: skip
    assert refused.value.status == 400
    with scope.opened(world.clerk):
        assert counts() == (0, 0, 0)


def test_an_event_id_has_an_end(world: World) -> None:
    with pytest.raises(NoEventsError) as refused:
        told(world.clerk, document(PACKED | {"eventID": "urn:x:" + "9" * 995}))
    assert refused.value.errors == [
        {"pointer": "/epcisBody/eventList/0/eventID", "sentence": "The eventID is longer than 1,000 characters."}
    ]
    told(world.clerk, document(PACKED | {"eventID": "urn:x:" + "9" * 994}))


def test_another_word_under_a_known_id_changes_nothing_and_is_said(world: World) -> None:
    told(world.clerk, document(PACKED))
    changed = PACKED | {"childQuantityList": [{"epcClass": KB_1, "quantity": 41}]}
    row, _ = told(world.clerk, document(changed))
    assert standings(row) == ["contradicts"]
    assert [entry["sentence"] for entry in row.outcome["remarks"]] == [DIFFERS]


@RELEASED
def test_goods_that_left_inside_a_pallet_are_compared_with_the_permits(world: World, lot: Lot) -> None:
    row, _ = told(world.clerk, document(PACKED, SENT), lot.partnership_id)
    (line,) = row.outcome["effects"]["feed_lines"]
    assert (line["lot"], line["standing"]) == ("KB-1", "unpermitted")
    assert line["because"] == "No shipment of lot KB-1 under ASN-1 is on record."
    with scope.opened(world.clerk):
        kept = FeedLine.objects.get()
        assert (kept.feed, kept.lot_id, kept.quantity, kept.reference) == ("EPCIS", lot.pk, 40, "ASN-1")
        assert kept.event_number == line["event"]


@RELEASED
def test_a_pallet_whose_packing_is_told_later_is_opened_then(world: World, lot: Lot) -> None:
    row, _ = told(world.clerk, document(SENT), lot.partnership_id)
    assert row.outcome["effects"]["feed_lines"] == []
    row, _ = told(world.clerk, document(PACKED), lot.partnership_id)
    assert [line["lot"] for line in row.outcome["effects"]["feed_lines"]] == ["KB-1"]
    row, _ = told(world.clerk, document(PACKED, SENT), lot.partnership_id)
    assert row.outcome["effects"]["feed_lines"] == []
    with scope.opened(world.clerk):
        assert FeedLine.objects.count() == 1


@RELEASED
def test_an_event_declared_wrong_beforehand_has_no_effect(world: World, lot: Lot) -> None:
    fault = {"errorDeclaration": {"declarationTime": at(11), "reason": "did_not_occur"}}
    told(world.clerk, document(SENT | fault), lot.partnership_id)
    row, _ = told(world.clerk, document(PACKED, SENT), lot.partnership_id)
    assert standings(row) == ["new", "declared_wrong"]
    with scope.opened(world.clerk):
        assert counts() == (2, 3, 0)


@RELEASED
def test_what_lies_in_the_future_is_kept_and_compared_with_nothing(world: World, lot: Lot) -> None:
    row, _ = told(world.clerk, document(PACKED, SENT | {"eventTime": (LATER + SECOND).isoformat()}), lot.partnership_id)
    assert [entry["sentence"] for entry in row.outcome["remarks"]] == [FUTURE]
    row, _ = told(
        world.clerk, document(SENT | {"eventID": "urn:uuid:3", "eventTime": LATER.isoformat()}), lot.partnership_id
    )
    assert len(row.outcome["effects"]["feed_lines"]) == 1


@RELEASED
def test_a_trial_says_what_would_come_of_it_and_keeps_nothing(world: World, lot: Lot) -> None:
    row, _ = told(world.clerk, document(PACKED, SENT), lot.partnership_id, is_trial=True)
    assert [line["standing"] for line in row.outcome["effects"]["feed_lines"]] == ["unpermitted"]
    with scope.opened(world.clerk):
        assert counts() == (0, 0, 0)


def test_every_published_document_is_captured_into_one_record(world: World) -> None:
    """Some of them use one eventID for different events: those contradict, and nothing is lost silently."""
    published, named = 0, set()
    for path in documents():
        row, _ = told(world.clerk, path.read_bytes())
        published += len(row.outcome["events"])
        named |= {entry["event"] for entry in row.outcome["events"]}
    assert published == 134
    with scope.opened(world.clerk):
        assert set(CapturedEvent.objects.values_list("event_id", flat=True)) == named


def test_who_may_and_who_sees(world: World) -> None:
    with pytest.raises(Forbidden, match="the company’s own events"):
        told(world.reviewer, document(PACKED))
    with pytest.raises(Forbidden, match="hand in events of goods"):
        told(world.reviewer, document(PACKED), world.alder_keystone.pk)
    own, _ = told(world.clerk, document(PACKED))
    shared, _ = told(world.clerk, document(SENT), world.alder_keystone.pk)

    def seen(by: Actor) -> set[Any]:
        with scope.opened(by):
            documents = set(EventDocument.objects.values_list("pk", flat=True))
            assert set(CapturedEvent.objects.values_list("document_id", flat=True)) == documents
            return documents

    assert seen(world.clerk) == {own.pk, shared.pk}
    assert seen(world.reviewer) == {shared.pk}
    assert seen(world.other_sponsor) == set()


def test_over_the_api(world: World) -> None:
    clerk, stranger = keyed(world, "clerk@keystone.example"), keyed(world, "qa@bluemesa.example")
    address = f"/api/v1/epcis/capture?partnership={world.alder_keystone.pk}"
    post = {"data": document(PACKED, SENT), "content_type": "application/ld+json"}
    tried = clerk.post(address + "&trial=true", **post)
    assert (tried.status_code, [e["standing"] for e in tried.json()["outcome"]["events"]]) == (200, ["new", "new"])
    made = clerk.post(address, **post)
    assert (made.status_code, clerk.post(address, **post).status_code) == (201, 200)
    one = f"/api/v1/epcis/capture/{made.json()['id']}"
    assert clerk.get(one).json() == made.json()
    assert (stranger.get(one).status_code, stranger.post(address, **post).status_code) == (404, 404)
    wrong = clerk.post(address, data=document(SENT | {"action": 7}), content_type="application/json")
    assert (wrong.status_code, wrong.json()["errors"][0]["pointer"]) == (400, "/epcisBody/eventList/0/action")
    for body in (b"{", b""):
        assert clerk.post(address, data=body, content_type="application/json").status_code == 400
    assert stranger.get("/api/v1/epcis/events").json()["epcisBody"]["queryResults"]["resultsBody"]["eventList"] == []


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", [2, 1]),
        ("eventType=AggregationEvent", [1]),
        ("eventType=AggregationEvent,ObjectEvent", [2, 1]),
        ("EQ_bizStep=shipping", [2]),
        ("EQ_action=DELETE", []),
        (f"GE_eventTime={at(10)}", [2]),
        (f"LT_eventTime={at(10)}", [1]),
        (f"GE_eventTime={at(9)}&LT_eventTime={at(10)}", [1]),
        ("MATCH_epc=urn:epc:id:sscc:4012345.0000000333", [2, 1]),
        (f"MATCH_epcClass={KB_1}", [1]),
        ("EQ_eventID=urn:uuid:2,urn:uuid:9", [2]),
    ],
)
def test_events_are_asked_for(world: World, query: str, expected: list[int]) -> None:
    told(world.clerk, document(PACKED, SENT))
    client = keyed(world, "clerk@keystone.example")
    answer = client.get("/api/v1/epcis/events?" + query.replace("+", "%2B")).json()
    assert answer["type"] == "EPCISQueryDocument"
    events = answer["epcisBody"]["queryResults"]["resultsBody"]["eventList"]
    assert [entry["eventID"] for entry in events] == [f"urn:uuid:{number}" for number in expected]


def test_pages_of_events_lead_on_and_a_wrong_moment_is_refused(world: World) -> None:
    told(world.clerk, document(PACKED, SENT))
    client = keyed(world, "clerk@keystone.example")
    first = client.get("/api/v1/epcis/events?limit=1")
    following = first.headers["Link"].split(">")[0].removeprefix("<")
    second = client.get(following)
    ids = [
        page.json()["epcisBody"]["queryResults"]["resultsBody"]["eventList"][0]["eventID"] for page in (first, second)
    ]
    assert (ids, "Link" in second.headers) == (["urn:uuid:2", "urn:uuid:1"], False)
    for wrong in ("GE_eventTime=soon", "GE_eventTime=2026-03-17", "partnership=7"):
        assert client.get("/api/v1/epcis/events?" + wrong).status_code == 400
