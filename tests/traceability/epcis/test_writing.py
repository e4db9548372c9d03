"""What is written is valid by GS1's schema, and read again it is the same; round trips lose nothing."""

import json
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid5

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.traceability.epcis.corpus import documents, witness
from traceability.epcis import writing
from traceability.epcis.document import read
from traceability.epcis.events import Event, Goods, events_of
from traceability.epcis.json_text import canonical, parse
from traceability.epcis.planning import plan
from traceability.gs1 import lot_uri

SPACE = UUID("5d3cbb1e-7d0c-4f0e-9c5e-0a4f8a1d2b3c")
AT = datetime(2026, 3, 16, 14, tzinfo=UTC)
MADE, USED = lot_uri("036000291452", "KB-1"), "urn:uuid:0b6bd0e4-5c5c-4c3c-9f0e-000000000007"
PALLET = "https://id.gs1.org/00/040123450000003338"


def key(name: str) -> UUID:
    return uuid5(SPACE, name)


def own_events() -> list[dict[str, Any]]:
    """The life of one lot, in our own words."""
    place = "https://id.gs1.org/414/4012345000115"
    return [
        writing.moved(
            key("came"), AT, step="receiving", disposition="in_progress", action="ADD", place=place, lot="MG-77",
            goods=[writing.goods_of(USED, Decimal("250.500"), "kg")], expires_on=date(2027, 1, 31),
            supplierLot="S-1",
        ),
        writing.transformation(
            key("made"), AT + timedelta(hours=1), taken=[writing.goods_of(USED, Decimal(200), "kg")],
            made=[writing.goods_of(MADE, Decimal(4800), "bottle")], lot="KB-1", expires_on=date(2028, 3, 31),
            place=place, process="urn:uuid:" + str(key("run")),
        ),
        writing.packed(key("packed"), AT + timedelta(hours=2), container=PALLET,
                       goods=[writing.goods_of(MADE, Decimal(40))]),
        writing.moved(
            key("left"), AT + timedelta(hours=3), step="shipping", disposition="in_transit", goods=[Goods(PALLET)],
            transactions=[("desadv", "urn:oversight:asn:1")], sources=[("possessing_party", "urn:oversight:cmo")],
            destinations=[("possessing_party", "urn:oversight:harbor")],
        ),
        writing.marked(key("recalled"), AT + timedelta(hours=4), uri=MADE, sets=["recalled"], unsets=["conformant"]),
    ]  # fmt: skip


def test_our_own_document_is_valid_and_means_what_it_meant() -> None:
    text = writing.document(own_events()[::-1], created_at=AT + timedelta(days=1), identifier="lot KB-1")
    assert list(witness().iter_errors(json.loads(text))) == []
    events = events_of(read(text.encode()))
    assert [event.id for event in events] == [
        f"urn:uuid:{key(n)}" for n in ("came", "made", "packed", "left", "recalled")
    ]
    found = plan(events)
    (process,) = found.processes
    assert process.taken == (Goods(USED, Decimal(200), "KGM", is_class=True),)
    assert process.made == (Goods(MADE, Decimal(4800), "", is_class=True),)
    assert (process.lot, process.expires_on) == ("KB-1", date(2028, 3, 31))
    left = [
        (move.goods.uri, move.goods.amount, move.inside, move.receiver) for move in found.movements if move.way == "out"
    ]
    assert left == [(MADE, Decimal(40), (PALLET,), "urn:oversight:harbor")]
    assert [(mark.word, mark.is_set) for mark in found.marks] == [("recalled", True), ("conformant", False)]
    assert '"quantity":250.5,"uom":"KGM"' in text
    assert '"oversight:supplierLot":"S-1"' in text


def test_ilmd_is_stated_only_of_new_goods_and_what_is_empty_is_left_out() -> None:
    seen = writing.moved(
        key("x"), AT, step="shipping", disposition="", goods=[Goods(PALLET)], lot="KB-1", expires_on=date(2028, 3, 31)
    )
    assert set(seen) == {"type", "eventID", "eventTime", "eventTimeZoneOffset", "action", "epcList", "bizStep"}
    there = AT.astimezone(timezone(-timedelta(hours=3, minutes=30)))
    event = writing.marked(key("x"), there, uri=MADE, unsets=["recalled"])
    assert (event["eventTime"], event["eventTimeZoneOffset"]) == ("2026-03-16T10:30:00.000-03:30", "-03:30")
    assert event["persistentDisposition"] == {"unset": ["recalled"]}


def content(events: tuple[Event, ...]) -> list[tuple[str, str]]:
    return [(canonical(parse(event.text.encode())[0]), event.context) for event in events]


def test_captured_documents_come_out_as_they_went_in() -> None:
    schema = witness()
    for path in documents():
        document = read(path.read_bytes())
        first = writing.captured(events_of(document), created_at=AT)
        again = events_of(read(first.encode()))
        assert content(again) == content(events_of(document)), path.name
        assert writing.captured(again, created_at=AT) == first
        if schema.is_valid(json.loads(path.read_text())):
            assert list(schema.iter_errors(json.loads(first))) == [], path.name
        bodies = [{k: v for k, v in stated.body.items() if k != "@context"} for stated in document.events]
        assert [text for text, _ in content(again)] == [canonical(body) for body in bodies]


AMOUNTS = st.decimals(min_value=0, max_value=10**9, places=3, allow_nan=False)
NAMES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
MOMENTS = st.builds(
    lambda minutes, hours: (AT + timedelta(minutes=minutes)).astimezone(timezone(timedelta(hours=hours))),
    st.integers(-(10**6), 10**6), st.sampled_from([0, -7, 13]),
)  # fmt: skip
LOTS = st.builds(lot_uri, st.sampled_from(["036000291452", "04012345123456"]), NAMES)
AMOUNT = st.builds(writing.goods_of, LOTS, AMOUNTS | st.none(), st.sampled_from(["kg", "g", "bottle", ""]))
MADE_EVENTS = st.builds(
    lambda at, taken, made, lot, process: writing.transformation(
        key(f"{at}{lot}"), at, taken=taken, made=made, lot=lot, expires_on=None, process=process
    ),
    MOMENTS, st.lists(AMOUNT, min_size=1, max_size=3), st.lists(AMOUNT, min_size=1, max_size=2), NAMES,
    st.sampled_from(["", "urn:x:run:1", "urn:x:run:2"]),
)  # fmt: skip
MOVED_EVENTS = st.builds(
    lambda at, step, goods, note: writing.moved(
        key(f"{at}{step}{note}"), at, step=step, disposition="in_transit", goods=goods, note=note
    ),
    MOMENTS, st.sampled_from(["shipping", "receiving"]), st.lists(AMOUNT, min_size=1, max_size=3), NAMES,
)  # fmt: skip


@settings(max_examples=25, deadline=None)
@given(st.lists(MADE_EVENTS | MOVED_EVENTS, max_size=5))
def test_export_import_export_loses_nothing(events: list[dict[str, Any]]) -> None:
    first = events_of(read(writing.document(events, created_at=AT).encode()))
    exported = writing.captured(first, created_at=AT)
    second = events_of(read(exported.encode()))
    assert second == tuple(Event(**{name: getattr(event, name) for name in Event.__slots__}) for event in first)
    assert writing.captured(second, created_at=AT) == exported
    assert plan(second) == plan(first)
