"""How much of a lot was decided, and how: made = released + rejected + to be decided (domain §C6). Pure.

A first decision of a stage may be about a part of the quantity; later ones are about the rest, each signed by itself.
"""

from dataclasses import dataclass
from decimal import Decimal

from release.facts import Facts
from release.states import Decision, Stage

STAGES = (Stage.PACKAGED_LOT, Stage.SPONSOR)
"""Where quantities are decided: the CMO's of what was made, the sponsor's of what the CMO released."""


@dataclass(frozen=True, slots=True)
class Balance:
    """Of the quantity made, in the lot's unit; `released` is what the last stage that counts lets leave."""

    made: Decimal
    released: Decimal
    rejected: Decimal

    @property
    def remaining(self) -> Decimal:
        return self.made - self.released - self.rejected

    @property
    def is_partial(self) -> bool:
        """Whether there is anything to say beyond “all of it”."""
        return self.released > 0 and self.released < self.made


def balance(facts: Facts, *, needs_sponsor: bool) -> Balance:
    """`needs_sponsor`: whether the sponsor's release counts, as the pattern's route says."""
    stages = STAGES if needs_sponsor else STAGES[:1]
    rejected = sum((rejected_at(facts, stage) for stage in stages), Decimal(0))
    made = facts.quantity_good or Decimal(0)
    if any((d := facts.decision(stage)) is not None and d.decision == Decision.REJECT for stage in stages):
        return Balance(made, Decimal(0), made)
    return Balance(made, facts.released(stages[-1]), rejected)


def rejected_at(facts: Facts, stage: str) -> Decimal:
    """What later decisions of this stage rejected."""
    return sum((d.quantity for d in facts.decisions if d.stage == stage and d.decision == Decision.REJECT), Decimal(0))


def most_of(facts: Facts, stage: str) -> Decimal:
    """The CMO decides about what was made, the sponsor about what the CMO released."""
    if stage == Stage.SPONSOR:
        return facts.released(Stage.PACKAGED_LOT)
    return facts.quantity_good or Decimal(0)


def rest_of(facts: Facts, stage: str) -> Decimal:
    """What this stage has not decided yet."""
    return max(most_of(facts, stage) - facts.released(stage) - rejected_at(facts, stage), Decimal(0))
