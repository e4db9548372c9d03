"""What release does when lower apps tell it something."""

from clocks.events import ClocksBreached
from evidence.events import PackSubmitted
from kernel.events import subscribe
from lots.events import LotFactsChanged
from quality_events.events import EventMoved, EventReported
from release.actions.gates import settle_changed
from release.actions.revocation import revoke_on_new_pack
from release.actions.turning import turn_on_late_pack, turn_on_raised_class, turn_on_signal


def connect() -> None:
    subscribe(LotFactsChanged, settle_changed)
    subscribe(PackSubmitted, revoke_on_new_pack)
    subscribe(ClocksBreached, turn_on_late_pack)
    subscribe(EventReported, turn_on_signal)
    subscribe(EventMoved, turn_on_raised_class)
