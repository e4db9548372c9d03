"""Who knows the change requests, and what packs say otherwise than their baseline: `change_control` stands above and
hands its functions down at start.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class KnownChange:
    """A change request that carries out a corrective action, as its plan shows it."""

    number: str
    title: str
    state: str
    """As the change's own page words it."""
    url: str


Source = Callable[[UUID, Collection[str]], Mapping[str, KnownChange]]
_sources: list[Source] = []


def register_change_source(source: Source) -> None:
    """`source(partnership_id, numbers)` answers those that exist, by number. Call it in `AppConfig.ready`."""
    _sources[:] = [source]


def changes_named(partnership_id: UUID, numbers: Collection[str]) -> Mapping[str, KnownChange]:
    """The partnership's change requests of these numbers; one query, none for none."""
    wanted = {number for number in numbers if number}
    return _sources[0](partnership_id, wanted) if wanted and _sources else {}


@dataclass(frozen=True, slots=True)
class KnownDifference:
    """What a pack says otherwise than the baseline that its lot should have been made under; both values as written."""

    kind: str
    where: str
    approved: str
    found: str
    citation: str
    change: KnownChange | None
    """The approved change that covers it; none: a breach."""
    raise_url: str
    """Where a change is raised for it, with the fields filled in; empty where one covers it."""


DifferenceSource = Callable[[UUID], Sequence[KnownDifference]]
_differences: list[DifferenceSource] = []


def register_difference_source(source: DifferenceSource) -> None:
    """`source(event_id)` answers what the event is about. Call it in `AppConfig.ready`."""
    _differences[:] = [source]


def differences_behind(event_id: UUID) -> Sequence[KnownDifference]:
    """What the change breach is about; one query, empty for any other event."""
    return _differences[0](event_id) if _differences else ()
