"""What change control does when evidence tells it something."""

from change_control.actions.comparing import await_comparison
from evidence.events import PackSubmitted
from kernel.events import subscribe


def connect() -> None:
    subscribe(PackSubmitted, await_comparison)
