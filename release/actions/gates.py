"""Settling: the pure gate's verdict goes into the row that its lot's writers hold locked."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from kernel.clock import now
from lots.actions.gates import touch
from lots.events import LotFactsChanged
from lots.models import LotGate
from release.actions.permits import revoke_shut
from release.queries import verdicts_of


def settle(lot_ids: Iterable[UUID], at: datetime) -> None:
    """Write the verdicts; the caller holds the gate rows locked (`lots.actions.gates.changing`)."""
    for lot_id, verdict in verdicts_of(lot_ids, at).items():
        LotGate.objects.filter(lot_id=lot_id).update(
            ok=verdict.is_open,
            settled=True,
            open_qty=verdict.releasable,
            valid_until=verdict.valid_until,
            reasons=[r.as_json() for r in verdict.reasons],
            route=verdict.route.as_json(),
            settled_at=at,
        )


def settle_changed(event: LotFactsChanged) -> None:
    """Receiver of `LotFactsChanged`; the gate's instant is the database's, under the lock. Permits follow the gate."""
    at = now()
    settle(event.lot_ids, at)
    revoke_shut(event.lot_ids, at)


def resettle(lot_ids: Iterable[UUID]) -> None:
    """Time alone may have changed the verdict: shut and settle again."""
    touch(lot_ids)
