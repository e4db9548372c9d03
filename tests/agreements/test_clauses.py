"""Each kind of clause: what it takes, what it refuses, and how it reads."""

import re
from typing import Any

import pytest

from agreements.clauses import KINDS, UnreadableClauseError, checked, in_words
from agreements.clauses.schemas import Trigger
from agreements.forms.clauses import ReleasePatternForm
from agreements.states import ChangeTrigger, ClauseKind
from tests.factories.agreed_clauses import INVESTIGATION, PAUSE, clauses


def test_there_is_a_schema_for_every_kind_and_a_trigger_for_every_choice() -> None:
    assert set(KINDS) == set(ClauseKind.values)
    assert set(Trigger.__args__) == set(ChangeTrigger.values)


@pytest.mark.parametrize("pattern", ["cmo_release", "sponsor_release", "conditional"])
def test_real_clauses_stay_as_they_are(pattern: str) -> None:
    for clause in clauses(pattern):
        assert checked(clause.kind, clause.parameters) == clause.parameters


@pytest.mark.parametrize(
    ("kind", "parameters", "words"),
    [
        ("evidence", {"categories": ["materials"], "window_hours": 0}, "Hand-off window in hours: input should be"),
        ("evidence", {"categories": [], "window_hours": 1}, "Evidence categories: tuple should have at least 1 item"),
        ("evidence", {"categories": ["luck"], "window_hours": 1}, "Evidence categories: input should be"),
        ("evidence", {"categories": ["materials"], "window_hours": "soon"}, "Hand-off window in hours: "),
        ("evidence", {"categories": ["materials"], "window_hours": 1, "tea": 1}, "tea: extra inputs are not"),
        ("review", {"pack_days": 5}, "Decision on the lot, business days: field required"),
        ("review", {"pack_days": 367, "disposition_days": 1}, "Review of the pack, business days: input should be"),
        ("notification", {"critical_hours": -1, "major_hours": 24}, "Critical, hours: input should be"),
        ("event_approval", {"classes": ["major"], "roles": []}, "Who approves: tuple should have at least 1 item"),
        ("change", {"triggers": {"moon": "notify"}}, "Triggers: input should be"),
        ("release_pattern", {"pattern": "conditional"}, "a conditional release needs at least one condition"),
        (
            "release_pattern",
            {"pattern": "conditional", "conditions": {}, "expires_on": "2026-12-31"},
            "a conditional release needs at least one condition",
        ),
        (
            "release_pattern",
            {"pattern": "conditional", "conditions": {"maximum_exceptions": 0}},
            "a conditional release needs a day on which the rule expires",
        ),
        (
            "release_pattern",
            {"pattern": "cmo_release", "conditions": {"maximum_exceptions": 0}},
            "conditions and an expiry belong to a conditional release only",
        ),
        (
            "release_pattern",
            {"pattern": "sponsor_release", "late_pack_turns": True},
            "under sponsor release every lot is the sponsor’s; nothing can turn it to the sponsor",
        ),
        ("release_pattern", {"pattern": "cmo_release", "signal_turns": "minor"}, "Event that turns the next lots: "),
        ("release_pattern", {"pattern": "nobody"}, "Pattern: input should be"),
        ("release_pattern", {"pattern": "eval('1')"}, "Pattern: input should be"),
        ("weather", {}, "“weather” is not a kind of clause"),
    ],
)
def test_what_a_clause_refuses(kind: str, parameters: dict[str, Any], words: str) -> None:
    with pytest.raises(UnreadableClauseError) as caught:
        checked(kind, parameters)
    assert str(caught.value).startswith(words)


@pytest.mark.parametrize("hours", [1, 24 * 366])
def test_the_limits_of_a_window_are_allowed(hours: int) -> None:
    found = checked("evidence", {"categories": ["materials"], "window_hours": hours})
    assert found == {"categories": ["materials"], "window_hours": hours, "calendar": "hours"}


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        (
            "cmo_release",
            "CMO release with oversight. The sponsor verifies within 10 business days after release.",
        ),
        ("sponsor_release", "Sponsor release."),
        (
            "conditional",
            (
                "Conditional release. The CMO releases while all of this holds, else the sponsor: risk tier "
                "standard or lower; CMO qualified; no exceptions in the pack; no major or critical "
                "events; at least 1 lot since the last change. The rule expires on 31 Dec 2026. The sponsor verifies "
                "within 5 business days after release."
            ),
        ),
    ],
)
def test_a_release_clause_in_words(pattern: str, words: str) -> None:
    clause = clauses(pattern)[0]
    assert in_words(clause.kind, clause.parameters) == words


def test_the_other_clauses_in_words() -> None:
    said = {clause.kind: in_words(clause.kind, clause.parameters) for clause in clauses()[1:]}
    assert said == {
        "evidence": "A complete pack within 72 hours of completion. It holds: batch record, materials, laboratory, "
        "packaging, quality events, distribution.",
        "notification": "The sponsor is told of events within 1 h (critical), 24 h (major), 720 h (minor) of "
        "discovery.",
        "event_approval": "The sponsor (SQA or SQH) approves major and critical events. It decides within 24 h "
        "(critical), 72 h (major).",
        "review": "The sponsor reviews a pack within 5 business days and decides on the lot within 3 business days.",
        "change": "The sponsor approves changes of supplier, formula, process, method, label, shelf life. "
        "The sponsor is told of changes of order of steps or principle of equipment.",
    }


