"""What events come to: one process for one transformationID, movements with what is inside, faults, marks."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import permutations
from typing import Any

import pytest

from tests.traceability.epcis.corpus import documents
from traceability.epcis.document import read
from traceability.epcis.events import OWN_NAME, Event, Goods, events_of
from traceability.epcis.planning import DIFFERS, Movement, Plan, plan, stated_lot

BULK, SALT = "urn:epc:class:lgtin:4012345.011111.B1", "urn:epc:class:lgtin:0614141.077777.987"
BULK_LINK, SALT_LINK = "https://id.gs1.org/01/04012345111118/10/B1", "https://id.gs1.org/01/00614141777778/10/987"
MADE = "https://id.gs1.org/01/04012345123456/10/KB-1"
PALLET = "https://id.gs1.org/00/040123450000003338"


def told(*bodies: dict[str, Any]) -> list[Event]:
    events = [{"eventTimeZoneOffset": "+00:00", **body} for body in bodies]
    content = {
        "@context": "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld", "type": "EPCISDocument",
        "schemaVersion": "2.0", "creationDate": "2026-03-16T15:00:00Z", "epcisBody": {"eventList": events},
    }  # fmt: skip
    return list(events_of(read(json.dumps(content).encode())))


def at(hour: int) -> str:
    return f"2026-03-16T{hour:02}:00:00Z"


def amount(uri: str, quantity: int, uom: str = "KGM") -> dict[str, Any]:
    return {"epcClass": uri, "quantity": quantity, "uom": uom}


def goods(uri: str, quantity: int, uom: str = "KGM") -> Goods:
    return Goods(uri, Decimal(quantity), uom, is_class=True)


MIX_1 = {
    "type": "TransformationEvent", "eventID": "urn:uuid:1", "eventTime": at(8), "transformationID": "urn:x:run:7",
    "inputQuantityList": [amount(BULK, 10)],
}  # fmt: skip
MIX_2 = MIX_1 | {"eventID": "urn:uuid:2", "eventTime": at(9), "inputQuantityList": [amount(BULK, 5), amount(SALT, 3)]}
MIX_3 = {
    "type": "TransformationEvent", "eventID": "urn:uuid:3", "eventTime": at(10), "transformationID": "urn:x:run:7",
    "outputQuantityList": [amount(MADE, 18)],
    "ilmd": {"cbvmda:lotNumber": "KB-1", "cbvmda:itemExpirationDate": "2028-03-31"},
}  # fmt: skip
PACKED = {
    "type": "AggregationEvent", "eventID": "urn:uuid:4", "eventTime": at(11), "action": "ADD", "parentID": PALLET,
    "childQuantityList": [amount(MADE, 12)],
}  # fmt: skip
SENT = {
    "type": "ObjectEvent", "eventID": "urn:uuid:5", "eventTime": at(12), "action": "OBSERVE", "bizStep": "shipping",
    "epcList": [PALLET], "quantityList": [amount(MADE, 2)],
    "bizTransactionList": [{"type": "desadv", "bizTransaction": "urn:x:asn:1"}],
    "sourceList": [{"type": "location", "source": "urn:x:dock"}, {"type": "possessing_party", "source": "urn:x:cmo"}],
    "destinationList": [{"type": "owning_party", "destination": "urn:x:harbor"}],
}  # fmt: skip
WHOLE = (MIX_1, MIX_2, MIX_3, PACKED, SENT)


def test_one_process_for_one_transformation_id() -> None:
    (process,) = plan(told(MIX_1, MIX_2, MIX_3)).processes
    assert process.taken == (goods(SALT_LINK, 3), goods(BULK_LINK, 15))
    assert process.made == (goods(MADE, 18),)
    assert (process.begins.hour, process.ends.hour, process.lot, process.expires_on) == (
        8,
        10,
        "KB-1",
        date(2028, 3, 31),
    )
    assert (process.id, process.events) == ("urn:x:run:7", ("urn:uuid:1", "urn:uuid:2", "urn:uuid:3"))


def test_a_process_of_which_half_was_told() -> None:
    found = plan(told(MIX_1))
    assert [process.is_whole for process in found.processes] == [False]
    assert [remark.sentence for remark in found.remarks] == ["Process urn:x:run:7 has no outputs yet."]
    assert plan(told(MIX_3)).remarks[0].sentence == "Process urn:x:run:7 has no inputs yet."
    assert plan(told(MIX_1, MIX_3)).remarks == ()


def test_without_transformation_id_each_event_is_its_own_process() -> None:
    one = {name: value for name, value in MIX_1.items() if name != "transformationID"} | {
        "outputQuantityList": [amount(MADE, 5)]
    }
    found = plan(told(one, one | {"eventID": "urn:uuid:9"}))
    assert [process.id for process in found.processes] == ["urn:uuid:1", "urn:uuid:9"]


def test_what_leaves_inside_a_pallet_leaves() -> None:
    assert plan(told(*WHOLE)).movements == (
        Movement(
            "urn:uuid:5", "out", datetime(2026, 3, 16, 12, tzinfo=UTC), goods(MADE, 12), (PALLET,), "urn:x:cmo",
            "urn:x:harbor", (("desadv", "urn:x:asn:1"),),
        ),
        Movement(
            "urn:uuid:5", "out", datetime(2026, 3, 16, 12, tzinfo=UTC), goods(MADE, 2), (), "urn:x:cmo",
            "urn:x:harbor", (("desadv", "urn:x:asn:1"),),
        ),
    )  # fmt: skip


def test_a_pallet_that_goes_into_a_process_takes_its_contents_along() -> None:
    opened = {
        "type": "TransformationEvent", "eventID": "urn:uuid:6", "eventTime": at(12), "inputEPCList": [PALLET],
        "outputQuantityList": [amount(SALT, 1)],
    }  # fmt: skip
    (process,) = plan(told(PACKED, opened)).processes
    assert process.taken == (goods(MADE, 12),)
    (empty,) = plan(told(opened)).processes
    assert empty.taken == (Goods(PALLET),)


@pytest.mark.parametrize(
    ("step", "way"), [("receiving", "in"), ("accepting", "in"), ("departing", "out"), ("storing", None), ("", None)]
)
def test_which_steps_move_goods(step: str, way: str | None) -> None:
    event = {**SENT, "bizStep": step} if step else {k: v for k, v in SENT.items() if k != "bizStep"}
    found = plan(told(event))
    assert {move.way for move in found.movements} == ({way} if way else set())
    assert bool(found.remarks) == (way is None)


def test_an_event_declared_wrong_has_no_effect_and_its_correction_has() -> None:
    declared = SENT | {
        "errorDeclaration": {
            "declarationTime": at(13), "reason": "did_not_occur", "correctiveEventIDs": ["urn:uuid:55"],
        }
    }  # fmt: skip
    corrected = SENT | {"eventID": "urn:uuid:55", "quantityList": [amount(MADE, 1)], "epcList": []}
    for events in permutations([SENT, declared, corrected]):
        found = plan(told(*events))
        assert found.faulty == {"urn:uuid:5"}
        assert [(move.event, move.goods.amount) for move in found.movements] == [("urn:uuid:55", 1)]
    (event,) = told(declared)
    assert event.fault is not None
    assert (event.fault.reason, event.fault.corrected_by) == ("did_not_occur", ("urn:uuid:55",))


def test_told_twice_is_told_once_and_another_word_under_the_same_id_changes_nothing() -> None:
    again = dict(reversed(list(SENT.items()))) | {"recordTime": at(15)}
    assert plan(told(SENT, again)) == plan(told(SENT))
    found = plan(told(SENT, SENT | {"quantityList": [amount(MADE, 99)]}))
    assert [move.goods.amount for move in found.movements] == [None, 2]
    assert [(remark.event, remark.sentence) for remark in found.remarks] == [("urn:uuid:5", DIFFERS)]


def test_an_event_without_an_id_is_known_by_its_content() -> None:
    nameless = {name: value for name, value in SENT.items() if name != "eventID"}
    one, same, other = told(nameless, nameless | {"recordTime": at(15)}, nameless | {"eventTime": at(13)})
    assert one.id == same.id == OWN_NAME + one.fingerprint
    assert one.id != other.id
    assert len(plan([one, same, other]).movements) == 4


def test_dispositions_that_last() -> None:
    mark = {
        "type": "ObjectEvent", "eventID": "urn:uuid:8", "eventTime": at(14), "action": "OBSERVE",
        "quantityList": [{"epcClass": MADE}], "persistentDisposition": {"set": ["recalled"], "unset": ["conformant"]},
    }  # fmt: skip
    marks = [(m.uri, m.word, m.is_set) for m in plan(told(mark)).marks]
    assert marks == [(MADE, "recalled", True), (MADE, "conformant", False)]


def test_kinds_that_move_nothing_are_kept_with_a_remark() -> None:
    own = {"type": "x:Counted", "eventID": "urn:uuid:10", "eventTime": at(9)}
    paper = {
        "type": "TransactionEvent", "eventID": "urn:uuid:11", "eventTime": at(9), "action": "ADD", "epcList": [PALLET],
        "bizTransactionList": [{"bizTransaction": "urn:x:po:1"}],
    }  # fmt: skip
    assert [remark.sentence for remark in plan(told(own, paper)).remarks] == [
        "Events of the kind x:Counted are kept as they are.",
        "It ties goods to a document and moves nothing: kept as it is.",
    ]
    assert told(own)[0].keys == frozenset()


def test_the_order_of_telling_makes_no_difference() -> None:
    def shape(found: Plan) -> Any:
        return found.processes, found.movements

    first = shape(plan(told(*WHOLE)))
    for order in permutations(WHOLE):
        assert shape(plan(told(*order))) == first


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ({"cbvmda:lotNumber": "A", "cbvmda:bestBeforeDate": "2028-01-31"}, ("A", date(2028, 1, 31))),
        ({"http://ns.example.com/x#lotNumber": "A"}, ("A", None)),
        ({"a:itemExpirationDate": "soon"}, ("", None)),
        ({}, ("", None)),
    ],
)
def test_a_lots_own_words(stated: dict[str, object], expected: tuple[str, date | None]) -> None:
    assert stated_lot(stated) == expected


def test_every_published_document_has_a_plan() -> None:
    events = [event for path in documents() for event in events_of(read(path.read_bytes()))]
    found = plan(events)
    accounted = {name for process in found.processes for name in process.events} | found.faulty
    accounted |= {told.event for told in (*found.movements, *found.marks, *found.remarks)}
    accounted |= {event.id for event in events if event.kind in ("AggregationEvent", "AssociationEvent")}
    assert {event.id for event in events} == accounted
    assert len(found.processes) == 4
