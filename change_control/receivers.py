"""What change control does when evidence tells it something, and when a lot is started."""

from change_control import rules
from change_control.actions.comparing import await_comparison
from change_control.queries import beginning_with, holding_up
from evidence.events import PackSubmitted
from kernel.events import subscribe
from lots.events import LotStarted
from lots.models import Lot


def check_lot_may_start(started: LotStarted) -> None:
    """A version that is approved and not yet in effect in the plant lets no lot begin (raises Refused).

    A change that names its first lot begins with it: not before its day, and no other lot from that day before it.
    """
    lot, today = Lot.objects.get(pk=started.lot_id), started.at.date()
    rules.check_may_start(holding_up(lot.product_id, today), today)
    rules.check_begins_with(beginning_with(lot, today), lot)


def connect() -> None:
    subscribe(PackSubmitted, await_comparison)
    subscribe(LotStarted, check_lot_may_start)
