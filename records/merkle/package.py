"""What a package of a whole access or partnership says of itself, and checking it: no database, no account.

A package is an export of the trail (`records.merkle.export`) whose manifest has `tables` and `about`; the format is
docs/reference/trail-export.md. Here stands what is checked beside the trail: states and dossiers.
"""

import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from records.merkle.entries import Entry

STATES, DOSSIERS, PDF, JSON = "states/", "dossiers/", ".pdf", ".json"


class Given(Protocol):
    """The names in a package, and how to read one."""

    @property
    def names(self) -> Collection[str]: ...

    @property
    def read(self) -> Callable[[str], bytes]: ...


class Counted(Protocol):
    """Where it is told how many things were read again."""

    parts: int


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which rows of the trail a package is about: records by their key, or table by table.

    In `tables`, a history is chosen by its records, another table of the trail by its own rows.
    """

    records: frozenset[str]
    tables: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, manifest: Mapping[str, Any]) -> "Chosen":
        tables = {table: frozenset(keys) for table, keys in manifest.get("tables", {}).items()}
        return cls(frozenset(manifest["records"]), tables)

    def holds(self, entry: Entry) -> bool:
        """A number is no key by itself: two tables may both have a row 17."""
        if entry.record in self.records:
            return True
        keys = self.tables.get(entry.relation, frozenset())
        return (entry.record if is_history(entry.relation) else entry.key) in keys


def is_history(relation: str) -> bool:
    """“lots_historicallot” is a record's history; “records_refusal” is a trail by itself."""
    return "_historical" in relation


def is_history_text(text: str) -> bool:
    return '"type":' in text and set(json.loads(text)) >= {"row", "type", "txid"}


def state_of(text: str) -> dict[str, Any] | None:
    """The record as a row of history leaves it; None where the row says that it was deleted."""
    content = json.loads(text, parse_float=str)
    return None if content["type"] == "-" else dict(content["row"])


def check(
    export: Given, manifest: Mapping[str, Any], rows: Sequence[Mapping[str, Any]], verdict: Counted
) -> Iterator[str]:
    """Whether every record's state and every lot's dossier is there, and is what the trail says."""
    about = manifest.get("about", {})
    if about.get("states"):
        yield from _states(export, rows, verdict)
    for lot in about.get("lots", ()):
        yield from _dossier(export, lot, rows, verdict)


def _states(export: Given, rows: Sequence[Mapping[str, Any]], verdict: Counted) -> Iterator[str]:
    wanted = _newest(rows)
    found = dict[tuple[str, str], Any]()
    for name in sorted(export.names):
        if name.startswith(STATES):
            relation = name.removeprefix(STATES).removesuffix(".ndjson")
            lines = [json.loads(line, parse_float=str) for line in export.read(name).splitlines()]
            found |= {(relation, line["record"]): line["row"] for line in lines}
            if [line["record"] for line in lines] != sorted({line["record"] for line in lines}):
                yield f"{name}: the records are not in their order, each once."
    for relation, record in sorted(wanted.keys() | found.keys()):
        place = (relation, record)
        if place not in found:
            yield f"{relation}: record {record} is missing among the states."
        elif found[place] != wanted.get(place):
            yield f"{relation}: the state of record {record} is not what its history says."
    verdict.parts += len(found)


def _newest(rows: Sequence[Mapping[str, Any]]) -> dict[tuple[str, str], Any]:
    """Each record's state by its newest row of history, worked out again."""
    newest = dict[tuple[str, str], tuple[int, str]]()
    for row in rows:
        entry = Entry.of(row["line"])
        if is_history_text(row["text"]):
            place, at = (entry.relation, entry.record), int(entry.key)
            if place not in newest or newest[place][0] < at:
                newest[place] = at, row["text"]
    states = {place: state_of(text) for place, (_, text) in newest.items()}
    return {place: state for place, state in states.items() if state is not None}


def _dossier(
    export: Given, lot: Mapping[str, Any], rows: Sequence[Mapping[str, Any]], verdict: Counted
) -> Iterator[str]:
    """Paper and machine copy of a lot whose history stands in the package too."""
    number = lot["number"]
    for ending in (PDF, JSON):
        if f"{DOSSIERS}{lot['id']}{ending}" not in export.names:
            yield f"The dossier of lot {number} is missing ({ending[1:]})."
            return
    copy = json.loads(export.read(f"{DOSSIERS}{lot['id']}{JSON}"))
    if copy["lot"]["number"] != number:
        yield f"The dossier of lot {number} is another lot’s: {copy['lot']['number']}."
    if not any(Entry.of(row["line"]).record == lot["id"] for row in rows):
        yield f"The history of lot {number} is missing."
    verdict.parts += 1
