"""The clerk's form of a version: there and back unchanged for every kind, one figure changed, lines added and gone."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from change_control.editing import edited, sections_of
from masters.written import UnreadableContentError, digest
from tests.factories.baseline import label_value, master_record_value, sampling_plan_value, specification_value

RECORD = replace(master_record_value(version=None), in_force_from=None)
VALUES = (RECORD, specification_value(version=None), sampling_plan_value(version=None), label_value(version=None))


def typed(value: Any, **changed: str) -> dict[str, str]:
    cells = {cell.name: cell.value for section in sections_of(value) for row in section.rows for cell in row}
    return cells | {name.replace("__", "."): text for name, text in changed.items()}


@pytest.mark.parametrize("value", VALUES, ids=lambda value: type(value).__name__)
def test_what_is_sent_back_untouched_says_the_same(value: Any) -> None:
    again = edited(value, typed(value))
    assert again == value
    assert digest(again) == digest(value)


def test_one_figure_is_changed() -> None:
    made = edited(RECORD, typed(RECORD, control_points__0__highest=" 50 "))
    first, *others = RECORD.control_points
    assert made == replace(RECORD, control_points=(replace(first, highest=Decimal(50)), *others))


def test_a_limit_is_taken_away() -> None:
    made = edited(RECORD, typed(RECORD, control_points__0__highest=""))
    assert made.control_points[0].highest is None


def test_a_line_is_added_and_one_taken_away() -> None:
    place = len(RECORD.steps)
    more = {f"steps__{place}__number": "95", f"steps__{place}__instruction": "Weigh again"}
    made = edited(RECORD, typed(RECORD, steps__0__number="", **more))
    assert [step.number for step in made.steps] == [*(step.number for step in RECORD.steps[1:]), "95"]


def test_a_list_of_codes_is_one_field() -> None:
    plan = sampling_plan_value(version=None)
    assert edited(plan, typed(plan, tests="ID-MG, LEAD")).tests == ("ID-MG", "LEAD")


@pytest.mark.parametrize(
    ("place", "text", "words"),
    [
        ("batch_size", "many", "batch_size: “many”"),
        ("batch_size", "", "batch_size: “”"),
        ("components__0__target", "1,5", "target: “1,5”"),
    ],
)
def test_what_is_no_figure_is_named(place: str, text: str, words: str) -> None:
    with pytest.raises(UnreadableContentError, match=words):
        edited(RECORD, typed(RECORD, **{place: text}))
