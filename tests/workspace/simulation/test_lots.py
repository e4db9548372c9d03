"""A lot under other terms: blocked, let go, signed by one more or one fewer, each with its neighbour that is not."""

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from release.facts import Facts
from tests.release.facts import AT, CLAUSES, conditional, decision, event, facts, pack
from workspace.simulation import LotOutcome, replayed_lot

PERSON, OTHER = UUID(int=20), UUID(int=21)


def under(terms: dict[str, dict[str, Any]], **changed: Any) -> LotOutcome:
    return replayed_lot(facts(**changed), agreement="AG-4 v4", clauses=terms, at=AT)


def test_the_same_terms_change_nothing() -> None:
    outcome = under(CLAUSES)
    assert (outcome.was_open, outcome.is_open, outcome.new_reasons) == (True, True, ())
    assert not outcome.is_blocked
    assert not outcome.is_let_go


@pytest.mark.parametrize(("days", "is_blocked"), [(741, False), (742, True)])
def test_too_little_shelf_life_blocks(days: int, is_blocked: bool) -> None:
    """The lot expires 742 days after AT's day: 741 days before that is tomorrow, 742 is today."""
    outcome = under({**CLAUSES, "product_specific": {"number": "3.2", "shelf_life_days": days}})
    assert outcome.is_blocked is is_blocked
    assert outcome.words == ("shelf life left" if is_blocked else "")


def test_sponsor_release_blocks_what_the_cmo_let_go_alone() -> None:
    cmo = {**CLAUSES, "release_pattern": {"number": "3.1", "pattern": "cmo_release"}}
    alone = {"decisions": (decision("batch"), decision("packaged_lot")), "pack": pack(state="in_review")}
    outcome = under(CLAUSES, clauses=cmo, **alone)
    assert outcome.is_blocked
    assert (outcome.needed_sponsor, outcome.needs_sponsor) == (False, True)
    assert outcome.new_reasons == ("pack_accepted", "sponsor_release")
    back = under(cmo, **alone)
    assert back.is_let_go
    assert (back.needed_sponsor, back.needs_sponsor) == (True, False)


def test_a_conditional_rule_is_answered_lot_by_lot() -> None:
    rule = conditional({"maximum_risk_tier": "standard"})
    assert under(rule).needs_sponsor is False
    assert under(rule, risk_tier="high").needs_sponsor is True


def test_an_open_event_stays_what_it_is() -> None:
    hit = facts(events=(event(),))
    outcome = replayed_lot(hit, agreement="AG-4 v4", clauses=CLAUSES, at=AT)
    assert (outcome.was_open, outcome.is_open, outcome.new_reasons) == (False, False, ())


@pytest.mark.parametrize(
    ("second", "lender", "is_blocked"), [(PERSON, None, True), (OTHER, None, False), (OTHER, PERSON, True)]
)
def test_one_releaser_for_both_is_not_enough_where_two_are_asked_for(
    second: UUID, lender: UUID | None, is_blocked: bool
) -> None:
    signed = (
        replace(decision("batch"), decided_by=PERSON),
        replace(decision("packaged_lot"), decided_by=second, decided_for=lender),
        decision("sponsor", quantity=4000),
    )
    given: Facts = facts(decisions=signed)
    clauses = {**CLAUSES, "quality_unit": {"number": "2.1", "separate_releasers": True}}
    outcome = replayed_lot(given, agreement="AG-4 v4", clauses=clauses, at=AT)
    assert outcome.is_blocked is is_blocked
    assert outcome.words == ("second releaser" if is_blocked else "")
