"""Everything an answer says: headers, cookies, text, and what is packed inside workbooks, archives and PDFs."""

import io
import subprocess
import zipfile
from typing import Any

from pypdf import PdfReader


def body_of(answer: Any) -> bytes:
    """The whole body, streamed or not."""
    if not getattr(answer, "streaming", False):
        return bytes(answer.content)
    return b"".join(answer.streaming_content)  # read to its end, the client closes it


def said(answer: Any) -> str:
    """All text of the answer, in one string."""
    heads = [f"{name}: {value}" for name, value in answer.headers.items()]
    cookies = [morsel.OutputString() for morsel in answer.cookies.values()]
    return "\n".join([*heads, *cookies, *inside(body_of(answer))])


def inside(content: bytes) -> list[str]:
    """The texts in a file: members of an archive one by one, pages and attachments of a PDF."""
    if content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return [text for name in archive.namelist() for text in (name, *inside(archive.read(name)))]
    if content.startswith(b"%PDF") and b"%%EOF" in content and b"/Root" in content:
        return _of_pdf(content)
    return [content.decode("utf-8", "replace")]


def _of_pdf(content: bytes) -> list[str]:
    text = subprocess.run(["pdftotext", "-", "-"], input=content, capture_output=True, check=True).stdout.decode()
    attached = [part for parts in PdfReader(io.BytesIO(content)).attachments.values() for part in parts]
    return [text, *(entry for part in attached for entry in inside(part))]
