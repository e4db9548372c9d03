"""A file is announced before its first byte: by whom, for which lot, how large; and given up."""

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction

from evidence.models import Arrival
from evidence.outside.quarantine import quarantine
from evidence.outside.sniffing import check_ending, clean_name
from evidence.rules import check_may_submit, check_size
from kernel.errors import Refused
from kernel.history import acting
from kernel.scope import Actor
from lots.models import Lot

MOST_AT_ONCE = 60


def kept() -> timedelta:
    """How long a part waits for its rest: over a weekend and a broken line."""
    return timedelta(days=settings.EVIDENCE_PARTS_KEPT_DAYS)


def announce_file(*, lot_id: UUID, name: str, size: int, by: Actor, at: datetime) -> Arrival:
    """Make room for a file that is going to be sent in parts. Refused by name, size, disk and the lot's state."""
    with transaction.atomic(), acting(by=by, reason=f"upload of {name[:100]} begun", at=at):
        lot = Lot.objects.get(pk=lot_id)
        check_may_submit(by, lot)
        own_name = clean_name(name)
        check_ending(own_name)
        check_size(own_name, size)
        _check_room(own_name, size, by, at)
        arrival = Arrival.objects.create(
            partnership_id=lot.partnership_id,
            sponsor_id=lot.sponsor_id,
            lot=lot,
            name=own_name,
            size=size,
            sent_by_id=by.person_id,
            begun_at=at,
        )
        quarantine().begin(arrival.pk)
        return arrival


def _check_room(name: str, size: int, by: Actor, at: datetime) -> None:
    recent = Arrival.objects.filter(sent_by_id=by.person_id, begun_at__gt=at - kept()).values_list("pk", flat=True)
    waiting = sum(1 for key in recent.order_by("-begun_at")[: 10 * MOST_AT_ONCE] if quarantine().has(key))
    if waiting >= MOST_AT_ONCE:
        raise Refused(
            f"{waiting} files of yours wait for their rest or their pack. Submit or remove them first.",
            code="too-many",
        )
    if not quarantine().has_room(size):
        raise Refused(f"There is no room for “{name}” on the server now. Tell its administrator.", code="disk-full")


def expire_arrivals(*, at: datetime) -> int:
    """Throw away the parts that nobody has added to in time; how many. The rows stay as a record."""
    return quarantine().expire(at - kept())
