"""Steps that can be signed several at once: each app offers its own in `AppConfig.ready`, a page above shows them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from kernel.scope import Actor
from records.content import content_hash
from records.states import Meaning

MOST = 50
"""So many records at once: more cannot be read before they are signed."""


@dataclass(frozen=True, slots=True)
class Due:
    """One record that waits for this person's signature, and the step that it would take."""

    kind: str
    verb: str
    row: Any
    label: str
    words: str
    """The step in words: “Approve”."""
    meaning: Meaning
    url: str

    @property
    def key(self) -> str:
        """In the page's address: kind, step, record."""
        return f"{self.kind}.{self.verb}.{self.row.pk}"


@dataclass(frozen=True, slots=True)
class Batch:
    """What one app offers for signing several at once."""

    kind: str
    due: Callable[[Actor, Iterable[UUID] | None], Iterable[Due]]
    """What waits for this person; of these records only, where they are named."""
    content: Callable[[Due], Mapping[str, object]]
    """What the signature would rest on: the same that the single signing page shows."""
    sign: Callable[..., object]
    """`sign(due, proof=, shown_hash=, by=, reason=, at=)`: the app's own action."""


BATCHES: dict[str, Batch] = {}


def offer(batch: Batch) -> None:
    BATCHES[batch.kind] = batch


def shown_hash_of(due: Due) -> str:
    return content_hash(BATCHES[due.kind].content(due))
