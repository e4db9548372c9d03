"""A profile: which column is which field, how the file writes its numbers and days. Chosen once, never guessed."""

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from evidence.pack.format import TestResult

FIELDS: dict[str, str] = {
    name: str(TestResult.model_fields[name].title)
    for name in (
        "test", "name", "value", "unit", "method", "method_version", "loq", "limit", "tested_on", "sampled_on",
        "received_on", "sample", "sample_lot", "laboratory", "analyst", "reviewer", "conditions", "stated",
    )
}  # fmt: skip
"""The fields of a result that a column may stand for, with their headings in the workbook."""
MUST = ("test", "value")
DAY_ORDERS = {"ymd": "year-month-day", "dmy": "day-month-year", "mdy": "month-day-year"}
_WORDS = {
    "test": ("test code", "parameter", "analyte", "analysis"),
    "name": ("test name", "description"),
    "value": ("result", "value", "found"),
    "unit": ("units", "uom"),
    "method": ("test method", "method no."),
    "loq": ("limit of quantitation", "reporting limit"),
    "limit": ("specification", "spec", "limits"),
    "tested_on": ("date", "test date", "date tested", "analysis date"),
    "sample_lot": ("lot", "lot number", "lot no.", "batch"),
    "sample": ("sample id", "sample no."),
    "laboratory": ("lab",),
}


class Profile(BaseModel):
    """How one kind of document is read. `columns`: field → heading as it stands in the row of headings."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    sheet: str = Field(default="", max_length=100)
    header_row: int = Field(default=1, ge=1, le=1000)
    decimal_comma: bool = False
    day_order: Literal["ymd", "dmy", "mdy"] = "ymd"
    columns: dict[str, str]

    @field_validator("columns")
    @classmethod
    def _is_whole(cls, columns: dict[str, str]) -> dict[str, str]:
        if not set(MUST) <= columns.keys() <= FIELDS.keys():
            raise ValueError("Choose a column for the test and one for the result.")
        if len(set(columns.values())) != len(columns):
            raise ValueError("One column cannot be two fields. Choose another column for one of them.")
        return columns


def profile_from(stored: Mapping[str, Any]) -> Profile:
    """The profile as it was saved."""
    return Profile.model_validate(stored)


def likely_columns(headings: list[str]) -> dict[str, str]:
    """Columns whose heading says what they are: a first choice for the person, who decides."""
    found: dict[str, str] = {}
    for field, title in FIELDS.items():
        words = {title.casefold(), field, *_WORDS.get(field, ())}
        match = next((heading for heading in headings if heading.casefold() in words), None)
        if match is not None and match not in found.values():
            found[field] = match
    return found
