"""K12, recall readiness: how mock recalls went, and how fast (domain §D). Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from performance.intervals import wilson
from performance.measures import Behind, Measure


@dataclass(frozen=True, slots=True)
class ExerciseFact:
    """One signed mock recall; shares from 0 to 1."""

    number: str
    url: str
    has_passed: bool
    missed: tuple[str, ...]
    scope_minutes: Decimal
    located: Decimal | None
    proven: Decimal | None


def readiness(exercises: Sequence[ExerciseFact], *, lots: int) -> Measure:
    """Share of mock recalls that met every target; the newest (the last) in words."""
    failed = [row for row in exercises if not row.has_passed]
    passed, count = len(exercises) - len(failed), len(exercises)
    return Measure(
        code="K12",
        name="Mock recalls passed",
        formula="mock recalls that met every target / mock recalls signed in the period",
        unit="share",
        numerator=passed,
        denominator=count,
        value=passed / count if count else None,
        interval=wilson(passed, count) if count else None,
        lots=lots,
        note=_newest(exercises[-1]) if exercises else "no mock recall in the period",
        counts="mock recall",
        behind=tuple(Behind(None, row.number, "; ".join(row.missed), row.url) for row in failed),
    )


def _newest(row: ExerciseFact) -> str:
    said = [f"{row.number}: scope in {row.scope_minutes} min"]
    if row.located is not None:
        said.append(f"{100 * row.located:.1f} % of the quantity located")
    if row.proven is not None:
        said.append(f"{100 * row.proven:.0f} % of the steps proven")
    return ", ".join(said)
