"""The way of each kind of change: by the clause, by its defaults, without an agreement; lead and notice."""

from datetime import date

import pytest

from agreements.change_defaults import DEFAULT_WAYS, HAPPENS_TO_THE_CMO
from agreements.clauses import UnreadableClauseError, checked, in_words
from agreements.terms import Terms, compiled
from change_control.classification import classify
from change_control.states import ChangeTrigger, ChangeWay

TODAY = date(2026, 3, 10)
LISTED = {
    "supplier": "approve", "component_spec": "approve", "formula": "approve", "process": "approve",
    "equipment": "qualify", "equipment_like": "notify", "site": "qualify", "cleaning": "approve", "method": "approve",
    "packaging": "approve", "label": "approve", "shelf_life": "qualify", "subcontracting": "qualify",
    "personnel": "notify", "computer": "notify", "shared_line": "approve", "utilities": "approve",
    "standing": "notify",
}  # fmt: skip
"""Domain §C5, by hand."""


def terms(**parameters: object) -> Terms:
    return compiled("AG-4 v3", [("change", "7.1", {"triggers": {}, "lead_days": 0} | parameters)])


def test_the_whole_list_has_a_default() -> None:
    assert LISTED == DEFAULT_WAYS
    assert set(ChangeTrigger.values) == set(DEFAULT_WAYS)
    assert set(DEFAULT_WAYS.values()) == set(ChangeWay.values)


@pytest.mark.parametrize("trigger", ChangeTrigger.values)
def test_without_an_agreement_nothing_is_only_told(trigger: str) -> None:
    usual = LISTED[trigger]
    found = classify(trigger, "A change", None)
    assert found.way == ("approve" if usual == "notify" else usual)
    assert found.clause == ""
    assert "no quality agreement is in force" in found.because


@pytest.mark.parametrize("trigger", ChangeTrigger.values)
@pytest.mark.parametrize("way", ChangeWay.values)
def test_the_clause_decides_and_is_cited(trigger: str, way: str) -> None:
    found = classify(trigger, "A change", terms(triggers={trigger: way}))
    assert (found.way, found.clause) == (way, "AG-4 v3 cl. 7.1")
    assert found.because.endswith("because AG-4 v3 cl. 7.1 says so.")
    assert found.qualification_lots == (3 if way == "qualify" else 0)


@pytest.mark.parametrize("trigger", ChangeTrigger.values)
def test_what_a_clause_does_not_list_is_never_only_told(trigger: str) -> None:
    found = classify(trigger, "A change", terms())
    assert found.way == ("approve" if LISTED[trigger] == "notify" else LISTED[trigger])
    assert found.because.endswith("because AG-4 v3 cl. 7.1 does not list it.")


def test_the_clauses_figures() -> None:
    stated = terms(triggers={"site": "qualify"}, lead_days=30, qualification_lots=5)
    found = classify("site", "Line, room or site", stated)
    assert found.because == (
        "Line, room or site: the sponsor approves, and 5 qualification lots are made before it takes effect, "
        "because AG-4 v3 cl. 7.1 says so."
    )
    assert found.earliest(TODAY) == date(2026, 4, 9)


@pytest.mark.parametrize("trigger", sorted(HAPPENS_TO_THE_CMO))
def test_what_happens_to_the_cmo_is_told_within_hours_of_its_day(trigger: str) -> None:
    found = classify(trigger, "It", terms(triggers={trigger: "notify"}, lead_days=30, notice_hours=48))
    assert (found.lead_days, found.notice_hours) == (0, 48)
    late = [found.is_told_late(TODAY, day) for day in (date(2026, 3, 10), date(2026, 3, 12), date(2026, 3, 13))]
    assert late == [False, False, True]


def test_what_is_announced_has_no_notice_in_hours() -> None:
    found = classify("supplier", "It", terms(triggers={"supplier": "notify"}, notice_hours=48))
    assert not found.is_told_late(TODAY, date(2027, 1, 1))


def test_the_clause_in_words() -> None:
    stated = checked(
        "change",
        {
            "triggers": {"site": "qualify", "label": "approve", "standing": "notify"}, "lead_days": 30,
            "qualification_lots": 1, "notice_hours": 24, "emergency_days": 2, "post_review_days": 60,
        },
    )  # fmt: skip
    assert in_words("change", stated) == (
        "The sponsor approves changes of label. "
        "The sponsor approves, after 1 qualification lot, changes of line, room or site. "
        "The sponsor is told of changes of ownership, registration or inspection. "
        "At least 30 days between request and effect. What happens to the CMO is told within 24 h. "
        "The sponsor decides on an emergency change within 2 business days. "
        "A change is reviewed 60 days after it took effect."
    )


@pytest.mark.parametrize(
    "stated",
    [{"triggers": {"weather": "notify"}}, {"triggers": {"site": "ask"}}, {"triggers": {}, "qualification_lots": 0}],
)
def test_what_is_no_clause(stated: dict[str, object]) -> None:
    with pytest.raises(UnreadableClauseError):
        checked("change", stated)
