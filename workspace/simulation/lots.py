"""One lot under other terms: the same facts, the same gate, other clauses. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from release.facts import Facts
from release.gate import decide
from release.states import Stage


@dataclass(frozen=True, slots=True)
class LotOutcome:
    """What the gate said under the lot's own terms and what it would say under the others."""

    lot: str
    """The lot's key, as text."""
    number: str
    was_open: bool
    is_open: bool
    needed_sponsor: bool
    needs_sponsor: bool
    new_reasons: tuple[str, ...]
    """Codes of conditions that only the other terms leave unmet."""

    @property
    def words(self) -> str:
        """The new reasons, readable."""
        return ", ".join(code.replace("_", " ") for code in self.new_reasons)

    @property
    def is_blocked(self) -> bool:
        return self.was_open and not self.is_open

    @property
    def is_let_go(self) -> bool:
        return self.is_open and not self.was_open


def replayed_lot(facts: Facts, *, agreement: str, clauses: Mapping[str, Mapping[str, Any]], at: datetime) -> LotOutcome:
    """`clauses`: kind → parameters with the clause's number under "number", as `Facts` holds them."""
    other = replace(
        facts,
        agreement=agreement,
        agreement_signed=True,
        clauses={kind: dict(found) for kind, found in clauses.items()},
    )
    before, after = decide(facts, at), decide(other, at)
    had = {(reason.code, str(reason.ids)) for reason in before.open_reasons}
    new = [reason.code for reason in after.open_reasons if (reason.code, str(reason.ids)) not in had]
    one_releaser = _needs_another_releaser(other)
    return LotOutcome(
        lot=str(facts.lot_id),
        number=facts.number,
        was_open=before.is_open,
        is_open=after.is_open and not one_releaser,
        needed_sponsor=before.route.needs_sponsor,
        needs_sponsor=after.route.needs_sponsor,
        new_reasons=tuple(dict.fromkeys([*new, *(["second_releaser"] if one_releaser else [])])),
    )


def _needs_another_releaser(facts: Facts) -> bool:
    """One person stands behind both releases, and the terms want two."""
    batch, packaged = facts.decision(Stage.BATCH), facts.decision(Stage.PACKAGED_LOT)
    return bool(facts.needs_two_releasers and batch and packaged and batch.persons & packaged.persons)
