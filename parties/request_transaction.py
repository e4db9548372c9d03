"""One transaction round view and rendering: nothing of a refused or failed request stays (ADR 0002)."""

from collections.abc import Callable
from contextlib import ExitStack

from django.db import OperationalError, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve

from kernel import scope
from kernel.clock import now
from kernel.history import acting
from parties import refusals

Handler = Callable[[HttpRequest], HttpResponse]
SERVER_ERROR = 500
DEADLOCK = "40P01"


def in_one_transaction(request: HttpRequest, handler: Handler) -> HttpResponse:
    """Run the handler, which renders too; a deadlock's loser tries once more (ADR 0004, lock order)."""
    request.deadlocked = False  # type: ignore[attr-defined]  # ours
    response = _once(request, handler)
    if not request.deadlocked or not _rewound(request):  # type: ignore[attr-defined]
        return response
    request.refused = None  # type: ignore[attr-defined]
    request.challenges = []  # type: ignore[attr-defined]
    return _once(request, handler)


def _once(request: HttpRequest, handler: Handler) -> HttpResponse:
    with transaction.atomic():
        response = handler(request)
        if request.refused is not None or response.status_code >= SERVER_ERROR:  # type: ignore[attr-defined]
            transaction.set_rollback(True)
    return response


def is_deadlock(error: Exception) -> bool:
    """Whether PostgreSQL chose this transaction as the victim."""
    return isinstance(error, OperationalError) and getattr(error.__cause__, "pgcode", "") == DEADLOCK


def _rewound(request: HttpRequest) -> bool:
    """Whether the body can be read a second time: it was parsed into memory or into files that rewind."""
    if not hasattr(request, "_files") and not hasattr(request, "_body"):
        return request.method in {"GET", "HEAD"}
    for name in request.FILES if hasattr(request, "_files") else ():
        for upload in request.FILES.getlist(name):
            upload.seek(0)
    return True


def settle_refusal(request: HttpRequest) -> None:
    """After the rollback: publish what was refused, in a transaction of its own."""
    remembered = request.refused  # type: ignore[attr-defined]  # ours
    if remembered is not None:
        match = request.resolver_match
        refusals.publish(remembered, match.view_name if match else request.path)


def answering(request: HttpRequest, handler: Handler) -> Handler:
    """The handler with who and why standing ready: log-in pages change people's own rows (ADR 0002)."""

    def run(request: HttpRequest) -> HttpResponse:
        by = scope.current() or scope.system()
        with ExitStack() as stack:
            stack.enter_context(acting(by=by, reason=f"account page {_page(request)}", at=now()))
            response = handler(request)
            if response.status_code >= SERVER_ERROR:
                stack.pop_all()  # the transaction is broken; its rollback restores the settings
        return response

    return run if request.path.startswith("/accounts/") else handler


def _page(request: HttpRequest) -> str:
    """The page's name; its path may hold a secret."""
    try:
        return resolve(request.path_info).view_name
    except Resolver404:
        return "unknown"
