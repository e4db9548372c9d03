"""What two runs of one question answered differently."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Difference:
    """Lots by number: new ones, those gone, and those that stand elsewhere or whose quantities changed."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed)

    @property
    def sentence(self) -> str:
        """“2 new lots, 1 lot is no longer in it.”"""
        if not self:
            return "The same answer."
        said = [_counted(len(self.added), "new lot"), _counted(len(self.removed), "lot", " no longer in it")]
        said.append(_counted(len(self.changed), "lot", " changed"))
        return f"{', '.join(filter(None, said))}."


def difference(before: Mapping[str, Mapping[str, Any]], after: Mapping[str, Mapping[str, Any]]) -> Difference:
    """Of two answers, rows by key; a row has at least its `number`."""
    both = before.keys() & after.keys()
    return Difference(
        _numbers(after, after.keys() - before.keys()),
        _numbers(before, before.keys() - after.keys()),
        _numbers(after, {key for key in both if dict(before[key]) != dict(after[key])}),
    )


def _numbers(rows: Mapping[str, Mapping[str, Any]], keys: set[str]) -> tuple[str, ...]:
    return tuple(sorted(str(rows[key]["number"]) for key in keys))


def _counted(count: int, word: str, behind: str = "") -> str:
    return f"{count} {word}{'' if count == 1 else 's'}{behind}" if count else ""
