"""A difference is one of meaning: matched by what names a row, blind to how a value is written."""

from typing import Any

import pytest

from evidence.pack.comparison import FieldChange, RowChange, compare

CONSUMED, RESULTS, STEPS = "materials.consumption", "laboratory.results", "batch_record.steps"


def fields(section: str, old: dict[str, Any], new: dict[str, Any]) -> list[tuple[str, Any, Any]]:
    """The fields that differ between one row and the same row later."""
    changes = compare({section: [old]}, {section: [new]})
    assert all(change.kind == "changed" for change in changes)
    return [(field.name, field.old, field.new) for change in changes for field in change.fields]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ({"actual": "0.50", "unit": "kg"}, {"actual": "0.5", "unit": "kg"}),
        ({"actual": "500", "unit": "g"}, {"actual": "0.5", "unit": "kg"}),
        ({"target": "1", "actual": "500", "unit": "g"}, {"target": "0.001", "actual": "0.5", "unit": "kg"}),
        ({"weighed_at": "2026-03-11T14:00:00Z"}, {"weighed_at": "2026-03-11T10:00:00-04:00"}),
        ({"actual": "500", "unit": "g"}, {"actual": "5E+2", "unit": "g"}),
    ],
)
def test_written_differently_is_no_difference(old: dict[str, Any], new: dict[str, Any]) -> None:
    named = {"step": "10", "component": "MGBG-20"}
    assert fields(CONSUMED, named | old, named | new) == []


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ({"actual": "0.50", "unit": "kg"}, {"actual": "0.51", "unit": "kg"}, ["actual"]),
        ({"actual": "500", "unit": "g"}, {"actual": "500", "unit": "kg"}, ["actual", "unit"]),
        ({"actual": "500", "unit": "g"}, {"actual": "0.501", "unit": "kg"}, ["actual", "unit"]),
        ({"actual": "500", "unit": "g"}, {"actual": "500", "unit": "mL"}, ["actual", "unit"]),
        ({"unit": "g"}, {"unit": "kg"}, ["unit"]),
        ({"actual": "0", "unit": "g"}, {"unit": "g"}, ["actual"]),
        ({"weighed_at": "2026-03-11T14:00:00Z"}, {"weighed_at": "2026-03-11T14:00:01Z"}, ["weighed_at"]),
    ],
)
def test_another_meaning_is_a_difference(old: dict[str, Any], new: dict[str, Any], found: list[str]) -> None:
    named = {"step": "10", "component": "MGBG-20"}
    assert fields(CONSUMED, named | old, named | new) == [(name, old.get(name), new.get(name)) for name in found]


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ({"value": "<0.50", "unit": "[ppm]"}, {"value": "<0.5", "unit": "[ppm]"}, []),
        ({"value": "0.5", "unit": "[ppm]"}, {"value": "500", "unit": "[ppb]"}, []),
        ({"value": "<0.5", "unit": "[ppm]"}, {"value": "0.5", "unit": "[ppm]"}, ["value"]),
        ({"value": "ND", "unit": "[ppm]"}, {"value": "<0.5", "unit": "[ppm]"}, ["value"]),
        ({"value": "100", "unit": "[IU]/g"}, {"value": "100", "unit": "mg/g"}, ["value", "unit"]),
    ],
)
def test_results_are_compared_as_results(old: dict[str, Any], new: dict[str, Any], found: list[str]) -> None:
    named = {"number": "1", "test": "LEAD", "stage": "finished"}
    assert [name for name, _, _ in fields(RESULTS, named | old, named | new)] == found


def test_rows_are_matched_by_their_name_not_by_their_place() -> None:
    first, second, third = ({"number": n, "instruction": f"Do {n}"} for n in ("10", "20", "30"))
    assert compare({STEPS: [first, second]}, {STEPS: [second, first]}) == ()
    assert compare({STEPS: [first, second]}, {STEPS: [third, second]}) == (
        RowChange(
            STEPS, "added", "30", 1, (FieldChange("number", None, "30"), FieldChange("instruction", None, "Do 30"))
        ),
        RowChange(
            STEPS, "removed", "10", 1, (FieldChange("number", "10", None), FieldChange("instruction", "Do 10", None))
        ),
    )


def test_of_rows_of_one_name_the_same_are_matched_first() -> None:
    one, two = {"number": "10", "component": "A"}, {"number": "10", "component": "B"}
    assert compare({STEPS: [one, two]}, {STEPS: [two, one]}) == ()
    changed = {"number": "10", "component": "C"}
    assert compare({STEPS: [one, two]}, {STEPS: [changed, one]}) == (
        RowChange(STEPS, "changed", "10 (1)", 1, (FieldChange("component", "B", "C"),)),
    )
    assert [(c.kind, c.name) for c in compare({STEPS: [one]}, {STEPS: [one, two]})] == [("added", "10 (2)")]
    assert [(c.kind, c.name) for c in compare({STEPS: [one, two]}, {STEPS: [two]})] == [("removed", "10 (1)")]


def test_the_header_is_one_record() -> None:
    old = {"batch_size": "600", "batch_size_unit": "kg", "lot_number": "A"}
    same = {"batch_size": "600000", "batch_size_unit": "g", "lot_number": "A"}
    assert compare({"header": [old]}, {"header": [same]}) == ()
    (change,) = compare({"header": [old]}, {"header": [old | {"lot_number": "B"}]})
    assert (change.name, change.fields) == ("", (FieldChange("lot_number", "A", "B"),))


def test_what_cannot_be_read_is_compared_as_it_stands() -> None:
    assert fields(RESULTS, {"value": "??"}, {"value": "??"}) == []
    assert fields(RESULTS, {"value": "??"}, {"value": "?"}) == [("value", "??", "?")]
    assert fields("unheard.of", {"a": [1]}, {"a": [2]}) == [("a", [1], [2])]
