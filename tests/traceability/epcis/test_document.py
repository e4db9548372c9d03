"""Every published document is read; what GS1's schema refuses is refused, with a pointer to the field."""

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.traceability.epcis.corpus import LAXER, documents, witness
from traceability.epcis.document import MOST_PROBLEMS, InvalidDocumentError, read

EVENT: dict[str, Any] = {
    "type": "ObjectEvent",
    "eventID": "urn:uuid:0b6bd0e4-5c5c-4c3c-9f0e-000000000001",
    "eventTime": "2026-03-16T14:00:00.000+01:00",
    "eventTimeZoneOffset": "+01:00",
    "action": "OBSERVE",
    "epcList": ["urn:epc:id:sscc:4012345.0000000333"],
    "bizStep": "shipping",
}
DOCUMENT: dict[str, Any] = {
    "@context": ["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld", {"a": "https://a.example/"}],
    "type": "EPCISDocument",
    "schemaVersion": "2.0",
    "creationDate": "2026-03-16T15:00:00Z",
    "epcisBody": {"eventList": [EVENT]},
}


def said(data: bytes) -> list[str]:
    with pytest.raises(InvalidDocumentError) as refused:
        read(data)
    return [str(problem) for problem in refused.value.problems]


def changed(**fields: Any) -> bytes:
    event = {name: value for name, value in (EVENT | fields).items() if value is not ...}
    return json.dumps(DOCUMENT | {"epcisBody": {"eventList": [event]}}).encode()


def test_every_published_document_is_read() -> None:
    paths = documents()
    assert len(paths) >= 90
    events = sum(len(read(path.read_bytes()).events) for path in paths)
    assert events == 134


