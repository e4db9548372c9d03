"""The types of an event's fields, as strict as GS1's schema of EPCIS 2.0: no null, no number in quotes. Pure."""

import re
from collections.abc import Callable, Collection
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, NoReturn

from pydantic import BaseModel, ConfigDict, Field, PlainValidator
from pydantic_core import PydanticCustomError

from traceability.epcis import terms

_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:(?:[A-Za-z0-9._~:/?@!$&'()*+,;=\[\]-]|%[0-9A-Fa-f]{2})*(?:#\S*)?")
_OF_THE_STANDARD = re.compile(r"urn:epcglobal:cbv|https?://ns\.gs1\.org/cbv/")
_OF_THE_WEB_VOCABULARY = re.compile(r"https?://(?:www\.)?gs1\.org/voc/")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:[Zz]|[+-]\d{2}:\d{2})")
_OFFSET = re.compile(r"[+-](?:(?:0\d|1[0-3]):[0-5]\d|14:00)")
_UNIT = re.compile(r"[A-Z0-9]{2,3}")
_HEXADECIMAL = re.compile(r"[A-Fa-f0-9]+")
_VERSION = re.compile(r"\d+(?:\.\d+)*")


def refused(sentence: str) -> NoReturn:
    raise PydanticCustomError("epcis", "{sentence}", {"sentence": sentence})


def is_uri(value: object) -> bool:
    """An absolute URI (RFC 3986), as `urn:epc:…`, `https://…` or a name of a namespace, `example:field`."""
    return isinstance(value, str) and _URI.fullmatch(value) is not None


def _uri(value: object) -> str:
    if not is_uri(value):
        refused("An absolute URI belongs here, such as urn:epc:… or https://….")
    return str(value)


def _written_as(pattern: re.Pattern[str], sentence: str) -> Callable[[object], str]:
    def check(value: object) -> str:
        if not isinstance(value, str) or pattern.fullmatch(value) is None:
            refused(sentence)
        return value

    return check


def _word(words: Collection[str], reserved: re.Pattern[str]) -> Callable[[object], str]:
    """A word of the standard, or a URI outside the standard's own namespace."""

    def check(value: object) -> str:
        if isinstance(value, str) and (value in words or (is_uri(value) and not reserved.match(value))):
            return value
        refused("Neither a word of the Core Business Vocabulary nor a URI of somebody's own.")

    return check


def _moment(value: object) -> datetime:
    """With date, time, seconds and offset; digits past a microsecond are dropped here, not from the event's text."""
    if isinstance(value, str) and _MOMENT.fullmatch(value):
        try:
            return datetime.fromisoformat(re.sub(r"(\.\d{1,6})\d*", r"\1", value.upper()))
        except ValueError:
            pass
    refused("Write the moment with seconds and its offset, as 2026-03-31T14:05:00+00:00.")


def _number(value: object) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        refused("A number belongs here, without quotes.")
    return Decimal(value)


def _context(value: object) -> object:
    """A URI, an object, or a list of these; each once."""
    entries = value if isinstance(value, list) else [value]
    if not all(is_uri(entry) or isinstance(entry, dict) for entry in entries):
        refused("The context is a URI, an object, or a list of these.")
    if any(entry in entries[:place] for place, entry in enumerate(entries)):
        refused("The same context stands twice.")
    return value


def _one_or_more(value: object) -> tuple[str, ...]:
    return tuple(_uri(entry) for entry in value) if isinstance(value, list) else (_uri(value),)


Uri = Annotated[str, PlainValidator(_uri)]
Uris = Annotated[tuple[str, ...], PlainValidator(_one_or_more)]
Moment = Annotated[datetime, PlainValidator(_moment)]
Number = Annotated[Decimal, PlainValidator(_number)]
Context = Annotated[Any, PlainValidator(_context)]
Offset = Annotated[str, PlainValidator(_written_as(_OFFSET, "Write the offset as +02:00, between -14:00 and +14:00."))]
UnitCode = Annotated[str, PlainValidator(_written_as(_UNIT, "A unit is two or three of A-Z and 0-9 (UN/ECE Rec. 20)."))]
Hexadecimal = Annotated[str, PlainValidator(_written_as(_HEXADECIMAL, "Digits 0-9 and A-F belong here."))]
Version = Annotated[str, PlainValidator(_written_as(_VERSION, "Write the version as 2.0."))]
BusinessStep = Annotated[str, PlainValidator(_word(terms.BUSINESS_STEPS, _OF_THE_STANDARD))]
DispositionWord = Annotated[str, PlainValidator(_word(terms.DISPOSITIONS, _OF_THE_STANDARD))]
TransactionType = Annotated[str, PlainValidator(_word(terms.TRANSACTION_TYPES, _OF_THE_STANDARD))]
PartyType = Annotated[str, PlainValidator(_word(terms.PARTY_TYPES, _OF_THE_STANDARD))]
ErrorReason = Annotated[str, PlainValidator(_word(terms.ERROR_REASONS, _OF_THE_STANDARD))]
Alert = Annotated[str, PlainValidator(_word(terms.ALERTS, _OF_THE_WEB_VOCABULARY))]
Component = Annotated[str, PlainValidator(_word(terms.COMPONENTS, _OF_THE_STANDARD))]


def left_out(alias: str | None = None) -> Any:
    """A field that may be left out, and is never null."""
    return Field(default=None, alias=alias)


class Closed(BaseModel):
    """Nothing but the named fields."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Extensible(BaseModel):
    """The named fields, and others whose names are URIs."""

    model_config = ConfigDict(extra="allow", frozen=True)
    __pydantic_extra__: dict[Uri, Any]


class Loose(BaseModel):
    """The named fields, and whatever else."""

    model_config = ConfigDict(extra="allow", frozen=True)
