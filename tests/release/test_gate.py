"""The gate as a pure function: for each reason a lot that has it, one that lacks it, and the edge between them."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from release.gate import decide
from tests.release.facts import (
    AT,
    CLAUSES,
    HOLD,
    KEYSTONE,
    OLD_PACK,
    conditional,
    decision,
    event,
    facts,
    pack,
)


def unmet(at: datetime = AT, **changed: Any) -> list[tuple[str, str, str]]:
    return [(r.code, r.clause, r.waits_for) for r in decide(facts(**changed), at).open_reasons]


def test_everything_done_opens_the_gate() -> None:
    verdict = decide(facts(), AT)
    assert verdict.is_open
    assert verdict.open_reasons == ()
    assert verdict.releasable == Decimal(4000)
    assert [r.code for r in verdict.reasons] == [
        "agreement", "qualification", "completed", "pack_complete", "events_closed", "no_hold", "cmo_batch",
        "cmo_packaged_lot", "pack_accepted", "sponsor_release", "not_expired",
    ]  # fmt: skip


def test_the_same_facts_and_instant_give_the_same_verdict() -> None:
    assert decide(facts(), AT) == decide(facts(), AT)


def test_without_a_signed_agreement_it_is_shut() -> None:
    assert unmet(agreement_signed=False) == [("agreement", "AG-4 v3", "both")]
    assert unmet(agreement="", agreement_signed=False)[0] == ("agreement", "quality agreement", "both")


@pytest.mark.parametrize(
    ("status", "is_met"), [("qualified", True), ("conditional", True), ("suspended", False), ("", False)]
)
def test_the_cmo_is_qualified(status: str, is_met: bool) -> None:
    wanted = [] if is_met else [("qualification", "ICH Q10 2.7", "sponsor")]
    assert unmet(qualification=status) == wanted


def test_a_lot_without_good_quantity_is_not_completed() -> None:
    assert unmet(quantity_good=None) == [("completed", "21 CFR 111.260(f)", "cmo")]


@pytest.mark.parametrize(
    ("state", "code"),
    [
        ("checking", "pack_incomplete"),
        ("incomplete", "pack_incomplete"),
        ("complete", "pack_unattested"),
        ("returned", "pack_returned"),
    ],
)
def test_a_pack_that_is_not_handed_over(state: str, code: str) -> None:
    assert unmet(pack=pack(state=state))[0] == (code, "AG-4 v3 cl. 4.1", "cmo")


def test_no_pack_at_all() -> None:
    assert unmet(pack=None, decisions=()) == [
        ("pack_missing", "AG-4 v3 cl. 4.1", "cmo"),
        ("cmo_batch", "21 CFR 111.123(a)(8)", "cmo"),
        ("cmo_packaged_lot", "21 CFR 111.127(h)", "cmo"),
        ("pack_accepted", "AG-4 v3 cl. 6.1", "sponsor"),
        ("sponsor_release", "AG-4 v3 cl. 3.1", "sponsor"),
    ]


def test_one_blocking_gap_is_one_too_many() -> None:
    assert unmet(pack=pack(blocking=0)) == []
    assert unmet(pack=pack(blocking=1)) == [("pack_complete", "AG-4 v3 cl. 4.1", "cmo")]


@pytest.mark.parametrize("classification", ["major", "critical"])
@pytest.mark.parametrize("state", ["reported", "investigating", "proposed", "decided"])
def test_an_open_event_shuts_it(classification: str, state: str) -> None:
    waits = "sponsor" if state in ("proposed", "decided") else "cmo"
    hit = event(classification=classification, state=state)
    assert unmet(events=(hit,)) == [("event_open", "AG-4 v3 cl. 5.2", waits)]


def test_a_minor_or_closed_event_does_not() -> None:
    assert unmet(events=(event(classification="minor"), event(state="closed", disposition="accept"))) == []


def test_an_event_that_ended_in_reject_binds_the_lot() -> None:
    ended = event(state="closed", disposition="reject", classification="minor")
    assert unmet(events=(ended,)) == [("event_rejects", "21 CFR 111.113(b)(2)", "cmo")]


def test_the_cmo_decides_where_the_clause_leaves_it_to_him() -> None:
    assert unmet(events=(event(state="proposed", needs_sponsor=False),))[0][2] == "cmo"


def test_every_hold_is_a_reason_of_its_own() -> None:
    found = decide(facts(holds=((HOLD, KEYSTONE), (UUID(int=7), UUID(int=8)))), AT).open_reasons
    assert [(r.code, r.ids["organisation"]) for r in found] == [("hold", str(KEYSTONE)), ("hold", str(UUID(int=8)))]


@pytest.mark.parametrize("stage", ["batch", "packaged_lot", "sponsor"])
def test_each_decision_must_be_there_and_be_a_release(stage: str) -> None:
    code = {"batch": "cmo_batch", "packaged_lot": "cmo_packaged_lot", "sponsor": "sponsor_release"}[stage]
    others = tuple(decision(s) for s in ("batch", "packaged_lot", "sponsor") if s != stage)
    assert [r[0] for r in unmet(decisions=others)] == [code]
    assert [r[0] for r in unmet(decisions=(*others, decision(stage, kind="reject", quantity=0)))] == [code]


@pytest.mark.parametrize("stage", ["batch", "packaged_lot", "sponsor"])
def test_a_decision_on_an_earlier_pack_counts_for_nothing(stage: str) -> None:
    others = tuple(decision(s) for s in ("batch", "packaged_lot", "sponsor") if s != stage)
    assert len(unmet(decisions=(*others, decision(stage, pack=OLD_PACK)))) == 1


def test_the_sponsor_accepts_the_pack_first() -> None:
    assert unmet(pack=pack(state="in_review")) == [("pack_accepted", "AG-4 v3 cl. 6.1", "sponsor")]


def test_it_expires_at_the_start_of_its_day() -> None:
    last = datetime(2028, 3, 30, 23, 59, 59, tzinfo=UTC)
    assert unmet(at=last) == []
    assert unmet(at=last + timedelta(seconds=1)) == [("not_expired", "R416", "")]
    assert unmet(expires_on=None) == []


def test_a_clause_may_ask_for_shelf_life_at_shipment() -> None:
    clauses = {**CLAUSES, "product_specific": {"number": "3.2", "shelf_life_days": 180}}
    last = datetime(2027, 10, 2, 23, 59, 59, tzinfo=UTC)  # the 180th day before 31 March 2028 begins a second later
    assert unmet(at=last, clauses=clauses, qualified_until=None) == []
    assert unmet(at=last + timedelta(seconds=1), clauses=clauses, qualified_until=None) == [
        ("shelf_life_left", "AG-4 v3 cl. 3.2", "")
    ]
    assert unmet(expires_on=None, clauses=clauses) == []
    verdict = decide(facts(clauses=clauses, qualified_until=None), AT)
    assert verdict.valid_until == last + timedelta(seconds=1)


def test_the_smaller_release_less_what_was_shipped_is_left() -> None:
    assert decide(facts(shipped=Decimal(1200)), AT).releasable == Decimal(2800)
    assert decide(facts(shipped=Decimal(4000)), AT).releasable == Decimal(0)
    assert decide(facts(shipped=Decimal(4001)), AT).releasable == Decimal(0)
    assert decide(facts(holds=((HOLD, KEYSTONE),)), AT).releasable == Decimal(0)


def test_the_verdict_lasts_until_the_first_day_that_changes_it() -> None:
    assert decide(facts(), AT).valid_until == datetime(2027, 1, 1, tzinfo=UTC)
    assert decide(facts(qualified_until=None), AT).valid_until == datetime(2028, 3, 31, tzinfo=UTC)
    assert decide(facts(qualified_until=None, expires_on=None), AT).valid_until is None
    rule = conditional(expires_on="2026-06-30")
    passing = facts(clauses=rule, changed_on=date(2025, 1, 1), lots_since_change=2)
    assert decide(passing, AT).valid_until == datetime(2026, 6, 30, tzinfo=UTC)


def test_cmo_release_needs_no_sponsor() -> None:
    clauses = {**CLAUSES, "release_pattern": {"number": "3.1", "pattern": "cmo_release"}}
    by_cmo = facts(
        clauses=clauses, pack=pack(state="in_review"), decisions=(decision("batch"), decision("packaged_lot"))
    )
    verdict = decide(by_cmo, AT)
    assert verdict.is_open
    assert verdict.releasable == Decimal(4942)
    assert "sponsor_release" not in {r.code for r in verdict.reasons}


def test_no_pattern_skips_the_cmos_quality_control() -> None:
    clauses = {**CLAUSES, "release_pattern": {"number": "3.1", "pattern": "cmo_release"}}
    assert [r[0] for r in unmet(clauses=clauses, decisions=(decision("packaged_lot"),))] == ["cmo_batch"]
