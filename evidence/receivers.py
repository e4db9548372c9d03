"""What evidence does when lots, or its own checks, tell it something."""

from evidence.actions.handing import cancel_hand_off, meet_hand_off, start_hand_off
from evidence.events import PackCompleted
from kernel.events import subscribe
from lots.events import LotCompleted, LotVoided


def connect() -> None:
    subscribe(LotCompleted, start_hand_off)
    subscribe(LotVoided, cancel_hand_off)
    subscribe(PackCompleted, meet_hand_off)
