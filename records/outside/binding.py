"""Binding: rendered parts become one PDF/A-3b file with bookmarks, attachments and readable metadata."""

from collections.abc import Sequence
from datetime import UTC, datetime
from io import BytesIO

from pikepdf import Array, AttachedFileSpec, Name, ObjectStreamMode, OutlineItem, Pdf, Stream

from records.outside.machine_copy import MachineCopy


def bound(parts: Sequence[bytes], attachments: Sequence[MachineCopy], at: datetime) -> bytes:
    """The rendered parts as one file, in their order, with their bookmarks and the machine copies.

    The first part gives the file's metadata, language and color profile.
    """
    with Pdf.open(BytesIO(parts[0])) as book:
        for rendered in parts[1:]:
            with Pdf.open(BytesIO(rendered)) as part:
                marks = _bookmarks(part, len(book.pages))
                book.add_pages_from(part)
            with book.open_outline() as outline:
                outline.root.extend(marks)
        _attach(book, attachments, at)
        return _tidied(book)


def _bookmarks(part: Pdf, start: int) -> list[OutlineItem]:
    """The part's headings of the first level as bookmarks of a book in which it begins at page `start`."""
    numbers = {page.obj.objgen: start + number for number, page in enumerate(part.pages)}
    marks = []
    with part.open_outline() as outline:
        for item in outline.root:
            if isinstance(item.destination, Array):
                page, _, _, top, _ = item.destination
                marks.append(OutlineItem(item.title, numbers[page.objgen], "XYZ", top=float(top)))
    return marks


def _attach(book: Pdf, attachments: Sequence[MachineCopy], at: datetime) -> None:
    """PDF/A-3 wants each file associated with the document (ISO 19005-3, 6.8): /AF and a relationship."""
    made = at.astimezone(UTC).strftime("D:%Y%m%d%H%M%SZ")
    for copy in attachments:
        file = AttachedFileSpec(
            book,
            copy.content,
            description=copy.description,
            filename=copy.name,
            mime_type=copy.media_type,
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
    for part in book.objects:
        if isinstance(part, Stream) and part.read_raw_bytes().endswith(b"\r"):
            _hexed(part)
    target = BytesIO()
    book.save(target, compress_streams=False, object_stream_mode=ObjectStreamMode.disable)
    return target.getvalue()


def _hexed(stream: Stream) -> None:
    """Write the stream's bytes in hexadecimal: checkers take a last byte 0x0D for a part of the line's end.

    (ISO 19005-3, 6.1.7.1 wants /Length to be exact; one compressed stream in 256 ends so by chance.)
    """
    filters = stream.get("/Filter", Array([]))
    chain = list(filters) if isinstance(filters, Array) else [filters]
    given = stream.get("/DecodeParms")
    settings = list(given) if isinstance(given, Array) else [given] * len(chain)
    content = stream.read_raw_bytes().hex().encode() + b">"
    has_settings = any(setting is not None for setting in settings)
    stream.write(
        content,
        filter=Array([Name.ASCIIHexDecode, *chain]),
        decode_parms=Array([None, *settings]) if has_settings else None,
    )
