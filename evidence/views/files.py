"""Files of the store: who sees the record sees the file, every look is noted, the bytes are the stored ones."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from evidence.models import EvidenceFile
from evidence.outside.store import store
from kernel.clock import now
from records.actions import note_access

VIEWABLE = ("application/pdf", "image/png", "image/jpeg")
SANDBOX = "default-src 'none'; sandbox"
VIEWER = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'"
"""A PDF is shown by the browser's own viewer, which a sandbox would keep from starting."""


@login_required
@require_GET
def download(request: HttpRequest, file_id: UUID) -> FileResponse:
    """The file as an attachment, unchanged."""
    return answer(request, file_id, what="downloaded", policy=SANDBOX, is_attachment=True)


@login_required
@require_GET
def view(request: HttpRequest, file_id: UUID) -> FileResponse:
    """A PDF or image shown beside the data; other kinds are only downloaded."""
    return answer(request, file_id, what="viewed", policy=VIEWER, is_attachment=False)


def answer(request: HttpRequest, file_id: UUID, *, what: str, policy: str, is_attachment: bool) -> FileResponse:
    """The checked and noted answer; its body is streamed from the store after the transaction has ended."""
    file = get_object_or_404(EvidenceFile, pk=file_id)
    if not is_attachment and file.media_type not in VIEWABLE:
        raise Http404
    by = request.actor  # type: ignore[attr-defined]  # ours
    note_access(by=by, what=f"{file.name} {what}", subject=file, at=now())
    response = FileResponse(
        store().open(file.sha256), as_attachment=is_attachment, filename=file.name, content_type=file.media_type
    )
    response.headers["Content-Length"] = str(file.size)
    response.headers["Content-Security-Policy"] = policy
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response
