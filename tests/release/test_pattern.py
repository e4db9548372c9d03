from datetime import UTC, date, datetime
from typing import Any

import pytest

from release.pattern import route
from tests.release.facts import AT, CLAUSES, CONDITIONS, conditional, event, facts, pack


def test_without_a_clause_the_sponsor_releases() -> None:
    found = route(facts(clauses={}), AT)
    assert (found.pattern, found.needs_sponsor, found.clause) == ("sponsor_release", True, "AG-4 v3")


@pytest.mark.parametrize(("pattern", "needs_sponsor"), [("cmo_release", False), ("sponsor_release", True), ("?", True)])
def test_the_plain_patterns(pattern: str, needs_sponsor: bool) -> None:
    clauses = {**CLAUSES, "release_pattern": {"number": "3.1", "pattern": pattern}}
    found = route(facts(clauses=clauses), AT)
    assert (found.needs_sponsor, found.clause, found.conditions) == (needs_sponsor, "AG-4 v3 cl. 3.1", ())


def test_a_rule_whose_every_condition_is_met_leaves_it_to_the_cmo() -> None:
    found = route(facts(clauses=conditional()), AT)
    assert not found.needs_sponsor
    assert [c.is_met for c in found.conditions] == [True] * 5


@pytest.mark.parametrize(
    ("changed", "missed", "answer"),
    [
        ({"risk_tier": "high"}, "maximum_risk_tier", "high"),
        ({"qualification": "conditional"}, "qualification", "conditional"),
        ({"pack": pack(exceptions=1)}, "maximum_exceptions", "1"),
        ({"pack": pack(blocking=1)}, "maximum_exceptions", "1"),
        ({"pack": None}, "maximum_exceptions", "None"),
        ({"events": (event(state="closed"),)}, "maximum_major_events", "1"),
        ({"changed_on": date(2026, 3, 1), "lots_since_change": 1}, "lots_since_change", "1"),
    ],
)
def test_one_miss_leads_to_the_sponsor(changed: dict[str, Any], missed: str, answer: str) -> None:
    found = route(facts(clauses=conditional(), **changed), AT)
    assert found.needs_sponsor
    assert [(c.name, c.found) for c in found.conditions if not c.is_met] == [(missed, answer)]


@pytest.mark.parametrize(
    "changed",
    [
        {"risk_tier": "low"},
        {"events": (event(classification="minor"),)},
        {"changed_on": date(2026, 3, 1), "lots_since_change": 2},
        {"pack": pack(exceptions=0)},
    ],
)
def test_the_edge_of_a_condition_is_inside(changed: dict[str, Any]) -> None:
    assert not route(facts(clauses=conditional(), **changed), AT).needs_sponsor


def test_an_unknown_condition_is_a_miss_never_a_pass() -> None:
    found = route(facts(clauses=conditional({"phase_of_the_moon": "full"})), AT)
    assert found.needs_sponsor
    assert [(c.name, c.found) for c in found.conditions] == [("phase_of_the_moon", "not known")]


def test_a_rule_without_conditions_passes_nothing() -> None:
    assert route(facts(clauses=conditional({})), AT).needs_sponsor
    assert route(facts(clauses=conditional({"maximum_exceptions": None})), AT).needs_sponsor


def test_a_rule_ends_with_its_day() -> None:
    clauses = conditional(CONDITIONS, expires_on="2026-06-30")
    before = route(facts(clauses=clauses), datetime(2026, 6, 29, 23, 59, tzinfo=UTC))
    assert (before.needs_sponsor, before.valid_until) == (False, date(2026, 6, 30))
    after = route(facts(clauses=clauses), datetime(2026, 6, 30, tzinfo=UTC))
    assert (after.needs_sponsor, after.valid_until) == (True, None)
