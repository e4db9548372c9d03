"""Two versions side by side, clause by clause. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from agreements.clauses import in_words


class Clause(Protocol):
    """A clause of either version."""

    number: str
    kind: str
    title: str
    parameters: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Line:
    """A kind of clause in both versions; the text is empty where a version has none."""

    kind: str
    number: str
    change: Literal["same", "changed", "added", "removed"]
    old: str
    new: str


def compared(old: Iterable[Clause], new: Iterable[Clause]) -> list[Line]:
    """One line a kind, in the order of the new version, what was removed last."""
    before, after = {c.kind: c for c in old}, {c.kind: c for c in new}
    kinds = [*after, *(kind for kind in before if kind not in after)]
    return [_line(kind, before.get(kind), after.get(kind)) for kind in kinds]


def _line(kind: str, old: Clause | None, new: Clause | None) -> Line:
    texts = (_text(old), _text(new))
    number = new.number if new else old.number if old else ""
    if old is None:
        return Line(kind, number, "added", *texts)
    if new is None:
        return Line(kind, number, "removed", *texts)
    return Line(kind, number, "same" if texts[0] == texts[1] else "changed", *texts)


def _text(clause: Clause | None) -> str:
    if clause is None:
        return ""
    return f"{clause.number} {clause.title}. {in_words(clause.kind, clause.parameters)}"
