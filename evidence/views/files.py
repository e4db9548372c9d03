"""Files of the store: who sees the record sees the file."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from evidence.downloads import SANDBOX, VIEWABLE, VIEWER, answer
from evidence.models import EvidenceFile
from kernel.clock import now


@login_required
@require_GET
def download(request: HttpRequest, file_id: UUID) -> FileResponse:
    """The file as an attachment, unchanged."""
    by = request.actor  # type: ignore[attr-defined]  # ours
    return answer(get_object_or_404(EvidenceFile, pk=file_id), by=by, at=now(), what="downloaded", policy=SANDBOX)


@login_required
@require_GET
def view(request: HttpRequest, file_id: UUID) -> FileResponse:
    """A PDF or image shown beside the data; other kinds are only downloaded."""
    by = request.actor  # type: ignore[attr-defined]  # ours
    file = get_object_or_404(EvidenceFile, pk=file_id, media_type__in=VIEWABLE)
    return answer(file, by=by, at=now(), what="viewed", policy=VIEWER, is_attachment=False)
