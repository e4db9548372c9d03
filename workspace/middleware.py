"""What an auditor opens is noted in one place for every page and route (domain §E.5), not page by page.

Stands inside the scope's transaction: a page that could not be noted is not shown.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import ResolverMatch

from agreements.models import Agreement, AgreementVersion, ClauseCall
from change_control.models import ChangeRequest
from clocks.models import Clock
from evidence.models import Pack
from kernel.clock import now
from lots.models import Lot
from masters.models import BaselineDraft, Product
from parties.models import Partnership
from parties.queries import partnerships
from parties.states import Role
from quality_events.models import QualityEvent
from records.actions import note_access
from workspace.models import AuditRequest

_OPENED: dict[str, tuple[Callable[[], QuerySet[Any]], str]] = {
    "lot_id": (Lot.objects.all, "lot {row.number}"),
    "pack_id": (lambda: Pack.objects.select_related("lot"), "evidence pack v{row.version} of lot {row.lot.number}"),
    "event_id": (QualityEvent.objects.all, "event {row.number}"),
    "clock_id": (Clock.objects.all, "clock “{row.title}”"),
    "product_id": (Product.objects.all, "product {row.code}"),
    "baseline_id": (BaselineDraft.objects.all, "first versions {row.number}"),
    "agreement_id": (Agreement.objects.all, "agreement {row.number}"),
    "version_id": (lambda: AgreementVersion.objects.select_related("agreement"), "agreement {row}"),
    "call_id": (ClauseCall.objects.all, "{row}: {row.title}"),
    "change_id": (ChangeRequest.objects.all, "change {row}"),
    "request_id": (AuditRequest.objects.all, "request {row.number}"),
    "partnership_id": (lambda: Partnership.objects.select_related("sponsor", "cmo"), "partnership {row}"),
}
"""Words of the address that name a record of a partnership. Files and reports note their own downloads."""
_LISTS = {
    "agreements", "change_control", "evidence", "lots", "masters", "performance", "quality_events", "traceability",
}  # fmt: skip
_UNNOTED = {"file_id", "report_id", "form", "grant_id"}
_NOTHING_TO_NOTE = {"api-root", "api-schema", "api-me"}


class AuditorsLooks:
    """Notes every page and answer that an external auditor got to see."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        by, match = getattr(request, "actor", None), request.resolver_match
        was_shown = request.method == "GET" and response.status_code == 200  # noqa: PLR2004
        if by is not None and match is not None and Role.AUD in by.roles and was_shown:
            at = now()
            for row, what in _looked_at(match):
                if by.side(row) is None:
                    note_access(by=by, what=what, subject=row, at=at)
        return response


def _looked_at(match: ResolverMatch) -> Iterable[tuple[Model, str]]:
    """The record that the address names, or the partnerships whose list it is, each with the words for it."""
    page = str(match.kwargs.get("tab") or match.url_name or "page").replace("_", " ").replace("-", " ").capitalize()
    for name, (rows, words) in _OPENED.items():
        if name in match.kwargs:
            row = rows().get(pk=match.kwargs[name])
            yield row, f"{page}: {words.format(row=row)}"
            return
    is_list = match.app_name in _LISTS or match.url_name == "search" or match.route.startswith("api/")
    if is_list and match.url_name not in _NOTHING_TO_NOTE and not _UNNOTED & match.kwargs.keys():
        words = match.app_name.replace("_", " ") or "all"
        for pair in partnerships():
            yield pair, f"{page}: {words} of {pair}"


auditors_looks = AuditorsLooks
