"""Figures over all partnerships for /readyz: numbers, never rows. Needs the scope of SYS."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from clocks.models import Heartbeat


@dataclass(frozen=True, slots=True)
class Backlog:
    """What should have happened by now and has not; `oldest_seconds` ago, 0 when there is none."""

    waiting: int
    oldest_seconds: float
    dead: int = 0


def due_backlog() -> Backlog:
    """Steps of clocks that are due and not fired."""
    waiting, oldest = _row("SELECT waiting, oldest_seconds FROM count_due_steps()")
    return Backlog(int(waiting), float(oldest))


def outbox_backlog() -> Backlog:
    """Mail not sent yet, its age from when it was written; and mail given up on."""
    waiting, oldest, dead = _row("SELECT unsent, oldest_seconds, dead FROM count_outbox()")
    return Backlog(int(waiting), float(oldest), int(dead))


def unsealed_history() -> Backlog:
    """Rows of the trail that no seal covers yet, and the age of the oldest by the server's own clock."""
    waiting, oldest = _row("SELECT waiting, oldest_seconds FROM count_unsealed()")
    return Backlog(int(waiting), float(oldest))


def heartbeats() -> dict[str, datetime]:
    """The last sign of life of "worker" and "beat"."""
    return dict(Heartbeat.objects.values_list("name", "at"))


def _row(sql: str) -> tuple[float, ...]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        row: tuple[float, ...] = cursor.fetchone()
    return row
