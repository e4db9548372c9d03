"""The published schema of a pack: JSON Schema, each field with its description, paragraph and unit."""

import re
from functools import cache
from typing import Any, get_args, get_origin

from evidence.pack.format.header import FORMAT
from evidence.pack.format.pack import Pack

ID = f"urn:oversight:schema:{FORMAT}"
_PARAGRAPH = re.compile(
    r"(?:21 CFR )?(?<![\d.])(?:1|7|11|101|111)\.\d+(?:\(\w+\))*(?:-(?:\(\w+\)|\d+\.\d+(?:\(\w+\))*))?(?:,\(\w+\))*"
)


@cache
def json_schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12); `x-paragraph` is 21 CFR, `x-unit` what a number is counted in."""
    schema = Pack.model_json_schema(mode="validation")
    above = _paragraphs_of_tables()
    for name, model in [("Pack", schema), *schema["$defs"].items()]:
        for field in model.get("properties", {}).values():
            field["x-paragraph"] = paragraph(field.get("description", "")) or above.get(name, "")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": ID, "x-version": FORMAT, **schema}


def paragraph(description: str) -> str:
    """The paragraphs that a description names; empty when it names none."""
    return ", ".join(_PARAGRAPH.findall(description))


def _paragraphs_of_tables() -> dict[str, str]:
    """Row class → paragraphs of its table, for columns that name none of their own."""
    found: dict[str, str] = {"Pack": "111.255, 111.260"}
    for category in Pack.model_fields.values():
        own = paragraph(str(category.description))
        model = category.annotation
        for part in getattr(_row_of(model), "model_fields", {}).values():
            if hasattr(_row_of(part.annotation), "model_fields"):
                found[_row_of(part.annotation).__name__] = paragraph(str(part.description)) or own
        found.setdefault(_row_of(model).__name__, own)
    return found


def _row_of(annotation: Any) -> Any:
    return get_args(annotation)[0] if get_origin(annotation) is tuple else annotation
