"""Content as JSON and back, for every kind; one digest however a figure is written."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from masters.baseline import LabelValue, MasterRecordValue, SamplingPlanValue, SpecificationValue
from masters.written import UnreadableContentError, digest, read, written
from tests.factories.baseline import label_value, master_record_value, sampling_plan_value, specification_value

VALUES = (
    (MasterRecordValue, replace(master_record_value(version=None), in_force_from=None)),
    (SpecificationValue, specification_value(version=None)),
    (SamplingPlanValue, sampling_plan_value(version=None)),
    (LabelValue, label_value(version=None)),
)


@pytest.mark.parametrize(("kind", "value"), VALUES)
def test_there_and_back(kind: type[Any], value: Any) -> None:
    again = read(kind, written(value))
    assert again == value
    assert digest(again) == digest(value)


def test_which_version_it_is_and_how_a_figure_is_written_change_no_digest() -> None:
    label = label_value(version=7)
    assert digest(label) == digest(replace(label, version=None, tolerance_percent=Decimal("0.5")))
    assert digest(label) != digest(replace(label, tolerance_percent=Decimal("0.51")))
    assert digest(label) != digest(replace(label, facts=label.facts[::-1]))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ([], "object with named fields"),
        ({"number": "L", "gtin": "1", "weight": "3"}, "“weight” is not a field"),
        ({"number": "L"}, "A field is missing"),
        ({"number": 7, "gtin": "1"}, "number: “7” cannot be read"),
        ({"number": "L", "gtin": "1", "tolerance_percent": "NaN"}, "tolerance_percent: “NaN”"),
        ({"number": "L", "gtin": "1", "tolerance_percent": 0.5}, "tolerance_percent: “0.5”"),
        ({"number": "L", "gtin": "1", "labels_per_unit": True}, "labels_per_unit: “True”"),
        ({"number": "L", "gtin": "1", "facts": "none"}, "facts is a list"),
        ({"number": "L", "gtin": "1", "facts": [{"name": "Zinc", "amount": "much"}]}, "amount: “much”"),
        ({"number": "L", "gtin": "1", "version": 3}, "“version” is not a field"),
    ],
)
def test_what_cannot_be_read_is_named(data: Any, words: str) -> None:
    with pytest.raises(UnreadableContentError, match=words):
        read(LabelValue, data)
