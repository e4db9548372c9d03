"""The one clock (ADR 0002): the database's `kernel_now()`, never this machine's."""

from datetime import datetime

from django.db import connection


def now() -> datetime:
    """The present instant, zone-aware UTC, with the owner's demo or test offset applied."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT kernel_now()")
        instant: datetime = cursor.fetchone()[0]
    return instant
