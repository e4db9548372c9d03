"""How long a record is kept: pure calculation on values, with its reasons (21 CFR 111.605(a), domain trap T11).

One year past the shelf-life date where there is one, else two years past the distribution of the last batch that the
record is associated with. A record of several batches is kept as long as the one that is kept longest, so a later batch
moves the day. Records of a serious adverse event are kept six years (FD&C Act §761(e)). A clause of the agreement may
lengthen this, never shorten it. A legal hold has no end before it is lifted.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

AFTER_SHELF_LIFE, AFTER_DISTRIBUTION, ADVERSE = 1, 2, 6
"""Years."""
PARAGRAPH = "21 CFR 111.605(a)"
ADVERSE_PARAGRAPH = "FD&C Act §761(e)"


@dataclass(frozen=True, slots=True)
class Batch:
    """What counts of one lot: its shelf-life date, and the day on which the last of it was distributed."""

    number: str
    expires_on: date | None = None
    distributed_on: date | None = None
    clause_years: int = 0
    """By the lot's own agreement, years past its last distribution; 0: no such clause."""
    clause: str = ""


@dataclass(frozen=True, slots=True)
class LegalHoldFact:
    """A standing hold, and whose it is."""

    company: str
    reason: str
    placed_on: date


@dataclass(frozen=True, slots=True)
class Why:
    """One reason with the day up to which it keeps the record; None: without an end for now."""

    sentence: str
    paragraph: str
    until: date | None


@dataclass(frozen=True, slots=True)
class Retention:
    """The last day on which the record has to be kept, and everything that was compared to find it."""

    until: date | None
    is_held: bool
    why: tuple[Why, ...]
    """What decides stands first."""

    def is_over(self, today: date) -> bool:
        """Whether the record may stand on a disposal list: the day itself still counts."""
        return self.until is not None and today > self.until

    @property
    def sentence(self) -> str:
        """“Kept until 12 Mar 2029: lot KB-2417 …”."""
        first = self.why[0].sentence
        return f"Kept until {self.until:%d %b %Y}: {first}" if self.until else f"Kept without an end for now: {first}"


def retention_of(
    batches: Sequence[Batch], adverse_on: Iterable[date] = (), holds: Iterable[LegalHoldFact] = ()
) -> Retention:
    """`adverse_on`: the days on which serious adverse events about these batches became known.

    A record of no batch yet has no end: nothing says when its time would begin.
    """
    why = [_law(batch) for batch in batches] or [Why("no batch is associated with it yet.", PARAGRAPH, None)]
    why += [_clause(batch) for batch in batches if batch.clause_years and batch.distributed_on]
    why += [
        Why(
            f"a serious adverse event became known on {day:%d %b %Y}; its records are kept {ADVERSE} years.",
            ADVERSE_PARAGRAPH,
            years_after(day, ADVERSE),
        )
        for day in adverse_on
    ]
    held = [
        Why(f"legal hold of {hold.company} since {hold.placed_on:%d %b %Y}: {hold.reason}", "legal hold", None)
        for hold in holds
    ]
    why = held + sorted(why, key=lambda one: one.until or date.max, reverse=True)
    open_ended = any(one.until is None for one in why)
    until = None if open_ended else max(one.until for one in why if one.until)
    return Retention(until, bool(held), tuple(why))


def years_after(day: date, years: int) -> date:
    """The same day years later; 29 February becomes 1 March, so that nothing ends early."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def _law(batch: Batch) -> Why:
    if batch.expires_on:
        sentence = f"lot {batch.number} expires on {batch.expires_on:%d %b %Y}; {AFTER_SHELF_LIFE} year past that."
        return Why(sentence, PARAGRAPH, years_after(batch.expires_on, AFTER_SHELF_LIFE))
    if batch.distributed_on is None:
        return Why(f"lot {batch.number} bears no date and has not been distributed.", PARAGRAPH, None)
    sentence = (
        f"lot {batch.number} bears no date and was last distributed on {batch.distributed_on:%d %b %Y}; "
        f"{AFTER_DISTRIBUTION} years past that."
    )
    return Why(sentence, PARAGRAPH, years_after(batch.distributed_on, AFTER_DISTRIBUTION))


def _clause(batch: Batch) -> Why:
    """Compared with the law's days: the later one wins, so a short clause changes nothing."""
    assert batch.distributed_on is not None  # noqa: S101 - chosen by it
    sentence = (
        f"the agreement keeps the records of lot {batch.number} {batch.clause_years} years past its last distribution "
        f"on {batch.distributed_on:%d %b %Y}."
    )
    return Why(sentence, batch.clause, years_after(batch.distributed_on, batch.clause_years))
