"""The one clock (ADR 0002): the database's `kernel_now()`, never this machine's."""

from datetime import datetime

from django.db import connection


def now() -> datetime:
    """The present instant, zone-aware UTC, with the owner's demo or test offset applied."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT kernel_now()")
        instant: datetime = cursor.fetchone()[0]
    return instant


def server_now() -> datetime:
    """The server's own clock, which no offset shifts: what `recorded_at` is, and what seals are dated by (ADR 0014)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        instant: datetime = cursor.fetchone()[0]
    return instant
