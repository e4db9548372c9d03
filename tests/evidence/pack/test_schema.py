"""The published contract: every field with description, paragraph and unit, in the schema and on the page."""

from pathlib import Path
from typing import Any

import pytest

from evidence.pack.format import json_schema
from evidence.pack.format.reference import as_markdown
from evidence.pack.format.schema import ID, paragraph
from evidence.pack.workbook.layout import SHEETS

PAGE = Path(__file__).resolve().parents[3] / "docs" / "reference" / "pack.md"


def properties() -> list[tuple[str, str, dict[str, Any]]]:
    schema = json_schema()
    models = [("Pack", schema), *schema["$defs"].items()]
    return [(model, name, field) for model, found in models for name, field in found.get("properties", {}).items()]


def test_every_field_says_what_it_is_and_which_paragraph_it_rests_on() -> None:
    bare = [f"{model}.{name}" for model, name, field in properties() if not field["x-paragraph"]]
    assert bare == []
    assert all(len(field["description"]) > 5 for _, name, field in properties())


def test_every_number_says_its_unit() -> None:
    columns = [(*block.path, c.name) for sheet in SHEETS for block in sheet.blocks for c in block.columns
               if c.kind in ("number", "value") and "Unit:" not in c.description]  # fmt: skip
    assert columns == []
    units = {(model, name): field.get("x-unit") for model, name, field in properties()}
    assert units[("LabelRoll", "issued")] == "labels"
    assert units[("Step", "started_at")] == "site time"
    assert units[("Step", "number")] is None


def test_the_schema_is_versioned() -> None:
    schema = json_schema()
    assert (schema["$id"], schema["x-version"]) == (ID, "pack-1")
    assert ID == "urn:oversight:schema:pack-1"


@pytest.mark.parametrize(
    ("description", "found"),
    [
        ("When the step began, 111.260(j)(1). Unit: site time.", "111.260(j)(1)"),
        ("Lot numbers, 111.260(a)(1)-(3).", "111.260(a)(1)-(3)"),
        ("Labels, 111.410(b), 111.260(k)(1).", "111.410(b), 111.260(k)(1)"),
        ("Food facility, 21 CFR 1.232.", "21 CFR 1.232"),
        ("Calibration, 111.25-111.30.", "111.25-111.30"),
        ("A number such as 12.5.", ""),
    ],
)
def test_the_paragraph_is_read_from_the_description(description: str, found: str) -> None:
    assert paragraph(description) == found


def test_the_reference_is_the_code() -> None:
    """Out of date? `manage.py rulebook` writes it again."""
    assert PAGE.read_text(encoding="utf-8") == as_markdown()


def test_the_reference_names_every_field() -> None:
    page = as_markdown()
    for sheet in SHEETS:
        for block in sheet.blocks:
            if block.path == ("workbook",):
                continue
            section = page.split(f"`{'.'.join(block.path)}`", 1)[1].split("\n### ")[0]
            assert [line.split("`")[1] for line in section.splitlines() if line.startswith("| `")] == [
                column.name for column in block.columns
            ]
