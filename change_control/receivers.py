"""What change control does when evidence tells it something, and when a lot is started."""

from change_control import rules
from change_control.actions.comparing import await_comparison
from change_control.queries import holding_up
from evidence.events import PackSubmitted
from kernel.events import subscribe
from lots.events import LotStarted
from lots.models import Lot


def check_lot_may_start(started: LotStarted) -> None:
    """A version that is approved and not yet in effect in the plant lets no lot begin (raises Refused)."""
    product_id = Lot.objects.values_list("product_id", flat=True).get(pk=started.lot_id)
    rules.check_may_start(holding_up(product_id, started.at.date()), started.at.date())


def connect() -> None:
    subscribe(PackSubmitted, await_comparison)
    subscribe(LotStarted, check_lot_may_start)
