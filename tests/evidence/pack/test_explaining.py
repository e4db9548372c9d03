"""A reason for a field, its row, its section, or all: the one that names most counts, and nothing stays without."""

import pytest

from evidence.pack.comparison import FieldChange, RowChange
from evidence.pack.explaining import Explanation, by_place, reason_for, unexplained

RESULTS = "laboratory.results"
LEAD = RowChange(
    RESULTS, "changed", "LEAD", 3, (FieldChange("value", "0.08", "0.09"), FieldChange("unit", "ppm", None))
)
STEP = RowChange("batch_record.steps", "added", "40", 4, (FieldChange("number", None, "40"),))
HEADER = RowChange("header", "changed", "", 1, (FieldChange("made_on", "2026-03-11", "2026-03-12"),))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ([Explanation("all")], "all"),
        ([Explanation("all"), Explanation("results", RESULTS)], "results"),
        ([Explanation("results", RESULTS), Explanation("row", RESULTS, "LEAD")], "row"),
        (
            [
                Explanation("row", RESULTS, "LEAD"),
                Explanation("it", RESULTS, "LEAD", "value"),
            ],
            "it",
        ),
        ([Explanation("values", RESULTS, "", "value"), Explanation("all")], "values"),
        ([Explanation("other", RESULTS, "MERCURY"), Explanation("steps", "batch_record.steps")], ""),
        ([Explanation("  ")], ""),
    ],
)
def test_the_reason_that_names_most(given: list[Explanation], said: str) -> None:
    assert reason_for(by_place(given), LEAD, "value") == said


def test_each_field_needs_one() -> None:
    given = by_place([Explanation("typing error", RESULTS, "LEAD", "value"), Explanation("x", "header")])
    left = list(unexplained([HEADER, STEP, LEAD], given))
    assert [(one.change.section, one.field.name) for one in left] == [
        ("batch_record.steps", "number"),
        (RESULTS, "unit"),
    ]
    assert left[0].sentence == "batch_record.steps, 40, number: nothing became “40”, without a reason."
    assert list(unexplained([HEADER, STEP, LEAD], by_place([Explanation("all of it")]))) == []


def test_a_row_is_named_by_its_name_else_by_its_place() -> None:
    unnamed = RowChange(RESULTS, "added", "", 7)
    assert (LEAD.row, HEADER.row, unnamed.row) == ("LEAD", "", "7")
    assert len(RowChange(RESULTS, "added", "x" * 400, 1).row) == 300
