"""The shape of what carries events: a capture document, a query's answer, or one event alone. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field, PlainValidator, StrictStr, ValidationError
from pydantic_core import ErrorDetails

from traceability.epcis import fields as f
from traceability.epcis.json_text import NoJsonError, parse
from traceability.epcis.shapes import SHAPES, EventShape, TimedShape

MOST_PROBLEMS = 50
_SENTENCES = {
    "missing": "It is missing.",
    "extra_forbidden": "This field is not part of the standard.",
    "literal_error": "It is not one of the words that the standard allows here.",
    "string_type": "A text belongs here.",
    "bool_type": "true or false belongs here.",
    "tuple_type": "A list belongs here.",
    "list_type": "A list belongs here.",
    "dict_type": "An object belongs here.",
    "model_type": "An object belongs here.",
    "too_short": "The list is empty.",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong at one place of the document, the place as a JSON pointer (RFC 6901)."""

    pointer: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.pointer or '/'}: {self.sentence}"


class InvalidDocumentError(ValueError):
    """Not an EPCIS 2.0 document; every problem, or the first fifty."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("; ".join(map(str, problems)))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Stated:
    """One event as it stands in the document."""

    pointer: str
    body: dict[str, Any]
    shape: EventShape | TimedShape


@dataclass(frozen=True, slots=True)
class Document:
    """A valid document: its own names, and its events in their order."""

    content: dict[str, Any]
    context: Any
    events: tuple[Stated, ...]
    twice: tuple[str, ...] = ()
    """Names that stood twice in one object; the last one counted."""


def _attribute(value: object) -> object:
    if isinstance(value, bool) or value is None or isinstance(value, list):
        f.refused("A text, a number or an object belongs here.")
    return value


class _Attribute(f.Loose):
    id: f.Uri
    attribute: Annotated[Any, PlainValidator(_attribute)] = f.left_out()


class _Element(f.Loose):
    id: f.Uri
    attributes: tuple[_Attribute, ...] = f.left_out()
    children: tuple[f.Uri, ...] = f.left_out()


class _Vocabulary(f.Loose):
    type: f.Uri
    elements: tuple[_Element, ...] = f.left_out("vocabularyElementList")


class _MasterData(f.Loose):
    vocabularies: tuple[_Vocabulary, ...] = f.left_out("vocabularyList")


class _Header(f.Extensible):
    master_data: _MasterData = f.left_out("epcisMasterData")


class _Body(f.Loose):
    events: list[Any] = Field(alias="eventList")


class _Captured(f.Extensible):
    context: f.Context = Field(alias="@context")
    id: f.Uri = f.left_out()
    type: Literal["EPCISDocument"]
    version: f.Version = Field(alias="schemaVersion")
    created: f.Moment = Field(alias="creationDate")
    identifier: StrictStr = f.left_out("instanceIdentifier")
    sender: StrictStr = f.left_out()
    receiver: StrictStr = f.left_out()
    header: _Header = f.left_out("epcisHeader")
    body: _Body = Field(alias="epcisBody")


class _Results(f.Extensible):
    events: list[Any] = Field(alias="eventList")
    vocabularies: tuple[_Vocabulary, ...] = f.left_out("vocabularyList")


class _Query(f.Extensible):
    name: StrictStr = Field(alias="queryName")
    subscription: StrictStr = f.left_out("subscriptionID")
    results: _Results = Field(alias="resultsBody")


class _QueryBody(f.Extensible):
    query: _Query = Field(alias="queryResults")


class _Answered(f.Extensible):
    context: f.Context = Field(alias="@context")
    id: f.Uri = f.left_out()
    type: Literal["EPCISQueryDocument"]
    version: f.Version = f.left_out("schemaVersion")
    created: f.Moment = f.left_out("creationDate")
    body: _QueryBody = Field(alias="epcisBody")


class _Alone(f.Loose):
    context: f.Context = Field(alias="@context")


def read(data: bytes) -> Document:
    """The document in these bytes. Raises InvalidDocumentError with a pointer to each field that is wrong."""
    try:
        content, twice = parse(data)
    except NoJsonError as error:
        raise InvalidDocumentError(Problem("", str(error))) from error
    if not isinstance(content, dict):
        raise InvalidDocumentError(Problem("", "An object belongs here."))
    envelope, place = _envelope(content)
    problems = list(_problems(envelope, content, ""))
    if problems:
        raise InvalidDocumentError(*problems[:MOST_PROBLEMS])
    stated: list[Stated] = []
    for pointer, body in _events(content, place):
        shape = _shape(body)
        wrong = list(_problems(shape, body, pointer))
        problems += wrong
        if not wrong:
            stated.append(Stated(pointer, body, shape.model_validate(body)))
    if problems:
        raise InvalidDocumentError(*problems[:MOST_PROBLEMS])
    return Document(content, content["@context"], tuple(stated), twice)


def _envelope(content: dict[str, Any]) -> tuple[type[BaseModel], tuple[str, ...]]:
    if content.get("type") == "EPCISDocument":
        return _Captured, ("epcisBody", "eventList")
    if content.get("type") == "EPCISQueryDocument":
        return _Answered, ("epcisBody", "queryResults", "resultsBody", "eventList")
    return _Alone, ()


def _events(content: dict[str, Any], place: tuple[str, ...]) -> Iterator[tuple[str, Any]]:
    if not place:
        yield "", content
        return
    events: Any = content
    for name in place:
        events = events[name]
    for number, body in enumerate(events):
        yield f"/{'/'.join(place)}/{number}", body


def _shape(body: Any) -> type[EventShape | TimedShape]:
    kind = body.get("type") if isinstance(body, dict) else None
    return SHAPES.get(kind, TimedShape) if isinstance(kind, str) else TimedShape


def _problems(shape: type[BaseModel], value: Any, pointer: str) -> Iterator[Problem]:
    try:
        shape.model_validate(value)
    except ValidationError as error:
        for details in error.errors(include_url=False, include_input=False):
            yield Problem(pointer + _pointer(details["loc"]), _sentence(details))


def _pointer(place: tuple[int | str, ...]) -> str:
    return "".join(f"/{str(step).replace('~', '~0').replace('/', '~1')}" for step in place)


def _sentence(details: ErrorDetails) -> str:
    if details["type"] == "epcis":
        return details["msg"]
    return _SENTENCES.get(details["type"], f"{details['msg']}.")
