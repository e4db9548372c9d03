"""What clocks do when people's authority changes."""

from clocks.actions.inbox import free_items
from kernel.events import subscribe
from parties.events import RolesChanged


def connect() -> None:
    subscribe(RolesChanged, free_items)
