"""/healthz: this process answers. /readyz: what the promises rest on works, each check with its figure."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, transaction
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from kombu.exceptions import OperationalError as BrokerError

from clocks.queries import due_backlog, heartbeats, outbox_backlog, unsealed_history
from kernel import scope
from kernel.clock import now
from oversight.celery import app
from release.queries import GATES_COMPARED, GATES_DIFFERED

BROKER_SECONDS = 2
LATEST_STEP_SECONDS = 60.0  # docs/explanation/clocks.md: the dead-man's limit
OLDEST_MAIL_SECONDS = 900.0
OLDEST_UNSEALED_SECONDS = 900.0
UNAVAILABLE = 503

Check = dict[str, Any]


@login_not_required
@require_safe
@never_cache
def healthz(_request: HttpRequest) -> JsonResponse:
    """Alive; touches nothing, so that a database that is away restarts no web server."""
    return JsonResponse({"ok": True, "version": settings.VERSION})


@login_not_required
@require_safe
@never_cache
def readyz(_request: HttpRequest) -> JsonResponse:
    """200 when every check is ok, else 503; a check that is only `watched` never makes it 503."""
    checks = {"broker": _broker(), **_from_database()}
    ready = all(check["ok"] or check.get("watched", False) for check in checks.values())
    return JsonResponse({"ok": ready, "checks": checks}, status=200 if ready else UNAVAILABLE)


def patience_seconds() -> float:
    """How old a sign of life may be: six sweeps, at least a minute."""
    return max(60.0, 6 * float(settings.SWEEP_SECONDS))


def _broker() -> Check:
    try:
        with app.connection_for_write(connect_timeout=BROKER_SECONDS) as connection:
            connection.ensure_connection(max_retries=1, interval_start=0, timeout=BROKER_SECONDS)
    except (BrokerError, OSError) as problem:
        return {"ok": False, "problem": type(problem).__name__}
    return {"ok": True}


def _from_database() -> dict[str, Check]:
    try:
        with scope.opened(scope.system()), transaction.atomic():
            at = now()
            return {"database": {"ok": True}, **_life(at), **_backlogs()}
    except DatabaseError as problem:
        return {"database": {"ok": False, "problem": type(problem).__name__}}


def _life(at: datetime) -> dict[str, Check]:
    seen = heartbeats()
    alive = {name: _sign_of_life(seen.get(name), at) for name in ("worker", "beat")}
    return {**alive, "gates": _gates(seen)}


def _gates(seen: dict[str, datetime]) -> Check:
    """Not ok from a gate that stood open against the facts to the next night in which none does."""
    compared, differed = seen.get(GATES_COMPARED), seen.get(GATES_DIFFERED)
    is_ok = differed is None or (compared is not None and compared > differed)
    return {"ok": is_ok, "compared_at": compared.isoformat() if compared else None, "watched": True}


def _sign_of_life(seen: datetime | None, at: datetime) -> Check:
    if seen is None:
        return {"ok": False, "problem": "never seen"}
    return _aged((at - seen).total_seconds(), patience_seconds())


def _backlogs() -> dict[str, Check]:
    due, outbox, unsealed = due_backlog(), outbox_backlog(), unsealed_history()
    return {
        "deadlines": {**_aged(due.oldest_seconds, LATEST_STEP_SECONDS), "waiting": due.waiting},
        "outbox": {**_aged(outbox.oldest_seconds, OLDEST_MAIL_SECONDS), "waiting": outbox.waiting},
        "dead_letters": {"ok": not outbox.dead, "waiting": outbox.dead, "watched": True},
        "unsealed_history": {
            **_aged(unsealed.oldest_seconds, OLDEST_UNSEALED_SECONDS),
            "waiting": unsealed.waiting,
        },
    }


def _aged(seconds: float, limit: float) -> Check:
    return {"ok": seconds <= limit, "seconds": round(max(seconds, 0.0), 1)}
