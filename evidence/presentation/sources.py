"""Where a finding's value stands: the row it is about, the document behind the row, the page of the document."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models.functions import Left

from evidence.excerpts import Excerpt, excerpt_of
from evidence.models import DraftResult, Pack, PackDocument, PackRow, PageText
from evidence.presentation.categories import category_of
from evidence.states import TextSource

_NAMES_A_FILE = ("document", "certificate", "basis_document", "challenge_document")
_MOST_PAGES, _MOST_LETTERS = 100, 20_000
_NAMES_THE_VALUE = ("value", "name", "test", "number", "component_lot", "control_point", "phase", "actual", "result")


@dataclass(frozen=True, slots=True)
class Source:
    """The document to show beside a finding; `page` 0 where the value was not found in its text.

    `excerpt`: what the page says round the value. `recognition`: a remark where a program read it off a picture.
    """

    document: PackDocument
    page: int
    excerpt: Excerpt | None = None
    recognition: str = ""


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
    data: dict[str, Any] = row.data if row is not None else {}
    words = [str(data[field]) for field in _NAMES_THE_VALUE if data.get(field) is not None]
    if own is not None and origin is not None and origin.page:
        return _opened(own, words, origin.page)
    named = {str(data[field]) for field in _NAMES_A_FILE if data.get(field)}
    category = category_of(rule).document
    ranked = sorted(documents, key=lambda d: (d.file.name not in named, d.category != category))
    if not ranked:
        return None
    return _opened(ranked[0], words)


def _opened(document: PackDocument, words: Sequence[str], page: int = 0) -> Source:
    """The document at the page where the words stand, by the text that the worker has read; it is never parsed here."""
    rows = PageText.objects.filter(file_id=document.file_id, **({"page": page} if page else {}))
    read = rows.order_by("page", "-source").values_list("page", "source", Left("text", _MOST_LETTERS))
    texts = {number: (text, source) for number, source, text in (read[:_MOST_PAGES] if words else ())}
    excerpt = excerpt_of({number: text for number, (text, _) in texts.items()}, words)
    if excerpt is None:
        return Source(document, page)
    is_recognized = texts[excerpt.page][1] == TextSource.OCR
    return Source(document, excerpt.page, excerpt, str(TextSource.OCR.label) if is_recognized else "")
