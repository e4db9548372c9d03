"""A file that came with its form waits in quarantine until somebody has looked at what it holds."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from evidence.actions.arrivals import announce_file
from evidence.models import Arrival
from evidence.outside.quarantine import quarantine
from kernel.scope import Actor


def park_file(*, lot_id: UUID, name: str, size: int, chunks: Iterable[bytes], by: Actor, at: datetime) -> Arrival:
    """The same as a resumable upload in one step; nothing of it is evidence yet."""
    arrival = announce_file(lot_id=lot_id, name=name, size=size, by=by, at=at)
    quarantine().append(arrival.pk, 0, chunks, size=size, checksum=None)
    return arrival
