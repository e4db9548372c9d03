"""Who knows the change requests: `change_control` stands above and hands its function down at start."""

from collections.abc import Callable, Collection, Mapping
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
