"""R126, R127, R501–R507: quality events, most of them asked when a lot is decided."""

from datetime import timedelta

from evidence.pack.rules import EarlierLots, EventFact
from tests.evidence.pack.rules.cases.making import Given, cases, moment, more, record, stated, whole

EVENTS, STATEMENT = "quality_events.events", "quality_events.statement"
MINOR = {"number": "D-1", "kind": "deviation", "grade": "minor"}
AS_IS = {"kind": "out of specification", "grade": "major", "disposition": "Use as is."}
YIELD, LEAD = ("R109", "batch_record.yields/3"), ("R305", "laboratory.results/5")
FOUND = moment("2026-03-17 08:00")
DOUBT = {"number": "D-1", "kind": "deviation", "grade": "minor", "instrument": "SC-21"}


def _event(**fields: object) -> Given:
    """One closed major event that covers a yield and a result."""
    given: dict[str, object] = {
        "number": "DEV-1", "classification": "major", "state": "closed", "answers": frozenset({YIELD, LEAD}),
        "discovered_at": FOUND, "notified_at": FOUND, "notify_within": timedelta(hours=24), "needs_sponsor": True,
        "is_approved_by_sponsor": True, "has_material_review": True, "disposition": "reprocess",
    }  # fmt: skip
    return whole(events=(EventFact(**(given | fields)),), findings=(YIELD, LEAD))  # type: ignore[arg-type]


CASES = {
    "R126": cases(
        _event(),
        (_event(has_material_review=False), "fail"),
        (_event(has_material_review=None), "fail"),
        (_event(has_material_review=False, answers=frozenset()), "pass"),  # no event covers it yet: R503
        (whole(), "not_applicable"),
    ),
    "R127": cases(
        _event(),
        (_event(disposition="accept"), "fail"),
        (_event(disposition="accept", answers=frozenset({("R407", "packaging.rolls/1")})), "pass"),
        (_event(disposition="accept", answers=frozenset({YIELD})), "pass"),  # a yield is no specification of 111.70
        (_event(disposition="accept", invalidated=frozenset({LEAD})), "pass"),  # a proven error of the laboratory
        (_event(disposition="accept", invalidated=frozenset({YIELD})), "fail"),
        (stated(more(EVENTS, number="O-1", **AS_IS)), "fail"),
        (stated(more(EVENTS, **MINOR, disposition="Use as is.")), "pass"),
    ),
    "R501": cases(
        _event(),
        (_event(state="decided"), "fail"),
        (_event(state="reported", classification="minor"), "pass"),
    ),
    "R502": cases(
        whole(),
        (stated(record(STATEMENT, signed_by=None)), "fail"),
        (stated(record(STATEMENT, has_events=True)), "fail"),
        (stated(record(STATEMENT, has_events=True), more(EVENTS, **MINOR)), "pass"),
    ),
    "R503": cases(
        _event(),
        (_event(answers=frozenset({YIELD})), "fail"),
        (_event(state="cancelled"), "fail"),
        (whole(), "not_applicable"),
    ),
    "R504": cases(
        _event(),
        (_event(notified_at=None), "fail"),
        (_event(notified_at=FOUND + timedelta(hours=24)), "pass"),
        (_event(notified_at=FOUND + timedelta(hours=25)), "pass"),  # late: on record, no block by itself
        (_event(discovered_at=None), "fail"),
        (_event(notify_within=None), "not_applicable"),
        (whole(), "not_applicable"),
    ),
    "R505": cases(
        _event(),
        (_event(is_approved_by_sponsor=False), "fail"),
        (_event(is_approved_by_sponsor=False, needs_sponsor=False), "not_applicable"),
        (_event(needs_sponsor=None), "fail"),
        (whole(), "not_applicable"),
    ),
    "R506": cases(
        whole(),
        (stated(*(more(EVENTS, number=f"D-{n}", kind="deviation", grade="minor") for n in range(4))), "fail"),
        (stated(*(more(EVENTS, number=f"D-{n}", kind="deviation", grade="minor") for n in range(3))), "pass"),
    ),
    "R507": cases(
        stated(
            more(EVENTS, **DOUBT, lots_assessed="MG2603-114; MG2602-101"),
            earlier=EarlierLots(measured={"SC-21": frozenset({"MG2602-101"})}),
        ),
        (
            stated(
                more(EVENTS, **DOUBT, lots_assessed="MG2603-114"),
                earlier=EarlierLots(measured={"SC-21": frozenset({"MG2602-101"})}),
            ),
            "fail",
        ),
        (stated(more(EVENTS, **DOUBT, lots_assessed="MG2603-114"), earlier=EarlierLots(measured={})), "pass"),
        (stated(more(EVENTS, **DOUBT), earlier=EarlierLots(measured={})), "fail"),  # this lot itself
        (stated(more(EVENTS, **DOUBT, lots_assessed="MG2603-114")), "fail"),  # nobody looked
        (whole(), "not_applicable"),
    ),
}  # fmt: skip
