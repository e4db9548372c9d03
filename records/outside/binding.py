"""Binding: rendered parts become one PDF/A-3b file with bookmarks, attachments and readable metadata."""

from collections.abc import Sequence
from datetime import UTC, datetime
from io import BytesIO

from pikepdf import Array, AttachedFileSpec, Name, ObjectStreamMode, OutlineItem, Pdf, Stream

from records.outside.machine_copy import MachineCopy


def bound(parts: Sequence[tuple[str, bytes]], attachments: Sequence[MachineCopy], at: datetime) -> bytes:
    """The parts (bookmark title, PDF) as one file, in their order, with the machine copies attached.

    The first part gives the file's metadata, language and color profile. A single part keeps its own
    bookmarks.
    """
    with Pdf.open(BytesIO(parts[0][1])) as book:
        starts = [0]
        for _, rendered in parts[1:]:
            starts.append(len(book.pages))
            with Pdf.open(BytesIO(rendered)) as part:
                book.add_pages_from(part)
        if len(parts) > 1:
            _bookmark(book, [title for title, _ in parts], starts)
        _attach(book, attachments, at)
        return _tidied(book)


def page_count(pdf: bytes) -> int:
    with Pdf.open(BytesIO(pdf)) as book:
        return len(book.pages)


def _bookmark(book: Pdf, titles: Sequence[str], starts: Sequence[int]) -> None:
    with book.open_outline() as outline:
        outline.root.clear()
        outline.root.extend(OutlineItem(title, start) for title, start in zip(titles, starts, strict=True))


def _attach(book: Pdf, attachments: Sequence[MachineCopy], at: datetime) -> None:
    """PDF/A-3 wants each file associated with the document (ISO 19005-3, 6.8): /AF and a relationship."""
    made = at.astimezone(UTC).strftime("D:%Y%m%d%H%M%SZ")
    for copy in attachments:
        file = AttachedFileSpec(
            book,
            copy.content,
            description=copy.description,
            filename=copy.name,
            mime_type="application/json",
            creation_date=made,
            mod_date=made,
        )
        file.relationship = Name.Data
        book.attachments[copy.name] = file
    if attachments:
        book.Root.AF = Array([book.attachments[copy.name].obj for copy in attachments])


def _tidied(book: Pdf) -> bytes:
    """Metadata uncompressed, so that any reader finds it (ISO 19005-1, 6.7.2), and no object streams."""
    metadata = book.Root.Metadata.read_bytes()
    book.Root.Metadata = book.make_indirect(Stream(book, metadata, Type=Name.Metadata, Subtype=Name.XML))
    book.remove_unreferenced_resources()
    target = BytesIO()
    book.save(target, compress_streams=False, object_stream_mode=ObjectStreamMode.disable)
    return target.getvalue()
