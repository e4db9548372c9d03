"""Random lives of a chain of versions, and a model of them that is too simple to be wrong."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from hypothesis import strategies as st

DAY = date(2026, 1, 1)


@dataclass(frozen=True, slots=True)
class Step:
    """Version `number` begins on a day, as `name`; with `corrects`, that was said wrongly before."""

    number: int
    name: str
    offset: int
    corrects: str | None = None


class Naive:
    """Replays the steps up to a moment: the version with the latest beginning that is not after the day."""

    def __init__(self, history: list[Step]) -> None:
        self.history = history

    def in_force(self, offset: int, moment: int) -> str | None:
        said: dict[int, Step] = {}
        for step in self.history[: moment + 1]:
            said[step.number] = step
        begun = [step for step in said.values() if step.offset <= offset]
        return max(begun, key=lambda step: step.offset).name if begun else None

    def days(self) -> list[int]:
        """Every day at which an answer may turn, and the day before it."""
        return sorted({step.offset + near for step in self.history for near in (-1, 0)})


@st.composite
def steps(draw: Any, most: int = 12) -> list[Step]:
    """Versions and corrections that the rules let through: the order of the versions stays."""
    offsets: dict[int, int] = {}
    names: dict[int, str] = {}
    history: list[Step] = []
    for place in range(draw(st.integers(1, most))):
        name = f"text {place}"
        if offsets and draw(st.booleans()):
            number = draw(st.sampled_from(sorted(offsets)))
            low = offsets[number - 1] + 1 if number - 1 in offsets else offsets[number] - 30
            high = offsets[number + 1] - 1 if number + 1 in offsets else offsets[number] + 30
            history.append(Step(number, name, draw(st.integers(low, high)), names[number]))
        else:
            number = len(offsets) + 1
            begins = offsets[number - 1] + draw(st.integers(1, 30)) if offsets else 0
            history.append(Step(number, name, begins))
        offsets[number], names[number] = history[-1].offset, name
    return history
