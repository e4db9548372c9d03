"""Answers that are files: every look is noted, the bytes are the stored ones, nothing in them may run."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from typing import BinaryIO, Protocol

from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

from evidence.models import EvidenceFile
from evidence.outside.store import store
from evidence.outside.watermarks import copy_for
from evidence.ranges import Span, UnsatisfiableError, span_of
from kernel.scope import Actor
from records.actions import note_access

SANDBOX = "default-src 'none'; sandbox"
VIEWER = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'"
"""A PDF alone is shown by the browser's own viewer, which a sandbox would keep from starting."""
PDF = "application/pdf"
VIEWABLE = (PDF, "image/png", "image/jpeg")
ZIP, JSON = "application/zip", "application/json"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_BLOCK = 2**18
"""Bytes in memory at a time, however large the file."""


class StoredFile(Protocol):
    """What a row says of a file in the store."""

    name: str
    sha256: str
    size: int
    media_type: str


class _Part:
    """So many bytes of an open file; without a file's number, so that no server sends the rest of it too."""

    def __init__(self, file: BinaryIO, length: int) -> None:
        self.file, self.left = file, length

    def read(self, size: int = -1) -> bytes:
        piece = self.file.read(self.left if size < 0 else min(size, self.left))
        self.left -= len(piece)
        return piece

    def close(self) -> None:
        self.file.close()


def answer(
    request: HttpRequest,
    file: EvidenceFile,
    *,
    by: Actor,
    at: datetime,
    what: str,
    policy: str,
    is_attachment: bool = True,
) -> HttpResponseBase:
    """The noted answer; its body is streamed from the store after the request's transaction has ended.

    A part of the file is noted as what it is: "CoA.pdf downloaded, bytes 0-1023/4096". An auditor gets a PDF
    or picture as a watermarked copy, always whole; the original's hash stands on it and in `X-Original-SHA256`.
    """
    copy = copy_for(file, by=by, at=at)
    if copy is not None:
        note_access(by=by, what=f"{file.name} {what}, as a watermarked copy", subject=file, at=at)
        response = FileResponse(
            copy.content, as_attachment=is_attachment, filename=copy.name, content_type=copy.media_type
        )
        response.headers["X-Original-SHA256"] = file.sha256
        return _guarded(response, policy)
    part = ""
    with suppress(UnsatisfiableError):
        span = _asked(request, file)
        part = f", {span.of(file.size)}" if span else ""
    note_access(by=by, what=f"{file.name} {what}{part}", subject=file, at=at)
    return stored(request, file, policy=policy, is_attachment=is_attachment)


def stored(
    request: HttpRequest, file: StoredFile, *, policy: str = SANDBOX, is_attachment: bool = True
) -> HttpResponseBase:
    """The bytes of the store under the file's name, whole (200), the part asked for (206), or none of it (416).

    Who may see it and that it is noted is the caller's. The ETag is the SHA-256: what was stored never changes.
    """
    try:
        span = _asked(request, file)
    except UnsatisfiableError:
        refused = HttpResponse(status=416, headers={"Content-Range": f"bytes */{file.size}"})
        return _described(refused, file, policy)
    response = _body(file, span, is_attachment=is_attachment)
    return _described(response, file, policy)


def _asked(request: HttpRequest, file: StoredFile) -> Span | None:
    given: Mapping[str, str] = request.headers if request.method == "GET" else {}
    return span_of(given, size=file.size, etag=_etag(file))


def _etag(file: StoredFile) -> str:
    return f'"{file.sha256}"'


def _body(file: StoredFile, span: Span | None, *, is_attachment: bool) -> FileResponse:
    content = store().open(file.sha256, start=span.first if span else 0)
    response = FileResponse(
        _Part(content, span.length) if span else content,
        as_attachment=is_attachment,
        filename=file.name,
        content_type=file.media_type,
        status=206 if span else 200,
    )
    response.block_size = _BLOCK
    response.headers["Content-Length"] = str(span.length if span else file.size)
    if span:
        response.headers["Content-Range"] = span.of(file.size)
    return response


def _described(response: HttpResponseBase, file: StoredFile, policy: str) -> HttpResponseBase:
    response.headers["Accept-Ranges"] = "bytes"
    response.headers["ETag"] = _etag(file)
    return _guarded(response, policy)


def _guarded(response: HttpResponseBase, policy: str) -> HttpResponseBase:
    response.headers["Content-Security-Policy"] = policy
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def attached(content: bytes, name: str, *, media_type: str = XLSX) -> HttpResponse:
    """A workbook, CSV bundle or kit made for this request."""
    response = HttpResponse(content, content_type=media_type)
    disposition = content_disposition_header(as_attachment=True, filename=name)
    response.headers["Content-Disposition"] = disposition or "attachment"
    return response
