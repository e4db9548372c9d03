"""Files of the store: who sees the record sees the file."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from evidence.downloads import PDF, SANDBOX, VIEWABLE, VIEWER, answer
from evidence.models import EvidenceFile
from kernel.clock import now


@login_required
@require_GET
def download(request: HttpRequest, file_id: UUID) -> HttpResponseBase:
    """The file as an attachment, unchanged; the part of it that is asked for."""
    by = request.actor  # type: ignore[attr-defined]  # ours
    file = get_object_or_404(EvidenceFile, pk=file_id)
    return answer(request, file, by=by, at=now(), what="downloaded", policy=SANDBOX)


@login_required
@require_GET
def view(request: HttpRequest, file_id: UUID) -> HttpResponseBase:
    """A PDF or image shown beside the data; other kinds are only downloaded."""
    by = request.actor  # type: ignore[attr-defined]  # ours
    file = get_object_or_404(EvidenceFile, pk=file_id, media_type__in=VIEWABLE)
    policy = VIEWER if file.media_type == PDF else SANDBOX
    return answer(request, file, by=by, at=now(), what="viewed", policy=policy, is_attachment=False)
