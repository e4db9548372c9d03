"""Whoever was told of something has read it when he opens the page that the notice leads to (domain §C3).

One place for every page, so that none can forget. Stands inside the scope's transaction: a page that its reader did
not get to see leaves no receipt.
"""

from collections.abc import Callable

from django.db import transaction
from django.http import HttpRequest, HttpResponse

from clocks.actions import note_page_read
from clocks.queries import unread_of_page
from kernel.clock import now

_FAILED = 400


class NoticesRead:
    """Writes the receipts before the page is made: the page that proves the reading shows it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        by = getattr(request, "actor", None)
        is_page = request.method == "GET" and not request.path.startswith("/api/")
        if by is None or not is_page or not unread_of_page(request.path, by).exists():
            return self.get_response(request)
        with transaction.atomic():
            note_page_read(page=request.path, by=by, at=now())
            response = self.get_response(request)
            if response.status_code >= _FAILED:
                transaction.set_rollback(True)
        return response


notices_read = NoticesRead
