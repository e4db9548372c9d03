"""Made = released + rejected + to be decided, whatever was decided of which part."""

from decimal import Decimal
from uuid import UUID

import pytest

from release.balance import Balance, balance, most_of, rest_of
from release.facts import DecisionFact
from release.gate import decide
from release.states import Stage
from tests.release.facts import AT, PACK, conditional, decision, facts


def part(stage: str, quantity: int, kind: str = "release", number: int = 1) -> DecisionFact:
    return DecisionFact(UUID(int=20 + number), stage, kind, Decimal(quantity), PACK, part=number)


FIRST = (decision("batch"), decision("packaged_lot"), decision("sponsor", quantity=4000))


@pytest.mark.parametrize(
    ("decisions", "released", "rejected", "remaining"),
    [
        (FIRST, 4000, 0, 942),
        ((*FIRST, part("sponsor", 900)), 4900, 0, 42),
        ((*FIRST, part("sponsor", 900), part("sponsor", 42, "reject", 2)), 4900, 42, 0),
        ((*FIRST, part("packaged_lot", 0)), 4000, 0, 942),
        (FIRST[:2], 0, 0, 4942),
        ((), 0, 0, 4942),
        ((*FIRST[:2], decision("sponsor", kind="reject", quantity=0)), 0, 4942, 0),
    ],
)
def test_what_was_decided_adds_up(
    decisions: tuple[DecisionFact, ...], released: int, rejected: int, remaining: int
) -> None:
    found = balance(facts(decisions=decisions), needs_sponsor=True)
    assert found == Balance(Decimal(4942), Decimal(released), Decimal(rejected))
    assert (found.remaining, found.is_partial) == (Decimal(remaining), 0 < released < 4942)


def test_the_cmos_release_alone_counts_where_the_pattern_leaves_it_there() -> None:
    decided = (decision("batch"), decision("packaged_lot", quantity=3000), part("packaged_lot", 42, "reject"))
    known = facts(decisions=decided, clauses=conditional({"maximum_risk_tier": "high"}))
    assert balance(known, needs_sponsor=False) == Balance(Decimal(4942), Decimal(3000), Decimal(42))
    assert decide(known, AT).releasable == 3000


def test_each_stage_decides_about_what_reached_it() -> None:
    decided = (decision("batch"), decision("packaged_lot", quantity=4500), decision("sponsor", quantity=4000))
    known = facts(decisions=decided)
    assert (most_of(known, Stage.SPONSOR), rest_of(known, Stage.SPONSOR)) == (4500, 500)
    assert (most_of(known, Stage.PACKAGED_LOT), rest_of(known, Stage.PACKAGED_LOT)) == (4942, 442)
    more = facts(decisions=(*decided, part("packaged_lot", 442), part("sponsor", 942)))
    assert (rest_of(more, Stage.SPONSOR), rest_of(more, Stage.PACKAGED_LOT)) == (0, 0)


def test_the_gate_holds_the_first_part_and_those_after_it_less_what_left() -> None:
    known = facts(decisions=(*FIRST, part("sponsor", 900)), shipped=Decimal(4000))
    assert decide(known, AT).releasable == 900
