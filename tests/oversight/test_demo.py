"""The demo's stories end where they say: `make run` plays each of them, most of them many times."""

import re
from datetime import UTC, datetime, timedelta

from django.conf import settings

from kernel import clock
from oversight.demo.script import load, scenes
from oversight.demo.stage import PASSWORD, Stage, shifted_clock
from oversight.demo.year import GOOD, PAST, a_year
from oversight.management.commands.demo import LOG_INS
from tests.databases import as_owner
from tests.oversight.looking import problems_of_pages

ENDS = [
    "shipped", "shipped", "rejected",
    "planned", "in_process", "completed", "pack_pending", "pack_pending", "pack_pending", "pack_pending",
    "pack_pending", "pack_pending", "sponsor_review", "sponsor_review", "sponsor_review", "released", "shipped_part",
    "pack_pending", "voided", "reprocess", "pack_pending", "pack_pending",
]  # fmt: skip
"""Of the old lots with something to tell, then of the newest, in the order of `PAST` and `PRESENT`."""

FOUND = {
    "quality_events_complaint": ["closed", "screened", "received"],
    "quality_events_adversereport": ["due"],
    "quality_events_returnedproduct": ["destroyed", "quarantined"],
    "quality_events_oottrack": ["evaluating"],
    "quality_events_oostrack": ["production"],
    "evidence_trendlimits": ["locked"],
    "evidence_verdictquestion": ["answered"],
    "evidence_rulewaiver": ["standing"],
    "evidence_draftresult": ["ready"],
    "agreements_clausecall": ["settled", "answered", "open", "open"],
    "change_control_changerequest": [
        "effective",
        "approved",
        "sponsor_review",
        "notified",
        "approved",
        "rejected",
        "emergency",
        "impact_assessment",
    ],
    "records_sealedreport": ["queued"],
    "traceability_recall": ["terminated"],
}
"""Table → the states of its rows, oldest first."""

COUNTED = {
    "SELECT count(*) FROM quality_events_eventlot WHERE relation = 'derived' AND standing = 'suspected'": 2,
    "SELECT count(*) FROM quality_events_capa WHERE source = 'audit_finding' AND state = 'effectiveness_pending'": 1,
    "SELECT count(*) FROM quality_events_labeldestruction": 1,
    "SELECT count(*) FROM quality_events_labelincident WHERE hazard <> ''": 1,
    "SELECT count(*) FROM quality_events_oosresult": 2,
    "SELECT count(*) FROM evidence_samplelook": 6,
    "SELECT count(*) FROM evidence_pack WHERE state = 'superseded'": 1,
    "SELECT count(*) FROM agreements_agreementversion WHERE version = 2 AND state = 'signed'": 1,
    "SELECT count(*) FROM performance_passportdocument": 6,
    "SELECT count(DISTINCT kind) FROM lots_edge WHERE source = 'import'": 5,
}
"""What has no state, or more rows than the stories ask for: at least so many."""


def test_each_story_ends_where_it_says(committed_database: str) -> None:
    past = [fate for number, fate in enumerate(PAST) if fate != GOOD and fate not in PAST[:number]]
    stage, today = Stage(), clock.now()
    with shifted_clock():
        load(stage, today, past, lambda _: None)
    ended = as_owner("SELECT state FROM lots_lot ORDER BY split_part(number, '-', 2)")
    assert [state for (state,) in ended] == ENDS
    in_order = {
        table: as_owner(f"SELECT state FROM {table} ORDER BY id")  # noqa: S608 - our own names
        for table in FOUND
    }
    assert {table: [state for (state,) in rows] for table, rows in in_order.items()} == FOUND
    assert [query for query, least in COUNTED.items() if as_owner(query)[0][0] < least] == []
    found = as_owner('SELECT kind, "where", approved, found FROM change_control_difference')
    assert found == [("range", "Blending room humidity", "at most 45 % RH", "at most 55 % RH")]  # and no false alarm
    assert as_owner("SELECT count(*) FROM change_control_comparison WHERE compared_at IS NULL") == [(0,)]
    assert clock.now() - today < timedelta(hours=1)  # nobody works on a shifted clock afterwards
    assert problems_of_pages(stage) == []


def test_a_year_holds_forty_lots_and_more() -> None:
    """Each story begins with its lot's plan."""
    script = scenes(Stage(), datetime(2026, 11, 2, 9, tzinfo=UTC), a_year())
    planned = {scene.title for scene in script if re.fullmatch(r"[A-Z]{2}\d{4}-\d{3} plan", scene.title)}
    assert len(planned) == 47
    assert script[-1].at - min(scene.at for scene in script) > timedelta(days=340)


def test_the_readme_names_who_can_log_in() -> None:
    readme = (settings.BASE_DIR / "README.md").read_text()
    told = re.findall(r"^\| `(\S+@\S+)` \|", readme, re.MULTILINE)
    assert set(told) <= {email for email, _ in LOG_INS}
    assert len(told) == 7
    assert PASSWORD in readme
