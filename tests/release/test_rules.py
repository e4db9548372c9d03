from dataclasses import replace
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest

from evidence.pack.rules import Verdict
from kernel.errors import Forbidden, Refused
from kernel.scope import Actor
from lots.models import Lot
from release import rules
from release.states import Decision, Stage
from tests.release.facts import CLAUSES, HOLD, KEYSTONE, decision, event, facts, pack

SPONSOR, CMO, PAIR = uuid4(), uuid4(), uuid4()
CQC = Actor(
    person_id=uuid4(), name="Quentin", organisation_id=CMO, cmo_permissions=frozenset({"release.cmo_release"}),
    cmo_partnerships=frozenset({PAIR}),
)  # fmt: skip
HEAD = Actor(
    person_id=uuid4(), name="Helen", organisation_id=SPONSOR, sponsor_permissions=frozenset({"release.disposition"})
)


def lot(state: str) -> Lot:
    return Lot(partnership_id=PAIR, sponsor_id=SPONSOR, number="KB-2417", unit="bottle", state=state)


def case(stage: Stage, **changed: Any) -> dict[str, Any]:
    """A decision that nothing stands against."""
    sponsors = stage == Stage.SPONSOR
    done = (decision("batch"), decision("packaged_lot")) if sponsors else ()
    known: dict[str, Any] = {
        "stage": stage,
        "lot": lot("sponsor_review" if sponsors else "pack_pending"),
        "facts": facts(decisions=done, pack=pack(state="accepted" if sponsors else "in_review")),
        "by": HEAD if sponsors else CQC,
        "performer_ids": set(),
    }
    return known | changed


def refused(decision_: str, **given: Any) -> str:
    with pytest.raises(Refused) as refusal:
        rules.check_decision(decision_, **given)
    return refusal.value.sentence


@pytest.mark.parametrize(
    ("events", "lawful"),
    [
        ((), ("release", "reprocess", "reject")),
        ((event(state="investigating"),), ("release", "reprocess", "reject")),
        ((event(state="closed", missed="specification", disposition="treat"),), ("release", "reprocess", "reject")),
        ((event(state="decided", missed="specification", disposition="reprocess"),), ("reprocess", "reject")),
        ((event(state="closed", disposition="reject"),), ("reject",)),
        ((event(state="reported", missed="identity"),), ("reject",)),
        ((event(state="closed", missed="identity", disposition="reject"),), ("reject",)),
    ],
)
def test_what_may_be_chosen_at_all(events: tuple[Any, ...], lawful: tuple[str, ...]) -> None:
    assert tuple(str(d) for d in rules.lawful_decisions(facts(events=events))) == lawful


def test_use_as_is_on_a_missed_identity_does_not_exist() -> None:
    hit = facts(events=(event(state="closed", missed="identity", disposition="reject"),))
    assert list(rules.refusals(**case(Stage.BATCH, facts=hit))) == [Decision.REJECT]
    assert refused("release", **case(Stage.BATCH, facts=hit)) == (
        "Lot KB-2417 can only be decided as: reject. A quality event binds it."
    )


@pytest.mark.parametrize("stage", list(Stage))
def test_nothing_stands_against_it(stage: Stage) -> None:
    given = case(stage) if stage != Stage.PACKAGED_LOT else case(stage, facts=facts(decisions=(decision("batch"),)))
    rules.check_decision("release", **given)
    assert rules.refusals(**given)[Decision.RELEASE] is None


def test_the_cmo_does_not_reprocess_by_signature() -> None:
    assert Decision.REPROCESS not in rules.refusals(**case(Stage.BATCH))
    assert refused("reprocess", **case(Stage.BATCH)) == "“reprocess” is no decision of this stage."


def test_first_the_batch_then_the_packaged_lot_and_each_once() -> None:
    assert refused("release", **case(Stage.PACKAGED_LOT)) == "Release the batch first, then the packaged lot."
    twice = case(Stage.BATCH, facts=facts(decisions=(decision("batch"),)))
    assert refused("release", **twice) == "CMO release of the batch has been signed for lot KB-2417 already."
    rejected = facts(decisions=(decision("batch", kind="reject"),))
    assert refused("release", **case(Stage.PACKAGED_LOT, facts=rejected)) == (
        "Release the batch first, then the packaged lot."
    )


def test_who_did_the_work_does_not_decide_on_it() -> None:
    assert refused("release", **case(Stage.BATCH, performer_ids={CQC.person_id})) == (
        "You worked on this lot yourself; another person must release it."
    )
    assert refused("reject", **case(Stage.SPONSOR, performer_ids={HEAD.person_id})) == (
        "You worked on this lot yourself; another person must sign the disposition."
    )


def test_a_clause_may_ask_for_another_person_at_the_packaged_lot() -> None:
    batch = replace(decision("batch"), decided_by=CQC.person_id)
    clauses = {**CLAUSES, "quality_unit": {"number": "2.1", "separate_releasers": True}}
    given = case(Stage.PACKAGED_LOT, facts=facts(decisions=(batch,), clauses=clauses))
    assert refused("release", **given) == (
        "You released the batch. Another person of the quality unit decides about the packaged lot."
    )
    another = replace(CQC, person_id=uuid4())
    rules.check_decision("release", **given | {"by": another})
    assert refused("release", **given | {"by": replace(another, delegator_id=CQC.person_id)}) == (
        "You released the batch. Another person of the quality unit decides about the packaged lot."
    )
    for_me = replace(batch, decided_by=uuid4(), decided_for=CQC.person_id)
    lent = case(Stage.PACKAGED_LOT, facts=facts(decisions=(for_me,), clauses=clauses))
    assert refused("release", **lent) == (
        "The batch was released on your authority. Another person of the quality unit decides about the packaged lot."
    )
    rules.check_decision("release", **lent | {"by": another})
    rules.check_decision("release", **case(Stage.PACKAGED_LOT, facts=facts(decisions=(batch,))))


