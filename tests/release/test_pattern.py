import json
from datetime import UTC, date, datetime
from typing import Any

import pytest

from release.pattern import Route, route
from release.wording import pattern_words
from tests.release.facts import AT, CLAUSES, CONDITIONS, conditional, event, facts, pack, turn


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


def _cmo(**stated: Any) -> dict[str, dict[str, Any]]:
    return {**CLAUSES, "release_pattern": {"number": "3.1", "pattern": "cmo_release", **stated}}


@pytest.mark.parametrize(
    ("stated", "cause", "classification", "is_turned"),
    [
        ({"late_pack_turns": True}, "late_pack", "", True),
        ({}, "late_pack", "", False),
        ({"signal_turns": "critical"}, "late_pack", "", False),
        ({"late_pack_turns": True}, "signal", "critical", False),
        ({"signal_turns": "critical"}, "signal", "critical", True),
        ({"signal_turns": "critical"}, "signal", "major", False),
        ({"signal_turns": "major"}, "signal", "major", True),
        ({"signal_turns": "major"}, "signal", "critical", True),
        ({"signal_turns": "major"}, "signal", "minor", False),
    ],
)
def test_a_cause_turns_only_lots_whose_own_clause_says_so(
    stated: dict[str, Any], cause: str, classification: str, *, is_turned: bool
) -> None:
    found = route(facts(clauses=_cmo(**stated), turned=(turn(cause, classification),)), AT)
    assert (found.needs_sponsor, found.turned is not None) == (is_turned, is_turned)
    assert found.pattern == "cmo_release"


def test_a_conditional_rule_that_is_met_is_turned_too_and_says_why() -> None:
    clauses = conditional(late_pack_turns=True)
    found = route(facts(clauses=clauses, turned=(turn(),)), AT)
    assert found.needs_sponsor
    assert all(c.is_met for c in found.conditions)
    assert pattern_words(found) == (
        "Conditional release → sponsor release, because the evidence pack of lot KB-9 is late (AG-4 v3 cl. 3.1)"
    )


def test_the_gate_keeps_the_route_and_reads_it_again() -> None:
    for found in (
        route(facts(clauses=conditional(late_pack_turns=True), turned=(turn(),)), AT),
        route(facts(clauses=conditional(), risk_tier="high"), AT),
        route(facts(), AT),
    ):
        assert Route.from_json(json.loads(json.dumps(found.as_json()))) == found


def test_sponsor_release_has_nothing_to_turn() -> None:
    assert route(facts(turned=(turn(),)), AT).turned is None
