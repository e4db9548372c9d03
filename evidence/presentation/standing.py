"""How a pack stands, category by category and rule by rule, from counted verdicts."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from evidence.pack.rules import Rule
from evidence.presentation.categories import CATEGORIES, Category, category_of
from evidence.presentation.verdicts import STATES, known_rules
from evidence.queries import RuleCount


@dataclass
class Tally:
    """Verdicts by what they mean to a reader."""

    passed: int = 0
    exceptions: int = 0
    failed: int = 0
    answered: int = 0
    accepted: int = 0
    not_applicable: int = 0

    def add(self, count: RuleCount) -> None:
        name = _meaning(count)
        setattr(self, name, getattr(self, name) + count.number)

    @property
    def total(self) -> int:
        """All verdicts, whatever they said."""
        return sum(vars(self).values())

    @property
    def state_label(self) -> str:
        return STATES[self.state]

    @property
    def state(self) -> str:
        """A code of the kit's looks."""
        if self.failed:
            return "failed"
        if self.exceptions:
            return "exception"
        return "passed" if self.passed or self.answered or self.accepted else "not_applicable"


def _meaning(count: RuleCount) -> str:
    if count.outcome in ("pass", "not_applicable"):
        return "passed" if count.outcome == "pass" else "not_applicable"
    if count.is_scanned:
        return "passed"
    if count.is_waived:
        return "accepted"
    if count.severity in ("W", "I"):
        return "accepted" if count.is_decided else "exceptions"
    return "answered" if count.outcome == "needs_event" and count.is_answered else "failed"


@dataclass
class Card:
    """A category: whether the agreement asks for it, and how its rules answered."""

    category: Category
    is_asked: bool
    tally: Tally = field(default_factory=Tally)


@dataclass
class RuleLine:
    """One rule that was evaluated, with its counts."""

    id: str
    rule: Rule | None
    tally: Tally = field(default_factory=Tally)


def cards(counts: Iterable[RuleCount], asked: Iterable[str]) -> list[Card]:
    """The six categories; without a clause in the agreement all of them are asked."""
    wanted = set(asked) or {category.key for category in CATEGORIES}
    found = {category.key: Card(category, category.key in wanted) for category in CATEGORIES}
    for count in counts:
        found[category_of(count.rule).key].tally.add(count)
    return list(found.values())


def rule_lines(counts: Iterable[RuleCount]) -> list[RuleLine]:
    """Every rule that was evaluated: what failed first, then exceptions, then by number. Passed is shown too."""
    known = known_rules()
    lines: dict[str, RuleLine] = {}
    for count in counts:
        line = lines.setdefault(count.rule, RuleLine(count.rule, known.get(count.rule)))
        line.tally.add(count)
    return sorted(lines.values(), key=lambda line: (not line.tally.failed, not line.tally.exceptions, line.id))
