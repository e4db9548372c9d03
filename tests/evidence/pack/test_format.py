import re
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from pydantic import ValidationError

from evidence.pack.format import ComponentLot, Pack, Step, TestResult, json_schema
from evidence.pack.problems import NotReadable
from evidence.pack.workbook.layout import SHEETS
from tests.factories.packs import complete_pack, with_row

PARAGRAPH = re.compile(r"\b(111\.\d+|11\.\d+|1\.\d+|7\.49)")


def reasons(error: ValidationError) -> list[str]:
    return [
        details["ctx"]["error"].reason if "error" in details.get("ctx", {}) else details["type"]
        for details in error.errors()
    ]


def test_a_pack_is_frozen() -> None:
    with pytest.raises(ValidationError):
        complete_pack().header.lot_number = "other"  # type: ignore[misc]


def test_an_unknown_field_is_refused() -> None:
    with pytest.raises(ValidationError) as refused:
        Step.model_validate({"number": "10", "weighd_by": "JLO"})
    assert reasons(refused.value) == ["extra_forbidden"]


def test_what_is_missing_stays_missing() -> None:
    lot = ComponentLot(number="C-1", component="MGBG-20")
    assert lot.returned is None
    assert "returned" not in lot.model_dump(exclude_none=True)


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"number": ""}, "string_too_short"),
        ({"number": 7}, "string_type"),
        ({"number": "A\u202e7"}, "The text holds the invisible character U+202E."),
        ({"number": "A\x007"}, "The text holds the invisible character U+0000."),
        ({"number": "A\n7"}, "The text holds the invisible character U+000A."),
        ({"received": "-1", "number": "A"}, "-1 is negative."),
        ({"received": 0.1, "number": "A"}, "“0.1” is not a number."),
        ({"received": True, "number": "A"}, "“True” is not a number."),
        ({"unit": "spoon", "number": "A"}, "“spoon” is not a unit of the list."),
        ({"status": "ok", "number": "A"}, "literal_error"),
        ({"received_on": "03/04/2026", "number": "A"}, "“03/04/2026” can be read as two different days."),
    ],
)
def test_a_field_is_read_strictly(fields: dict[str, Any], reason: str) -> None:
    with pytest.raises(ValidationError) as refused:
        ComponentLot.model_validate({"component": "MGBG-20", **fields})
    assert reasons(refused.value) == [reason]


def test_composed_and_decomposed_letters_are_one_text() -> None:
    assert Step(number="Cafe\u0301").number == "Caf\u00e9"


def test_an_unknown_time_zone_is_refused() -> None:
    with pytest.raises(ValidationError) as refused:
        complete_pack(time_zone="Mountain")
    assert reasons(refused.value) == ["“Mountain” is not a time zone."]


def test_a_result_gives_its_limits_ends_as_written() -> None:
    row = TestResult.model_validate({"number": "1", "test": "LEAD", "limit": "90 to 110"})
    assert (str(row.spec_low), str(row.spec_high)) == ("90", "110")
    words = TestResult.model_validate({"number": "1", "test": "APP", "limit": "complies"})
    assert (words.spec_low, words.spec_high) == (None, None)


def test_every_column_says_what_it_is_and_most_cite_a_paragraph() -> None:
    columns = [column for sheet in SHEETS for block in sheet.blocks for column in block.columns]
    assert all(len(column.description) > 5 for column in columns)
    cited = [column for column in columns if PARAGRAPH.search(column.description)]
    assert len(cited) / len(columns) > 0.5


def test_headings_are_unique_within_a_block_and_names_within_a_sheet() -> None:
    for sheet in SHEETS:
        assert len({block.title for block in sheet.blocks}) == len(sheet.blocks)
        for block in sheet.blocks:
            assert len(set(block.headings)) == len(block.headings)


def test_the_schema_names_all_six_categories_and_forbids_other_fields() -> None:
    schema = json_schema()
    assert list(schema["properties"]) == list(Pack.model_fields)
    assert schema["$defs"]["TestResult"]["additionalProperties"] is False
    assert schema["$defs"]["TestResult"]["properties"]["loq"]["title"] == "LOQ"


def test_the_schema_accepts_the_complete_pack() -> None:
    content = complete_pack().model_dump(mode="json", exclude_none=True)
    assert list(Draft202012Validator(json_schema()).iter_errors(content)) == []


def test_a_changed_row_is_read_as_strictly_as_a_file() -> None:
    with pytest.raises(ValidationError):
        with_row(complete_pack(), "laboratory.results", {"test": "LEAD"}, value="about 0.1")


def test_not_readable_carries_reason_and_cure() -> None:
    problem = NotReadable("It is late.", "Go home.")
    assert (str(problem), problem.reason, problem.cure) == ("It is late. Go home.", "It is late.", "Go home.")


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("value", [1], "“[1]” is not a result."),
        ("value", True, "“True” is not a result."),
        ("unit", 5, "“5” is not a unit."),
        ("loq", None, None),
    ],
)
def test_a_value_of_another_type_is_refused(field: str, value: object, reason: str | None) -> None:
    if reason is None:
        assert getattr(TestResult.model_validate({"number": "1", "test": "LEAD", field: value}), field) is None
        return
    with pytest.raises(ValidationError) as refused:
        TestResult.model_validate({"number": "1", "test": "LEAD", field: value})
    assert reasons(refused.value) == [reason]
