"""Answers that are files: every look is noted, the bytes are the stored ones, nothing in them may run."""

from datetime import datetime
from typing import Protocol

from django.http import FileResponse, HttpResponse
from django.utils.http import content_disposition_header

from evidence.models import EvidenceFile
from evidence.outside.store import store
from kernel.scope import Actor
from records.actions import note_access

SANDBOX = "default-src 'none'; sandbox"
VIEWER = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'"
"""A PDF is shown by the browser's own viewer, which a sandbox would keep from starting."""
VIEWABLE = ("application/pdf", "image/png", "image/jpeg")
ZIP, JSON = "application/zip", "application/json"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class StoredFile(Protocol):
    """What a row says of a file in the store."""

    name: str
    sha256: str
    size: int
    media_type: str


def answer(
    file: EvidenceFile, *, by: Actor, at: datetime, what: str, policy: str, is_attachment: bool = True
) -> FileResponse:
    """The noted answer; its body is streamed from the store after the request's transaction has ended."""
    note_access(by=by, what=f"{file.name} {what}", subject=file, at=at)
    return stored(file, policy=policy, is_attachment=is_attachment)


def stored(file: StoredFile, *, policy: str = SANDBOX, is_attachment: bool = True) -> FileResponse:
    """The bytes of the store under the file's name; who may see it and that it is noted is the caller's."""
    response = FileResponse(
        store().open(file.sha256), as_attachment=is_attachment, filename=file.name, content_type=file.media_type
    )
    response.headers["Content-Length"] = str(file.size)
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
