from dataclasses import replace

import pytest

from tests.evidence.pack.rules.contexts import answers, approved, context, problems, verdicts
from tests.factories.baseline import master_record_value
from tests.factories.packs import complete_pack, with_row, without_rows

TABLE = "batch_record.yields"
PACKAGING = {"phase": "Packaging"}


@pytest.mark.parametrize(
    ("actual", "expected"),
    [
        ("4800", "pass"),  # exactly 96.0 % of 5000
        ("4799.999999", "needs_event"),
        ("5025", "pass"),  # exactly 100.5 %
        ("5025.000001", "needs_event"),
        ("0", "needs_event"),
        (None, "fail"),
    ],
)
def test_r109_limits_are_inclusive(actual: str | None, expected: str) -> None:
    pack = with_row(complete_pack(), TABLE, PACKAGING, actual=actual)

    assert verdicts("R109", context(pack))[f"{TABLE}/3"].outcome == expected


def test_r109_says_the_figures() -> None:
    pack = with_row(complete_pack(), TABLE, PACKAGING, actual="4780")

    assert problems("R109", context(pack)) == [
        ("needs_event", f"{TABLE}/3", "Packaging reached 95.6 % of 5000 bottle, outside 96 to 100.5 %.")
    ]


def test_r109_judges_by_the_master_record_not_by_the_packs_own_limits() -> None:
    pack = with_row(complete_pack(), TABLE, PACKAGING, actual="4780", lowest_percent="50", theoretical="4780")

    assert verdicts("R109", context(pack))[f"{TABLE}/3"].outcome == "needs_event"


def test_r109_asks_for_every_phase_of_the_master_record() -> None:
    pack = without_rows(complete_pack(), TABLE, PACKAGING)

    assert problems("R109", context(pack)) == [("fail", f"{TABLE}/Packaging", "The yield of Packaging is missing.")]


def test_r109_converts_units_and_refuses_others() -> None:
    grams = with_row(complete_pack(), TABLE, {"phase": "Blending"}, actual="418900", unit="g")
    pieces = with_row(complete_pack(), TABLE, {"phase": "Blending"}, unit="{capsule}")

    assert verdicts("R109", context(grams))[f"{TABLE}/1"].outcome == "pass"
    assert problems("R109", context(pieces)) == [
        ("fail", f"{TABLE}/1", "The yield of Blending, 418.9 capsule, cannot be compared with 420 kg.")
    ]


def test_r109_without_master_record_uses_what_is_stated_or_fails() -> None:
    bare = approved(master_record=None)

    assert problems("R109", context(baseline=bare)) == []
    assert problems("R109", context(without_rows(complete_pack(), TABLE), baseline=bare)) == [
        ("fail", TABLE, "The pack states no yields.")
    ]


@pytest.mark.parametrize(("actual", "expected"), [("5000", "pass"), ("5000.001", "fail"), (None, "not_applicable")])
def test_r110_more_than_went_in_is_an_exception(actual: str | None, expected: str) -> None:
    pack = with_row(complete_pack(), TABLE, PACKAGING, actual=actual)

    assert answers("R110", context(pack))[2][0] == expected


@pytest.mark.parametrize("lost", ["theoretical", "lowest_percent", "highest_percent"])
def test_r109_nothing_is_judged_without_limits(lost: str) -> None:
    """Where the master record has no such phase, the pack's own limits are all there is."""
    record = master_record_value()
    others = tuple(known for known in record.yields if known.phase != "Packaging")
    pack = with_row(complete_pack(), TABLE, PACKAGING, **{lost: None})

    found = problems("R109", context(pack, baseline=approved(master_record=replace(record, yields=others))))
    assert found == [("fail", f"{TABLE}/3", "The theoretical yield of Packaging or its limits are missing.")]