def _places(value: Any, way: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield way
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, child in inner:
        yield from _places(child, (*way, step))


def _altered(content: Any, way: tuple[Any, ...]) -> Iterator[Any]:
    """The document with the field left out, and with other values in its place."""
    for value in (..., None, "word", {}):
        changed = copy.deepcopy(content)
        holder = changed
        for step in way[:-1]:
            holder = holder[step]
        if value is ...:
            del holder[way[-1]]
        else:
            holder[way[-1]] = value
        yield changed


def _kind(content: Any, way: tuple[Any, ...]) -> str:
    kinds, here = [], content
    for step in way[:-1]:
        here = here[step]
        kinds += [str(here["type"])] if isinstance(here, dict) and "type" in here and "eventTime" in here else []
    return kinds[-1] if kinds else ""


def test_the_verdict_on_altered_documents_is_that_of_gs1s_schema() -> None:
    """Each kind of field once, of every kind of event: left out, null, of another type, not a word, empty."""
    schema, seen, compared, refused = witness(), set(), 0, 0
    for path in documents():
        content = json.loads(path.read_text())
        for way in _places(content):
            key = (_kind(content, way), *("#" if isinstance(step, int) else step for step in way))
            is_laxer = path.stem in LAXER or way[-2:-1] == ("sensorReport",)
            is_laxer |= "sensorReport" in way and way[-1] == "type"
            if not way or key in seen or is_laxer or any(":" in str(step) for step in way[:-1]):
                continue
            seen.add(key)
            for altered in _altered(content, way):
                data = json.dumps(altered).encode()
                is_valid = _is_read(data)
                assert is_valid == schema.is_valid(altered), (path.name, way, altered)
                compared, refused = compared + 1, refused + (not is_valid)
    assert compared > 1000
    assert refused > 500


def _is_read(data: bytes) -> bool:
    try:
        read(data)
    except InvalidDocumentError:
        return False
    return True


@pytest.mark.parametrize(
    ("fields", "pointer", "sentence"),
    [
        ({"eventTime": ...}, "eventTime", "It is missing."),
        ({"eventTime": "2026-03-16T14:00:00"}, "eventTime", "Write the moment with seconds and its offset"),
        ({"eventTime": "2026-03-16T25:00:00Z"}, "eventTime", "Write the moment"),
        ({"eventTime": "2026-02-29T14:00:00Z"}, "eventTime", "Write the moment"),
        ({"eventTimeZoneOffset": "+14:01"}, "eventTimeZoneOffset", "between -14:00 and +14:00"),
        ({"eventTimeZoneOffset": "Z"}, "eventTimeZoneOffset", "Write the offset as +02:00"),
        ({"action": "SEEN"}, "action", "It is not one of the words"),
        ({"action": None}, "action", "It is not one of the words"),
        ({"bizStep": "sent"}, "bizStep", "Neither a word of the Core Business Vocabulary nor a URI"),
        ({"bizStep": "https://ns.gs1.org/cbv/BizStep-sent"}, "bizStep", "Neither a word"),
        ({"epcList": ["pallet 7"]}, "epcList/0", "An absolute URI belongs here"),
        ({"epcList": ["urn:a:b", "urn:a:b"]}, "epcList", "The same entry stands twice."),
        ({"colour": "red"}, "colour", "An absolute URI belongs here"),
        ({"ilmd": {"a:lot": "7"}}, "ilmd", "only with the action ADD"),
        ({"epcList": ...}, "", "Give epcList, a quantityList"),
        ({"quantityList": [{"epcClass": "urn:a:b", "quantity": "7"}]}, "quantityList/0/quantity", "without quotes"),
        ({"quantityList": [{"epcClass": "urn:a:b", "uom": "kg"}]}, "quantityList/0/uom", "A unit is two or three"),
        ({"quantityList": [{"epcClass": "urn:a:b", "lot": 1}]}, "quantityList/0/lot", "not part of the standard"),
        ({"persistentDisposition": {}}, "persistentDisposition", "sets or unsets something"),
        ({"readPoint": {}}, "readPoint/id", "It is missing."),
        ({"errorDeclaration": {"reason": "oops"}}, "errorDeclaration/declarationTime", "It is missing."),
        ({"certificationInfo": ["x"]}, "certificationInfo", "An absolute URI belongs here"),
        ({"a~b/c": 1}, "a~0b~1c", "An absolute URI belongs here"),
    ],
)
def test_a_field_that_is_wrong_is_pointed_at(fields: dict[str, Any], pointer: str, sentence: str) -> None:
    problems = said(changed(**fields))
    place = f"/epcisBody/eventList/0/{pointer}".rstrip("/")
    assert any(text.startswith(f"{place}: ") and sentence in text for text in problems), problems


@pytest.mark.parametrize("offset", ["-14:00", "+14:00", "+13:59", "-00:00"])
def test_offsets_that_can_be(offset: str) -> None:
    read(changed(eventTimeZoneOffset=offset))


def test_each_wrong_event_is_told_of_and_fifty_at_most() -> None:
    wrong = {name: value for name, value in EVENT.items() if name != "action"}
    both = json.dumps(DOCUMENT | {"epcisBody": {"eventList": [wrong, EVENT, wrong]}}).encode()
    assert [text.split(":")[0] for text in said(both)] == [
        "/epcisBody/eventList/0/action", "/epcisBody/eventList/2/action",
    ]  # fmt: skip
    many = json.dumps(DOCUMENT | {"epcisBody": {"eventList": [wrong] * 60}}).encode()
    assert len(said(many)) == MOST_PROBLEMS


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"\xff", "/: Byte 1 is not valid UTF-8."),
        (b"{", "/: This is not JSON"),
        (b"[]", "/: An object belongs here."),
        (b"{}", "/@context: It is missing."),
        (b'{"type": "EPCISDocument"}', "/@context: It is missing."),
        (json.dumps(DOCUMENT | {"schemaVersion": "two"}).encode(), "/schemaVersion: Write the version as 2.0."),
        (json.dumps(DOCUMENT | {"epcisBody": {"eventList": {}}}).encode(), "/epcisBody/eventList: A list belongs"),
        (json.dumps(DOCUMENT | {"epcisBody": {"eventList": [7]}}).encode(), "/epcisBody/eventList/0: An object"),
        (json.dumps(DOCUMENT | {"@context": [7]}).encode(), "/@context: The context is a URI"),
        (json.dumps(DOCUMENT | {"@context": ["u:a", "u:a"]}).encode(), "/@context: The same context"),
    ],
)
def test_what_is_no_document(data: bytes, sentence: str) -> None:
    assert said(data)[0].startswith(sentence)


def test_an_event_alone_and_a_querys_answer() -> None:
    alone = read(json.dumps(EVENT | {"@context": DOCUMENT["@context"]}).encode())
    assert [event.pointer for event in alone.events] == [""]
    answer = {
        "@context": DOCUMENT["@context"], "type": "EPCISQueryDocument",
        "epcisBody": {"queryResults": {"queryName": "q", "resultsBody": {"eventList": [EVENT]}}},
    }  # fmt: skip
    pointers = [event.pointer for event in read(json.dumps(answer).encode()).events]
    assert pointers == ["/epcisBody/queryResults/resultsBody/eventList/0"]


def test_a_name_that_stands_twice_is_said_and_the_last_one_counts() -> None:
    text = json.dumps(DOCUMENT).replace('"action": "OBSERVE"', '"action": "SEEN", "action": "DELETE"')
    document = read(text.encode())
    assert document.twice == ("action",)
    assert document.events[0].body["action"] == "DELETE"