def test_empty_choices_in_words() -> None:
    assert in_words("event_approval", {"classes": [], "roles": ["SQH"]}) == "The sponsor (SQH) approves no events."
    assert in_words("change", {"triggers": {}}) == "The sponsor approves every change."
    assert in_words("review", {"pack_days": 1, "disposition_days": 2}) == (
        "The sponsor reviews a pack within 1 business day and decides on the lot within 2 business days."
    )
    assert in_words("review", {"pack_days": 1, "disposition_days": 2, "question_days": 3}) == (
        "The sponsor reviews a pack within 1 business day and decides on the lot within 2 business days. "
        "The CMO answers a question about it within 3 business days."
    )
    assert in_words("evidence", {"categories": ["materials"], "window_hours": 8, "calendar": "business_hours"}) == (
        "A complete pack within 8 business hours of completion. It holds: materials."
    )
    assert in_words("evidence", {"categories": ["materials"], "window_hours": 8, "clean_scan": True}) == (
        "A complete pack within 8 hours of completion. It holds: materials. "
        "Every document is scanned and no malware found; what was not scanned is a gap."
    )


def test_the_order_of_storage_changes_no_words() -> None:
    clause = clauses("conditional")[0]
    stated = clause.parameters["conditions"]
    backwards = {**clause.parameters, "conditions": dict(reversed(stated.items()))}
    assert in_words(clause.kind, backwards) == in_words(clause.kind, clause.parameters)


CONDITIONS = {
    "zero_blocking": True, "minimum_on_time_percent": 90, "no_open_capa": True, "plan_drawn": True,
    "allergens": ["none", "milk"], "markets": ["US", "CA"], "consignees": ["retailer", "e_commerce"],
}  # fmt: skip


def test_every_other_condition_in_words_and_through_its_form() -> None:
    parameters = {"pattern": "conditional", "conditions": CONDITIONS, "expires_on": "2026-12-31"}
    assert checked("release_pattern", parameters) == parameters
    assert in_words("release_pattern", parameters) == (
        "Conditional release. The CMO releases while all of this holds, else the sponsor: no rule that blocks failed, "
        "nor was waived; 90 % of the packs of twelve months on time; no open corrective action of the product group; "
        "drawn by the sampling plan and tested; allergens on the label: none, milk at most; markets US, CA; to "
        "retailers, e-commerce only. The rule expires on 31 Dec 2026."
    )
    shown = ReleasePatternForm.shown("3.1", "Release", parameters)
    form = ReleasePatternForm(shown | {"markets": "us, CA,"})
    assert form.is_valid(), form.errors
    assert form.draft().parameters == parameters


@pytest.mark.parametrize(
    "conditions",
    [
        {"minimum_on_time_percent": 0}, {"minimum_on_time_percent": 101}, {"allergens": []}, {"allergens": ["dust"]},
        {"markets": ["USA"]}, {"markets": []}, {"consignees": ["friends"]}, {"no_open_capa": False},
    ],
)  # fmt: skip
def test_conditions_outside_their_limits(conditions: dict[str, Any]) -> None:
    with pytest.raises(UnreadableClauseError):
        checked("release_pattern", {"pattern": "conditional", "conditions": conditions, "expires_on": "2026-12-31"})


def test_figures_agree_with_their_nouns() -> None:
    rule = {"maximum_exceptions": 1, "maximum_major_events": 2, "lots_since_change": 3}
    assert in_words("release_pattern", {"pattern": "conditional", "conditions": rule}) == (
        "Conditional release. The CMO releases while all of this holds, else the sponsor: at most 1 exception in the "
        "pack; at most 2 major or critical events; at least 3 lots since the last change."
    )
    assert in_words("change", {"triggers": {"label": "notify"}, "lead_days": 1}) == (
        "The sponsor is told of changes of label. At least 1 day between request and effect."
    )


def test_an_investigation_clause_names_both_times() -> None:
    assert checked("investigation", INVESTIGATION.parameters) == INVESTIGATION.parameters | {"oot_days": 10}
    assert in_words("investigation", INVESTIGATION.parameters) == (
        "The CMO reports what it knows of a major or critical event within 2 business days, has evaluated a result "
        "out of trend within 10 business days, and has investigated every event within 20 days."
    )


def test_a_pause_clause_names_duties_and_days() -> None:
    assert checked("pause", PAUSE.parameters) == PAUSE.parameters
    assert in_words("pause", PAUSE.parameters) == (
        "The company that is owed may pause the deadline for handing over the evidence pack, the sponsor’s decision "
        "on an event, at most 5 days of 24 hours altogether."
    )


@pytest.mark.parametrize(
    ("parameters", "words"),
    [
        ({"duties": ["notification"], "longest_days": 5}, "Duties: input should be 'hand_off', 'review'"),
        ({"duties": [], "longest_days": 5}, "Duties: tuple should have at least 1 item"),
        ({"duties": ["review"], "longest_days": 0}, "Longest pause, days: input should be greater than or equal to 1"),
        ({"duties": ["review"]}, "Longest pause, days: field required"),
    ],
)
def test_telling_of_events_is_never_paused_and_a_pause_has_an_end(parameters: dict[str, Any], words: str) -> None:
    with pytest.raises(UnreadableClauseError, match=re.escape(words)):
        checked("pause", parameters)


@pytest.mark.parametrize(
    ("stated", "words"),
    [
        ({"late_pack_turns": True}, "A late evidence pack turns"),
        ({"signal_turns": "critical"}, "A critical event turns"),
        ({"late_pack_turns": True, "signal_turns": "major"}, "A late evidence pack or a major or critical event turns"),
    ],
)
def test_what_turns_the_next_lots_is_said(stated: dict[str, Any], words: str) -> None:
    found = checked("release_pattern", {"pattern": "cmo_release", **stated})
    said = in_words("release_pattern", found)
    assert said == (f"CMO release with oversight. {words} the next lots to sponsor release until the sponsor lifts it.")
