"""What a certificate says beside its results: every other field, by its path, so that nothing is left out in silence.

A result takes its own fields of an inspection (`MAPPED`), a document taken out whole its content; all else is a fact.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from evidence.pack.attachments import Attachment
from evidence.pack.problems import printable

MAPPED = frozenset(
    {"PropertyId", "Property", "Method", "Unit", "Value", "ValueType", "Minimum", "Maximum", "TestConditions"}
)
"""The fields of an inspection that its result holds."""
LONGEST_SHOWN, DEEPEST = 500, 12
Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """One field: where it stands in the certificate, and what stands there, as JSON says it."""

    path: Path
    value: Any

    @property
    def label(self) -> str:
        """ "Product, ExpirationDate"; of several the second is "Contacts 2, Name"."""
        words: list[str] = []
        for part in self.path:
            if isinstance(part, int) and words:
                words[-1] += f" {part + 1}"
            else:
                words.append(printable(str(part)))
        return ", ".join(words)

    @property
    def text(self) -> str:
        """For people; a picture or another long text is counted, it stands whole in the file."""
        if isinstance(self.value, Mapping | list):
            return "more, whole in the file" if self.value else ""
        text = "" if self.value is None else str(self.value)
        if len(text) > LONGEST_SHOWN:
            return f"{len(text):,} characters, whole in the file"
        return "".join(letter if letter.isprintable() else "\ufffd" for letter in text)


def facts_of(certificate: Mapping[str, Any], attachments: Sequence[Attachment]) -> tuple[Fact, ...]:
    """Every field of the certificate that no result holds and no document that was taken out, in its order."""
    listed = certificate.get("Attachments")
    entries = [n for n, entry in enumerate(listed) if isinstance(entry, dict)] if isinstance(listed, list) else []
    taken = {n for n, found in zip(entries, attachments, strict=True) if found.content is not None}
    return tuple(
        fact for fact in _leaves(certificate, ()) if not _is_in_a_result(fact.path) and not _is_taken(fact.path, taken)
    )


def _leaves(value: Any, path: Path) -> Iterator[Fact]:
    if len(path) == DEEPEST:
        yield Fact(path, value)
    elif isinstance(value, Mapping) and value:
        for name, part in value.items():
            yield from _leaves(part, (*path, str(name)))
    elif isinstance(value, list) and value:
        for number, part in enumerate(value):
            yield from _leaves(part, (*path, number))
    else:
        yield Fact(path, value)


def _is_in_a_result(path: Path) -> bool:
    return path[:2] == ("Analysis", "Inspections") and path[3:] != () and path[3] in MAPPED


def _is_taken(path: Path, taken: set[int]) -> bool:
    return path[:1] == ("Attachments",) and path[1] in taken and path[2:] == ("Data",)
