"""Signs of life of the processes that no request reaches."""

from datetime import datetime

from clocks.models import Heartbeat


def record_heartbeat(*, name: str, at: datetime) -> None:
    """`name` ("worker", "beat") was alive at this moment."""
    Heartbeat.objects.bulk_create(
        [Heartbeat(name=name, at=at)], update_conflicts=True, unique_fields=["name"], update_fields=["at"]
    )
