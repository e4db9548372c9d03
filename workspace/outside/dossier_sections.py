"""A dossier cut into sections and, when it is long, into parts that are printed one by one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from records.outside.machine_copy import MachineCopy
from workspace.dossier_data import LotDossier, PackDocumentFact
from workspace.outside.compiled import ANNEX, annex

LONGEST = 400
"""Rows of a part: about 25 pages, so that a press needs little memory and two presses share the work."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A section, or a slice of a long one."""

    template: str
    title: str
    note: str
    rows: Sequence[Any]
    annex: MachineCopy | None = None
    """Where the rows are instead, when there are too many for paper."""


class Rowed(Protocol):
    """What is cut into parts by its rows."""

    @property
    def rows(self) -> Sequence[Any]: ...


P = TypeVar("P", bound=Rowed)


@dataclass(frozen=True, slots=True)
class DocumentRow:
    pack_version: int
    document: PackDocumentFact


def annexes_of(dossier: LotDossier) -> dict[str, MachineCopy]:
    """The sections with too many rows for paper, by their names, as attached tables."""
    return {name: annex(name, title, rows) for name, title, rows in _sections(dossier) if len(rows) > ANNEX}


def pieces(dossier: LotDossier, annexes: Mapping[str, MachineCopy]) -> list[Piece]:
    """Every section of the dossier in its order; one without rows stays, because "none" is said too."""
    return [
        piece for name, title, rows in _sections(dossier) for piece in _slices(name, title, rows, annexes.get(name))
    ]


def parts(all_pieces: Iterable[P]) -> list[list[P]]:
    """The pieces in parts of at most `LONGEST` rows each (a piece alone may have so many)."""
    result: list[list[P]] = [[]]
    room = LONGEST
    for piece in all_pieces:
        if result[-1] and len(piece.rows) > room:
            result.append([])
            room = LONGEST
        result[-1].append(piece)
        room -= len(piece.rows)
    return result


def _sections(dossier: LotDossier) -> Iterable[tuple[str, str, Sequence[Any]]]:
    documents = [DocumentRow(pack.version, document) for pack in dossier.packs for document in pack.documents]
    yield "parties", "Parties and sites", dossier.parties
    yield "agreement", "Quality agreement", dossier.agreement.clauses if dossier.agreement else ()
    yield "baselines", "Approved versions the lot was made to", dossier.baselines
    yield "packs", "Evidence packs and their verdicts", dossier.packs
    yield "exceptions", "Exceptions and decisions", dossier.exceptions
    yield "results", "Test results against specification", dossier.results
    yield "yields", "Yield by phase", dossier.yields
    yield "materials", "Materials and their origin", dossier.materials
    yield "labels", "Label reconciliation", dossier.labels
    yield "events", "Quality events", dossier.events
    yield "signatures", "Electronic signatures", dossier.signatures
    yield "shipments", "Shipments", dossier.shipments
    yield "retention", "How long this record is kept", dossier.retention.why
    yield "documents", "Source documents", documents
    yield "history", "Audit trail", dossier.history


def _slices(name: str, title: str, rows: Sequence[Any], attached: MachineCopy | None) -> Iterable[Piece]:
    template = f"workspace/lot_dossier/{name}.html"
    count = len(rows)
    if attached:
        yield Piece("workspace/lot_dossier/_annex.html", title, f"{count} in all", (), attached)
        return
    if count <= LONGEST:
        yield Piece(template, title, f"{count} in all", rows)
        return
    for start in range(0, count, LONGEST):
        end = min(start + LONGEST, count)
        continued = f"{title}, continued" if start else title
        yield Piece(template, continued, f"{start + 1} to {end} of {count}", rows[start:end])
