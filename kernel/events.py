"""How a lower app tells a higher one: frozen facts, received in the same transaction.

A receiver may veto by raising; nothing is swallowed (plain `send`, never `send_robust`).
"""

from collections.abc import Callable
from typing import Any, TypeVar

from django.dispatch import Signal

Event = TypeVar("Event")

_signals: dict[type, Signal] = {}


def subscribe(kind: type[Event], receiver: Callable[[Event], None]) -> None:
    """Call `receiver(event)` whenever an event of this class is published. Call it in `AppConfig.ready`."""

    def deliver(*, event: Event, **_: Any) -> None:
        receiver(event)

    uid = f"{receiver.__module__}.{receiver.__qualname__}"
    _signals.setdefault(kind, Signal()).connect(deliver, weak=False, dispatch_uid=uid)


def publish(event: object) -> None:
    """Hand a fact to everybody who subscribed, at once, inside the running transaction."""
    signal = _signals.get(type(event))
    if signal is not None:
        signal.send(sender=type(event), event=event)