def test_a_person_without_the_authority_is_refused() -> None:
    with pytest.raises(Forbidden) as refusal:
        rules.check_decision("release", **case(Stage.SPONSOR, by=CQC))
    assert refusal.value.sentence == "Your role does not allow you to do this: release lot KB-2417."


def test_a_release_waits_for_events_holds_and_pack_but_a_rejection_does_not() -> None:
    for changed, sentence in (
        ({"events": (event(),)}, "DEV-31 (major) is open on lot KB-2417. Close it first."),
        (
            {"agreement_signed": False},
            "Lot KB-2417 was started under no quality agreement that both companies signed.",
        ),
        ({"holds": ((HOLD, KEYSTONE),)}, "Lot KB-2417 is on hold. Lift the hold first."),
        ({"pack": pack(state="complete")}, "Evidence pack v2 has not been attested complete by CMO quality."),
        ({"pack": pack(state="in_review", blocking=1)}, "Evidence pack v2 has 1 blocking gaps."),
    ):
        given = case(Stage.BATCH, facts=facts(decisions=(), **{"pack": pack(state="in_review"), **changed}))
        assert refused("release", **given) == sentence
        rules.check_decision("reject", **given)


def test_every_decision_rests_on_a_pack() -> None:
    none = facts(decisions=(), pack=None)
    assert refused("release", **case(Stage.BATCH, facts=none)) == "Lot KB-2417 has no evidence pack."
    assert refused("reject", **case(Stage.BATCH, facts=none)) == "Lot KB-2417 has no evidence pack."


def test_the_sponsor_decides_on_an_accepted_pack() -> None:
    waiting = facts(decisions=(decision("batch"), decision("packaged_lot")), pack=pack(state="in_review"))
    assert refused("release", **case(Stage.SPONSOR, facts=waiting)) == (
        "Evidence pack v2 has not been accepted by the sponsor's reviewer."
    )


@pytest.mark.parametrize(("quantity", "is_right"), [("0", False), ("0.001", True), ("4942", True), ("4942.001", False)])
def test_no_more_than_was_made(quantity: str, is_right: bool) -> None:
    if is_right:
        rules.check_quantity(Decimal(quantity), lot("pack_pending"), Decimal(4942))
    else:
        with pytest.raises(Refused, match=r"^Release between 1 and 4942 bottles"):
            rules.check_quantity(Decimal(quantity), lot("pack_pending"), Decimal(4942))


def test_a_rejection_needs_a_reason() -> None:
    rules.check_reason("release", "")
    rules.check_reason("reject", "Lead above the limit")
    with pytest.raises(Refused, match=r"^Give a reason for this decision"):
        rules.check_reason("reject", "  ")


def test_the_cmo_signs_its_own_two_stages_only() -> None:
    rules.check_cmo_stage(Stage.BATCH)
    rules.check_cmo_stage(Stage.PACKAGED_LOT)
    with pytest.raises(Refused, match=r"^The CMO decides about the batch and the packaged lot"):
        rules.check_cmo_stage(Stage.SPONSOR)


@pytest.mark.parametrize(
    ("severity", "outcome", "blocks"),
    [
        ("X", "pass", False), ("X", "not_applicable", False), ("X", "fail", True), ("X", "needs_event", True),
        ("B", "fail", False),
    ],
)  # fmt: skip
def test_only_a_failed_rule_without_waiver_blocks_the_decision(severity: str, outcome: str, *, blocks: bool) -> None:
    found = Verdict(
        "R505", 1, "111.123(b)(2)", severity, outcome, "lot", "The specification is missed.", {}, "0" * 64, ""
    )  # type: ignore[arg-type]
    if not blocks:
        rules.check_verdicts([found])
        return
    with pytest.raises(Refused, match="The specification is missed") as refusal:
        rules.check_verdicts([found])
    assert refusal.value.clause == "R505, 111.123(b)(2)"


def test_what_the_rules_forbid_is_refused_before_it_is_signed() -> None:
    found = Verdict(
        "R127", 2, "111.113(b)(2)", "X", "fail", "lot", "DEV-31 lets it be used as it is.", {}, "0" * 64, ""
    )
    given = case(Stage.BATCH, verdicts=(found,))
    assert refused("release", **given) == "DEV-31 lets it be used as it is."
    answers = rules.refusals(**given)
    assert (str(answers[Decision.RELEASE]), answers[Decision.REJECT]) == ("DEV-31 lets it be used as it is.", None)


@pytest.mark.parametrize("classification", ["major", "critical"])
def test_no_lot_is_released_over_an_open_event(classification: str) -> None:
    rules.check_open_events(facts(events=(event(classification="minor"), event(state="closed"))))
    with pytest.raises(Refused) as refusal:
        rules.check_open_events(facts(events=(event(classification=classification),)))
    assert refusal.value.sentence == f"DEV-31 ({classification}) is open on lot KB-2417. Close it first."
    assert refusal.value.clause == "AG-4 v3 cl. 5.2"
