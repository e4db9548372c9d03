"""A sealed report or package as an answer; that it is taken is noted by the caller."""

from django.http import FileResponse
from django.http.response import HttpResponseBase

from evidence.downloads import SANDBOX
from evidence.outside.store import store
from records.models import SealedReport
from workspace.outside.packages import kind_of


def sealed_file(report: SealedReport) -> HttpResponseBase:
    """The file as it stands in the store."""
    of = kind_of(report)
    response = FileResponse(
        store().open(report.sha256), as_attachment=True, filename=of.file_name(report), content_type=of.media_type
    )
    response["Content-Security-Policy"] = SANDBOX
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
