"""The demo's stories end where they say: `make run` plays each of them, most of them many times."""

from datetime import timedelta

from kernel import clock
from oversight.demo.baseline import agree_and_approve
from oversight.demo.companies import found_companies
from oversight.demo.complaints import complaints
from oversight.demo.correction import correction
from oversight.demo.returned import returned_product
from oversight.demo.stage import Stage, play, set_clock, shifted_clock
from oversight.demo.trend import trend
from oversight.demo.year import GOOD, PAST, stories
from tests.databases import as_owner

ENDS = [
    "shipped", "shipped", "rejected",
    "planned", "in_process", "completed", "pack_pending", "pack_pending", "pack_pending", "pack_pending",
    "pack_pending", "pack_pending", "sponsor_review", "sponsor_review", "sponsor_review", "released", "shipped_part",
    "pack_pending", "voided", "reprocess",
]  # fmt: skip
"""Of the old lots with something to tell, then of the newest, in the order of `PAST` and `PRESENT`."""


def test_each_story_ends_where_it_says(committed_database: str) -> None:
    past = [fate for number, fate in enumerate(PAST) if fate != GOOD and fate not in PAST[:number]]
    stage, today = Stage(), clock.now()
    opening = today - timedelta(days=360)
    with shifted_clock():
        set_clock(opening)
        found_companies(stage)
        agree_and_approve(stage, opening.date(), (today + timedelta(days=330)).date())
        beside = [*complaints(stage, today), *returned_product(stage, today), *correction(stage, today)]
        beside += trend(stage, today)
        play([*stories(stage, today, past), *beside], lambda _: None)
    ended = as_owner("SELECT state FROM lots_lot ORDER BY split_part(number, '-', 2)")
    assert [state for (state,) in ended] == ENDS
    told = as_owner("SELECT state FROM quality_events_complaint ORDER BY entered_at")
    assert [state for (state,) in told] == ["closed", "screened", "received"]
    assert as_owner("SELECT state FROM quality_events_adversereport") == [("due",)]
    came_back = as_owner("SELECT state FROM quality_events_returnedproduct ORDER BY entered_at")
    assert [state for (state,) in came_back] == ["destroyed", "quarantined"]
    assert as_owner("SELECT state FROM evidence_trendlimits") == [("locked",)]
    assert as_owner("SELECT state FROM quality_events_oottrack") == [("evaluating",)]
    found = "SELECT count(*) FROM quality_events_eventlot WHERE relation = 'derived' AND standing = 'suspected'"
    assert as_owner(found)[0][0] >= 2
    corrected = as_owner("SELECT state FROM quality_events_capa WHERE source = 'audit_finding'")
    assert corrected == [("effectiveness_pending",)]
    assert clock.now() - today < timedelta(hours=1)  # nobody works on a shifted clock afterwards
