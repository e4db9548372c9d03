from typing import Any

from lots.models import Lot, LotGate
from parties.models import Organisation
from release.gate import decide
from release.pattern import route
from release.wording import blocked_by, pattern_words, reasons_of, who_cures, why_shut, worded
from tests.release.facts import AT, CLAUSES, HOLD, KEYSTONE, conditional, decision, event, facts, pack

ALDER = Organisation(id=HOLD, name="Alder & Pine Nutrition")
MAKER = Organisation(id=KEYSTONE, name="Keystone Blending Co.")
NAMES = {str(KEYSTONE): MAKER.name}


def stored(**changed: Any) -> list[dict[str, Any]]:
    return [reason.as_json() for reason in decide(facts(**changed), AT).reasons]


def lot(**changed: Any) -> Lot:
    row = Lot(number="KB-2417", sponsor=ALDER, cmo=MAKER)
    verdict = decide(facts(**changed), AT)
    row.gate = LotGate(ok=verdict.is_open, settled=True, reasons=stored(**changed))
    return row


def test_every_code_of_the_gate_has_words_for_both_answers() -> None:
    cases: list[dict[str, Any]] = [
        {}, {"pack": None}, {"pack": pack(state="incomplete", blocking=3)}, {"pack": pack(state="complete")},
        {"pack": pack(state="returned")}, {"pack": pack(blocking=2)}, {"events": (event(),)},
        {"events": (event(state="closed", disposition="reject"),)}, {"holds": ((HOLD, KEYSTONE),)},
        {"decisions": ()}, {"agreement_signed": False}, {"qualification": ""}, {"quantity_good": None},
        {"pack": pack(state="in_review")},
    ]  # fmt: skip
    for case in cases:
        for reason in decide(facts(**case), AT).reasons:
            sentence = worded(reason, NAMES).sentence
            assert sentence.endswith("."), reason
            assert "{" not in sentence, reason


def test_the_sentence_of_a_refused_shipment_names_every_condition() -> None:
    sentence, clause = why_shut("KB-2417", stored(events=(event(),), decisions=()), NAMES)
    assert sentence == (
        "Lot KB-2417 may not ship: DEV-31 (major) is open (AG-4 v3 cl. 5.2). CMO quality has not released the batch "
        "on this pack (21 CFR 111.123(a)(8)). CMO quality has not released the packaged lot on this pack "
        "(21 CFR 111.127(h)). The sponsor has not signed the release (AG-4 v3 cl. 3.1)."
    )
    assert clause == "AG-4 v3 cl. 5.2"


def test_an_unsettled_gate_says_so() -> None:
    assert why_shut("KB-2417", []) == (
        "Lot KB-2417 may not ship: The gate has not been settled since the last change.",
        "",
    )


def test_a_hold_is_named_only_to_those_who_may_know() -> None:
    reason = stored(holds=((HOLD, KEYSTONE),))[5]
    assert worded(reason, NAMES).sentence == "A hold by Keystone Blending Co. is in place."
    assert worded(reason).sentence == "A hold by a company of another customer is in place."


def test_a_list_shows_the_first_reason_and_how_many_follow() -> None:
    assert blocked_by(lot()) == ""
    assert blocked_by(lot(events=(event(),))) == "DEV-31 (major) is open (AG-4 v3 cl. 5.2)."
    assert blocked_by(lot(events=(event(),), decisions=())) == ("DEV-31 (major) is open (AG-4 v3 cl. 5.2). And 3 more.")
    never = lot()
    never.gate = LotGate(ok=False, reasons=[])
    assert blocked_by(never) == "The gate has not been settled since the last change."


def test_the_api_answers_the_same_words() -> None:
    found = reasons_of(lot(events=(event(state="proposed"),)))
    assert found[4] == {
        "code": "event_open",
        "is_met": False,
        "sentence": "DEV-31 (major) is open.",
        "clause": "AG-4 v3 cl. 5.2",
        "needs": "Alder & Pine Nutrition",
    }
    assert found[0]["needs"] == ""


def test_whose_move_it_is() -> None:
    row = lot()
    cures = {r.code: who_cures(r, row) for r in map(worded, stored(events=(event(),), agreement_signed=False))}
    assert cures["event_open"] == "Keystone Blending Co."
    assert cures["agreement"] == "Keystone Blending Co. and Alder & Pine Nutrition"
    held = worded(stored(holds=((HOLD, KEYSTONE),))[5])
    assert who_cures(held, row) == "Keystone Blending Co."
    held_by_sponsor = worded(stored(holds=((HOLD, HOLD),))[5])
    assert who_cures(held_by_sponsor, row) == "Alder & Pine Nutrition"


def test_the_pattern_says_where_a_rule_led_and_why() -> None:
    assert pattern_words(route(facts(), AT)) == "Sponsor release (AG-4 v3 cl. 3.1)"
    assert pattern_words(route(facts(clauses=conditional()), AT)) == (
        "Conditional release → CMO release, because every condition is met (AG-4 v3 cl. 3.1)"
    )
    assert pattern_words(route(facts(clauses=conditional(), risk_tier="high", events=(event(),)), AT)) == (
        "Conditional release → sponsor release, because the lot has 1 major events and at most 0 are allowed; "
        "the risk tier is high and at most standard is allowed (AG-4 v3 cl. 3.1)"
    )
    assert pattern_words(route(facts(clauses=conditional({})), AT)) == (
        "Conditional release → sponsor release, because the rule names no condition (AG-4 v3 cl. 3.1)"
    )
    clauses = {**CLAUSES, "release_pattern": {"number": "3.1", "pattern": "cmo_release"}}
    assert pattern_words(route(facts(clauses=clauses, decisions=(decision("batch"),)), AT)) == (
        "CMO release with oversight (AG-4 v3 cl. 3.1)"
    )
