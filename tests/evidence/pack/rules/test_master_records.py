from dataclasses import replace

import pytest

from tests.evidence.pack.rules.contexts import answers, approved, context, outcome, problems
from tests.factories.baseline import master_record_value
from tests.factories.packs import complete_pack


def test_r101_passes_for_the_version_in_force() -> None:
    assert answers("R101", context()) == [
        ("pass", "header", "The batch record follows MMR-0417 version 3, approved when manufacture started.")
    ]


@pytest.mark.parametrize(
    ("fields", "stated"),
    [
        ({"master_record_version": "2"}, "MMR-0417 version 2"),
        ({"master_record_version": "03"}, "MMR-0417 version 03"),
        ({"master_record_number": "MMR-0418"}, "MMR-0418 version 3"),
    ],
)
def test_r101_fails_for_any_other_record_or_version(fields: dict[str, str], stated: str) -> None:
    assert answers("R101", context(complete_pack(**fields))) == [
        (
            "fail",
            "header",
            f"The batch record follows {stated}, but MMR-0417 version 3 was in force when manufacture started.",
        )
    ]


@pytest.mark.parametrize("record", [None, master_record_value(version=None)])
def test_r101_fails_without_an_approved_record(record: object) -> None:
    assert outcome("R101", context(baseline=approved(master_record=record))) == "fail"


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, "pass"),
        ({"batch_size": "600000.0"}, "pass"),
        ({"batch_size": "600001"}, "fail"),
        ({"batch_size_unit": "kg"}, "fail"),
    ],
)
def test_r102_batch_size(fields: dict[str, str], expected: str) -> None:
    assert outcome("R102", context(complete_pack(**fields))) == expected


def test_r102_reads_the_unit_of_the_master_as_people_write_it() -> None:
    record = replace(master_record_value(), batch_unit="capsule")

    assert outcome("R102", context(baseline=approved(master_record=record))) == "pass"
    assert problems("R102", context(baseline=approved(master_record=None))) == [
        ("fail", "header", "No master manufacturing record was approved when manufacture of this lot started.")
    ]
