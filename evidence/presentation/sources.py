"""Where a finding's value stands: the row it is about, the document behind the row, the page of the document."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from evidence.models import DraftResult, Pack, PackDocument, PackRow
from evidence.outside.pages import page_with
from evidence.outside.store import EvidenceStore, store
from evidence.presentation.categories import category_of

_NAMES_A_FILE = ("document", "certificate", "basis_document", "challenge_document")
_NAMES_THE_VALUE = ("value", "name", "test", "number", "component_lot", "control_point", "phase", "actual", "result")


@dataclass(frozen=True, slots=True)
class Source:
    """The document to show beside a finding; `page` 0 where the value was not found in its text."""

    document: PackDocument
    page: int


def row_of(pack: Pack, subject: str) -> PackRow | None:
    """The stored row that a verdict's subject names ("laboratory.results/3"); None for a whole section."""
    section, _, position = subject.rpartition("/")
    if not section or not position.isascii() or not position.isdigit() or len(position) > len("999999"):
        section, position = subject, "0"
    return PackRow.objects.filter(pack=pack, section=section, position=int(position)).first()


def documents_of(pack: Pack) -> list[PackDocument]:
    """The pack's documents with their files, by category and name."""
    found = PackDocument.objects.filter(pack=pack).select_related("file")
    return list(found.order_by("category", "file__name", "id"))


def source_of(
    rule: str, row: PackRow | None, documents: Sequence[PackDocument], origin: DraftResult | None = None
) -> Source | None:
    """The document that the value was taken from, else the one that the row names, else of the rule's category."""
    own = next((document for document in documents if origin and document.file_id == origin.file_id), None)
    if own is not None and origin is not None and origin.page:
        return Source(own, origin.page)
    data: dict[str, Any] = row.data if row is not None else {}
    named = {str(data[field]) for field in _NAMES_A_FILE if data.get(field)}
    category = category_of(rule).document
    ranked = sorted(documents, key=lambda d: (d.file.name not in named, d.category != category))
    if not ranked:
        return None
    document = ranked[0]
    words = [str(data[field]) for field in _NAMES_THE_VALUE if data.get(field) is not None]
    is_pdf = document.file.media_type == "application/pdf"
    kept = store()
    if not is_pdf or not words or not isinstance(kept, EvidenceStore):  # a bucket's file is opened at its first page
        return Source(document, 0)
    return Source(document, page_with(kept.path(document.file.sha256), words))
