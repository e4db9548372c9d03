"""Every pack of the year against its baseline, as the platform's worker compares them."""

from datetime import datetime, timedelta

from change_control.actions.comparing import compare_next
from kernel import clock
from oversight.demo.stage import Scene, Stage

LOOKED_AT = timedelta(minutes=45)
"""Before today: after the last pack was handed in."""


def compared(_stage: Stage, today: datetime) -> list[Scene]:
    return [Scene(today - LOOKED_AT, "packs: compare with the baseline", _all)]


def _all() -> int:
    """How many packs there were."""
    number = 0
    while compare_next(at=clock.now()):
        number += 1
    return number
