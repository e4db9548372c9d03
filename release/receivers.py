"""What release does when lower apps tell it something."""

from kernel.events import subscribe
from lots.events import LotFactsChanged
from release.actions.gates import settle_changed


def connect() -> None:
    subscribe(LotFactsChanged, settle_changed)
