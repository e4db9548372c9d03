"""What release does when lower apps tell it something."""

from evidence.events import PackSubmitted
from kernel.events import subscribe
from lots.events import LotFactsChanged
from release.actions.gates import settle_changed
from release.actions.revocation import revoke_on_new_pack


def connect() -> None:
    subscribe(LotFactsChanged, settle_changed)
    subscribe(PackSubmitted, revoke_on_new_pack)
