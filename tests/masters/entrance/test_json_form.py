"""The same tables as JSON."""

import json
from typing import Any

import pytest

from masters.entrance import TABLES, VERSIONS, read_json, row_numbers, written_json
from masters.models import LabelFact, MasterComponent, Product, SpecificationTest, TrainedPerson
from masters.sheets.problems import Unreadable
from tests.masters.entrance.filled import CODE, content


def test_it_reads_as_it_was_written() -> None:
    tables = json.loads(json.dumps(written_json(content())))
    assert read_json(tables, file="", numbers=row_numbers(content())) == content()
    counted = read_json(tables, file="")
    assert not isinstance(counted, Unreadable)
    assert [row.number for row in counted["products"]] == [1]


def test_amounts_and_days_travel_as_text() -> None:
    tables = written_json(content())
    assert tables["components"][0] == {
        "product": CODE, "code": "MGBG-20", "name": "Magnesium bisglycinate, 20 % magnesium",
        "kind": "dietary ingredient", "target": "360", "unit": "kg", "tolerance": "0.36", "step": "10",
    }  # fmt: skip
    assert tables["master_records"][0]["valid_from"] == "2025-09-01"
    assert tables["laboratories"][1]["methods"] == ["QC-031", "QC-101", "QC-114"]


@pytest.mark.parametrize(
    ("tables", "places"),
    [
        (None, [("", None, "")]),
        ([], [("", None, "")]),
        ({}, [("", None, "")]),
        ({"product": []}, [("", None, "")]),
        ({"products": {}}, [("products", None, "")]),
        ({"products": [7]}, [("products", None, "")]),
        ({"steps": [{"product": "A", "number": "1", "instruction": "Blend", "note": "x"}]}, [("steps", 1, "note")]),
        ({"steps": [{"product": "A", "number": 1, "instruction": "Blend"}]}, [("steps", 1, "number")]),
        ({"steps": [{"product": "A", "number": "1"}]}, [("steps", 1, "instruction")]),
        ({"laboratories": [{"name": "L", "methods": [7]}]}, [("laboratories", 1, "methods")]),
        ({"laboratories": [{"name": "L", "methods": {"a": 1}}]}, [("laboratories", 1, "methods")]),
        ({"methods": [{"number": "A", "is_organoleptic": 1}]}, [("methods", 1, "is_organoleptic")]),
    ],
)
def test_what_cannot_be_read_is_named(tables: Any, places: list[tuple[str, int | None, str]]) -> None:
    found = read_json(tables, file="")
    assert isinstance(found, Unreadable)
    assert [(problem.sheet, problem.row, problem.column) for problem in found.problems] == places


def test_a_binary_number_is_refused() -> None:
    row = {"product": "A", "phase": "blend", "theoretical": 0.1, "unit": "kg", "minimum_percent": "95"}
    found = read_json({"yields": [row | {"maximum_percent": "100"}]}, file="")
    assert isinstance(found, Unreadable)
    assert found.problems[0].reason == "0.1 is a binary number."


def test_columns_of_choices_name_what_the_models_name() -> None:
    """The tables are pure and repeat the models' choices; they may not drift apart."""
    models = {
        "products": Product, "components": MasterComponent, "tests": SpecificationTest, "label_facts": LabelFact,
        "people": TrainedPerson,
    }  # fmt: skip
    for name, model in models.items():
        for column in TABLES[name].columns:
            choices = model._meta.get_field(column.name).choices if column.name != "product" else None
            if choices:
                assert column.choices == tuple(value for value, _ in choices), (name, column.name)


def test_no_field_of_a_value_is_forgotten() -> None:
    """Each is a column, or is in the tables of a version's lines, or is the platform's own."""
    elsewhere = {"components", "steps", "yields", "control_points", "tests", "facts", "in_force_from"}
    for table in TABLES.values():
        lacking = set(table.value.__dataclass_fields__) - set(table.names)  # type: ignore[attr-defined]  # a dataclass
        assert lacking <= elsewhere, table.name
        assert not lacking or table.name in VERSIONS, table.name
