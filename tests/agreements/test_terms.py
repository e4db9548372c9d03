"""What clocks and gates read out of an agreement's clauses."""

from agreements.clauses import checked, in_words
from agreements.terms import Terms, compiled
from tests.factories.agreed_clauses import COMPLAINT, INVESTIGATION, PAUSE, clauses


def terms(pattern: str = "sponsor_release") -> Terms:
    return compiled("AG-4 v3", ((c.kind, c.number, c.parameters) for c in clauses(pattern)))


def test_terms_of_a_whole_agreement() -> None:
    found = terms("conditional")
    assert found.pattern == "conditional"
    assert (found.hand_off_hours, found.hand_off_unit) == (72, "hours")
    assert found.categories[0] == "batch_record"
    assert [found.notification_hours(name) for name in ("critical", "major", "minor")] == [1, 24, 720]
    assert [found.decision_hours(name) for name in ("critical", "major", "minor")] == [24, 72, None]
    assert [found.needs_sponsor(name) for name in ("critical", "major", "minor")] == [True, True, False]
    assert (found.review_days, found.disposition_days) == (5, 3)
    assert (found.change_way("supplier"), found.change_way("equipment")) == ("approve", "notify")
    assert found.change_lead_days == 0


def test_citations_name_agreement_version_and_clause() -> None:
    assert terms().citation("event_approval") == "AG-4 v3 cl. 5.2"
    assert terms().event_citation == "AG-4 v3 cl. 5.2"
    assert terms().citation("recall") == "AG-4 v3"


def test_a_clean_scan_is_demanded_by_the_evidence_clause_or_not_at_all() -> None:
    assert terms().clean_scan_clause == ""
    found = compiled("AG-4 v3", [("evidence", "4.1", {"window_hours": 8, "clean_scan": True})])
    assert found.clean_scan_clause == "AG-4 v3 cl. 4.1"


def test_business_hours_are_asked_for() -> None:
    found = compiled("AG-4 v3", [("evidence", "4.1", {"window_hours": 8, "calendar": "business_hours"})])
    assert (found.hand_off_hours, found.hand_off_unit) == (8, "business_hours")


def test_without_clauses_the_sponsor_decides_and_no_clock_runs() -> None:
    found = compiled("AG-4 v3", [])
    assert found.pattern == "sponsor_release"
    assert found.categories == ()
    assert found.hand_off_hours is None
    assert found.hand_off_unit == "hours"
    assert found.notification_hours("critical") is None
    assert found.decision_hours("critical") is None
    assert found.needs_sponsor("minor") is True
    assert (found.review_days, found.disposition_days, found.change_lead_days) == (None, None, 0)
    assert found.change_way("equipment") == "qualify"


def test_only_named_duties_may_be_paused_and_telling_of_events_never() -> None:
    found = compiled("AG-4 v3", [(PAUSE.kind, PAUSE.number, PAUSE.parameters)])
    assert found.pause_terms("evidence.hand_off") == {"pause_days": 5, "pause_clause": "AG-4 v3 cl. 9.2"}
    assert found.pause_days("quality_events.decide") == 5
    assert found.pause_terms("evidence.review") == {"pause_days": 0, "pause_clause": ""}
    assert found.pause_days("quality_events.notify") == 0
    assert terms().pause_terms("evidence.hand_off") == {"pause_days": 0, "pause_clause": ""}


def test_an_investigation_takes_what_its_clause_says_or_the_trades_times() -> None:
    stated = compiled("AG-4 v3", [(INVESTIGATION.kind, INVESTIGATION.number, INVESTIGATION.parameters)])
    assert (stated.interim_days, stated.oot_days, stated.investigation_days) == (2, 10, 20)
    assert (terms().interim_days, terms().oot_days, terms().investigation_days) == (3, 10, 30)


def test_a_complaint_is_passed_on_in_the_clauses_time_or_in_a_business_day() -> None:
    assert checked("complaint", COMPLAINT.parameters) == COMPLAINT.parameters
    stated = compiled("AG-4 v3", [(COMPLAINT.kind, COMPLAINT.number, COMPLAINT.parameters)])
    assert (stated.forward_days, terms().forward_days) == (2, 1)
    assert stated.citation("complaint") == "AG-4 v3 cl. 5.5"
    assert in_words("complaint", COMPLAINT.parameters) == (
        "The CMO passes a complaint that it received first on within 2 business days."
    )
