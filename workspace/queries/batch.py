"""What waits for one person's signature, across apps."""

from collections.abc import Sequence
from uuid import UUID

from kernel.scope import Actor
from records.batch import BATCHES, Due


def dues(by: Actor) -> list[Due]:
    """Everything that can be signed together with others, by kind and number."""
    return [due for batch in BATCHES.values() for due in batch.due(by, None)]


def chosen_dues(by: Actor, keys: Sequence[str]) -> list[Due]:
    """Of these keys those that still wait, in the keys' order; what is no key is left out."""
    ids: dict[str, set[UUID]] = {}
    for key in keys:
        kind, _, record = key.split(".", 2) if key.count(".") == _PARTS - 1 else ("", "", "")
        if kind in BATCHES and (found := _uuid(record)):
            ids.setdefault(kind, set()).add(found)
    waiting = {due.key: due for kind, wanted in ids.items() for due in BATCHES[kind].due(by, wanted)}
    return [waiting[key] for key in dict.fromkeys(keys) if key in waiting]


_PARTS = 3


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
