"""What a BatchML document says: its batch, the phases that were performed, their values, the exceptions.

Read with entities, DTDs and the network off. A version that is not known is refused: names mean other things there.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from evidence.pack.numbers import read_number
from evidence.pack.problems import NotReadable, Problem, Unreadable, printable

KNOWN_VERSIONS = {"http://www.wbf.org/xml/B2MML-V0401": "BatchML 4.01"}
"""Namespace → version. The newer namespace of MESA is not among them: its recipe elements have other names."""
ROOT = "BatchProductionRecord"
MOST_ELEMENTS = 500_000
_HEAD = 4096
_PERFORMED = "Phase"
_VALUES = ("Parameter", "OtherInformation")
_SHOWN_AGAIN = {"class", "infoColumn"}
"""What the executing system writes beside a value for its own screens: the same value, or its program's name."""
_INSTANCE = re.compile(r"\[\d+\]$")


@dataclass(frozen=True, slots=True)
class RecordedValue:
    """A value of a phase as it was written; `unit` is empty where none was given."""

    name: str
    text: str
    unit: str

    @property
    def is_shown_again(self) -> bool:
        """Whether it only repeats another value, or names the executing system's program."""
        return self.name in _SHOWN_AGAIN

    @property
    def is_number(self) -> bool:
        """Whether it can be a reading."""
        try:
            read_number(self.text)
        except NotReadable:
            return False
        return True


@dataclass(frozen=True, slots=True)
class RecordedStep:
    """A phase that was performed. `number` is its own part of the identifier, without the count of its repetition."""

    identifier: str
    number: str
    description: str
    completed_at: str
    performer: str
    values: tuple[RecordedValue, ...]


@dataclass(frozen=True, slots=True)
class RecordedException:
    """An event of the executing system; whether it is a deviation, and of which class, is for quality to say."""

    identifier: str
    step: str
    at: str
    category: str
    message: str


@dataclass(frozen=True, slots=True)
class Record:
    batch: str
    version: str
    element_count: int
    steps: tuple[RecordedStep, ...]
    exceptions: tuple[RecordedException, ...]


def looks_like_batchml(head: bytes) -> bool:
    """Whether an XML file means to be a batch production record, of whatever version."""
    return ROOT.encode() in head[:_HEAD]


def read(data: bytes, *, file: str) -> Record | Unreadable:
    """The record, or the one reason why it cannot be read, with its element and cure."""
    try:
        root = fromstring(data, forbid_dtd=True, forbid_entities=True, forbid_external=True)
    except DefusedXmlException:
        return _refused(file, "", "The document declares a DTD or entities.", "Export it without a document type.")
    except (ParseError, ValueError, LookupError) as error:
        return _refused(file, "", f"This is not XML: {printable(str(error))}.", "Export the record again.")
    namespace, _, name = str(root.tag).rpartition("}")
    namespace = namespace.removeprefix("{")
    if name != ROOT:
        reason = f"The document is a “{printable(name)}”, not a {ROOT}."
        return _refused(file, printable(name), reason, "Export the batch production record.")
    if namespace not in KNOWN_VERSIONS:
        known = ", ".join(f"{version} ({address})" for address, version in KNOWN_VERSIONS.items())
        reason = f"Its version “{printable(namespace) or 'without a namespace'}” is not known here."
        return _refused(file, ROOT, reason, f"Export it as {known}.")
    return _record(root, f"{{{namespace}}}", KNOWN_VERSIONS[namespace], file)


def _refused(file: str, element: str, reason: str, cure: str) -> Unreadable:
    return Unreadable((Problem(file, element, None, "", reason, cure),))


def _record(root: Element, space: str, version: str, file: str) -> Record | Unreadable:
    if sum(1 for _ in root.iter()) > MOST_ELEMENTS:
        return _refused(file, ROOT, "The record holds more elements than one batch can have.", "Export one batch.")
    batches = {text for element in root.iter(f"{space}BatchID") if (text := (element.text or "").strip())}
    if len(batches) != 1:
        reason = f"The record names {len(batches) or 'no'} batches; a pack is of one lot."
        return _refused(file, "BatchID", reason, "Export the record of one batch.")
    elements = list(root.iter(f"{space}RuntimeRecipeElement"))
    steps = tuple(
        _step(element, space) for element in elements if _text(element, space, "RecipeElementType") == _PERFORMED
    )
    if not steps:
        return _refused(
            file, "RuntimeRecipeElement", "The record holds no performed phase.", "Export the executed recipe."
        )
    return Record(batches.pop(), version, len(elements), steps, tuple(_exceptions(root, space)))


def _step(element: Element, space: str) -> RecordedStep:
    identifier = _text(element, space, "ID")
    return RecordedStep(
        identifier=identifier,
        number=_INSTANCE.sub("", identifier.rpartition("|")[2]),
        description=_text(element, space, "Description"),
        completed_at=_text(element, space, "CompletionTime"),
        performer=_text(element, space, "Performer"),
        values=tuple(_value(value, space) for name in _VALUES for value in element.findall(f"{space}{name}")),
    )


def _value(element: Element, space: str) -> RecordedValue:
    inner = element.find(f"{space}Value")
    inner = element if inner is None else inner
    return RecordedValue(
        _text(element, space, "ID"), _text(inner, space, "ValueString"), _text(inner, space, "UnitOfMeasure")
    )


def _exceptions(root: Element, space: str) -> Iterator[RecordedException]:
    for event in root.iter(f"{space}Event"):
        yield RecordedException(
            identifier=_text(event, space, "ID"),
            step=_text(event, space, "ProceduralElementReference"),
            at=_text(event, space, "TimeStamp"),
            category=_text(event, space, "Category"),
            message=_text(event, space, "MessageText"),
        )


def _text(element: Element, space: str, name: str) -> str:
    return (element.findtext(f"{space}{name}") or "").strip()
