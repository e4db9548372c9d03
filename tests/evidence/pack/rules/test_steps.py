import pytest

from tests.evidence.pack.rules.contexts import approved, context, outcome, problems
from tests.factories.packs import complete_pack, with_row, without_rows

TABLE = "batch_record.steps"


def test_r116_a_missing_step_is_named() -> None:
    pack = without_rows(complete_pack(), TABLE, {"number": "30"})

    assert problems("R116", context(pack)) == [("fail", f"{TABLE}/30", "Step 30 of the master record is missing.")]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"started_at": None}, "Step 30 lacks the start."),
        ({"finished_at": None, "performed_by": None}, "Step 30 lacks the end and the performer."),
        ({"finished_at": "2026-03-10 09:14"}, "Step 30 ends before it begins."),
        (
            {"started_at": "2026-03-10 08:44"},
            "Step 30 began before step 20, which stands before it in the master record.",
        ),
    ],
)
def test_r116_a_step_counts_when_it_is_whole_and_in_order(fields: dict[str, object], sentence: str) -> None:
    pack = with_row(complete_pack(), TABLE, {"number": "30"}, **fields)

    assert problems("R116", context(pack)) == [("fail", f"{TABLE}/30", sentence)]


def test_r116_steps_may_begin_together_and_take_no_time() -> None:
    pack = with_row(
        complete_pack(), TABLE, {"number": "30"}, started_at="2026-03-10 08:45", finished_at="2026-03-10 08:45"
    )

    assert outcome("R116", context(pack)) == "pass"


def test_r116_knows_the_steps_of_the_master_record_only() -> None:
    pack = with_row(complete_pack(), TABLE, {"number": "30"}, number="35")

    assert problems("R116", context(pack)) == [
        ("fail", f"{TABLE}/35", "Step 35 is no step of the master record."),
        ("fail", f"{TABLE}/30", "Step 30 of the master record is missing."),
    ]
    assert outcome("R116", context(baseline=approved(master_record=None))) == "fail"


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"weight_verified_by": "JLO"}, "Step 20 (RICE-FL): JLO both weighed and verified it."),
        ({"weight_verified_by": "jlo"}, "Step 20 (RICE-FL): JLO both weighed and verified it."),
        ({"addition_verified_by": "JLO"}, "Step 20 (RICE-FL): JLO both added and verified it."),
    ],
)
def test_r117_nobody_verifies_their_own_work(fields: dict[str, str], sentence: str) -> None:
    pack = with_row(complete_pack(), TABLE, {"number": "20"}, **fields)

    assert problems("R117", context(pack)) == [("fail", f"{TABLE}/2", sentence)]


def test_r117_one_person_may_weigh_and_add_what_others_verify() -> None:
    pack = with_row(complete_pack(), TABLE, {"number": "20"}, weighed_by="MAV", weight_verified_by="JLO")

    assert outcome("R117", context(pack)) == "pass"
    assert outcome("R117", context()) == "pass"


def test_r118_all_four_initials_for_every_component() -> None:
    part = with_row(complete_pack(), TABLE, {"component": "SIO2"}, weighed_by=None, addition_verified_by=None)
    gone = without_rows(complete_pack(), TABLE, {"component": "SIO2"})

    assert outcome("R118", context()) == "pass"
    assert problems("R118", context(part)) == [
        ("fail", f"{TABLE}/4", "Step 40 (SIO2) lacks the initials for weighing and verifying the addition.")
    ]
    assert problems("R118", context(gone)) == [("fail", f"{TABLE}/SIO2", "No step says who weighed and added SIO2.")]


@pytest.mark.parametrize(
    ("entered_at", "expected"),
    [(None, "not_applicable"), ("2026-03-11 09:40", "pass"), ("2026-03-11 09:41", "fail")],
)
def test_r119_entries_within_a_day(entered_at: str | None, expected: str) -> None:
    pack = with_row(complete_pack(), TABLE, {"number": "30"}, entered_at=entered_at)

    assert outcome("R119", context(pack)) == expected
