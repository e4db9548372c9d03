import pytest

from tests.evidence.pack.rules.contexts import approved, context, outcome, problems, verdicts
from tests.factories.packs import added, complete_pack, with_row, without_rows

TABLE = "materials.consumption"
RICE = {"component": "RICE-FL"}


def test_r212_components_are_those_of_the_master_record() -> None:
    missing = without_rows(complete_pack(), TABLE, RICE)
    extra = added(complete_pack(), TABLE, component="MALTO", component_lot="C-1", actual="1", unit="kg")
    substitute = added(complete_pack(), TABLE, component="MALTO", component_lot="C-1", change="CC-26-014")

    assert outcome("R212", context()) == "pass"
    assert problems("R212", context(missing)) == [("fail", f"{TABLE}/RICE-FL", "RICE-FL of MMR-0417 was not consumed.")]
    assert problems("R212", context(extra)) == [
        ("fail", f"{TABLE}/10", "MALTO is no component of MMR-0417, and no approved change is named.")
    ]
    assert outcome("R212", context(substitute)) == "pass"
    assert outcome("R212", context(baseline=approved(master_record=None))) == "fail"


@pytest.mark.parametrize(
    ("actual", "unit", "expected"),
    [
        ("54.108", "kg", "pass"),
        ("54.109", "kg", "needs_event"),
        ("53.892", "kg", "pass"),
        ("53.891", "kg", "needs_event"),
        ("54108", "g", "pass"),
        ("54109", "g", "needs_event"),
        ("54", "L", "fail"),
        ("54", None, "fail"),
        (None, "kg", "fail"),
    ],
)
def test_r213_tolerance_is_inclusive_and_units_convert(actual: str | None, unit: str | None, expected: str) -> None:
    pack = with_row(complete_pack(), TABLE, RICE, actual=actual, unit=unit, tolerance="99")

    assert verdicts("R213", context(pack))[f"{TABLE}/2"].outcome == expected


def test_r213_says_the_figures() -> None:
    pack = with_row(complete_pack(), TABLE, RICE, actual="55")

    assert problems("R213", context(pack)) == [
        ("needs_event", f"{TABLE}/2", "RICE-FL: 55 kg, outside 54 kg ± 0.108 kg.")
    ]


def test_r213_adds_what_several_lots_gave_to_one_target() -> None:
    half = with_row(complete_pack(), TABLE, RICE, actual="20")
    both = added(half, TABLE, step="20", component="RICE-FL", component_lot="C-26-0399", actual="34000", unit="g")

    assert {v.outcome for v in verdicts("R213", context(half)).values()} == {"pass", "needs_event"}
    assert outcome("R213", context(both)) == "pass"


def test_r213_nothing_stated_is_a_gap() -> None:
    assert problems("R213", context(without_rows(complete_pack(), TABLE))) == [
        ("fail", TABLE, "The pack states no consumption.")
    ]
