import pytest

from tests.evidence.pack.rules.contexts import context, outcome, problems
from tests.factories.packs import complete_pack, with_row, without_rows

EQUIPMENT = "batch_record.equipment"
READINGS = "batch_record.readings"
HUMIDITY = {"control_point": "Blending room humidity"}
WEIGHT = {"control_point": "Filled capsule weight"}


@pytest.mark.parametrize(("due", "expected"), [("2026-03-10", "pass"), ("2026-03-09", "fail"), (None, "pass")])
def test_r106_calibration_covers_the_day_of_use(due: str | None, expected: str) -> None:
    pack = with_row(complete_pack(), EQUIPMENT, {"number": "BL-03"}, calibration_due_on=due)

    assert outcome("R106", context(pack)) == expected


@pytest.mark.parametrize(
    ("cleaned_at", "expected"), [("2026-03-10 07:29", "pass"), ("2026-03-10 07:30", "fail"), (None, "fail")]
)
def test_r107_cleaned_before_first_use(cleaned_at: str | None, expected: str) -> None:
    pack = with_row(complete_pack(), EQUIPMENT, {"number": "BL-03"}, cleaned_at=cleaned_at)

    assert outcome("R107", context(pack)) == expected
    assert outcome("R107", context(without_rows(complete_pack(), EQUIPMENT))) == "fail"


def test_r111_every_control_point_has_a_reading() -> None:
    missing = without_rows(complete_pack(), READINGS, HUMIDITY)
    unread = with_row(complete_pack(), READINGS, HUMIDITY, value=None)
    wanted = [("fail", f"{READINGS}/Blending room humidity", "Control point Blending room humidity has no reading.")]

    assert outcome("R111", context()) == "pass"
    assert problems("R111", context(missing)) == wanted
    assert problems("R111", context(unread)) == wanted


@pytest.mark.parametrize(
    ("where", "value", "expected"),
    [
        (HUMIDITY, "45", "pass"), (HUMIDITY, "45.01", "needs_event"), (WEIGHT, "780", "pass"),
        (WEIGHT, "779.9", "needs_event"), (WEIGHT, "860", "pass"), (WEIGHT, "860.1", "needs_event"),
    ],
)  # fmt: skip
def test_r112_limits_of_the_master_record_are_inclusive(where: dict[str, str], value: str, expected: str) -> None:
    pack = with_row(complete_pack(), READINGS, where, value=value, lowest=None, highest="9999")

    assert outcome("R112", context(pack)) == expected


def test_r112_refuses_a_reading_in_another_kind_of_unit() -> None:
    pack = with_row(complete_pack(), READINGS, HUMIDITY, unit="mg")

    assert problems("R112", context(pack)) == [
        ("fail", f"{READINGS}/1", "Blending room humidity: 32 mg cannot be compared with limits in another unit.")
    ]
