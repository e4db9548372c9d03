"""Which tables there are, and their columns: derived from the values of the baseline, so that none is forgotten."""

from dataclasses import MISSING, dataclass, fields
from datetime import date
from typing import Any, get_type_hints

from masters.baseline import (
    ComponentValue,
    ControlPointValue,
    LabelFactValue,
    LabelValue,
    LaboratoryValue,
    MasterRecordValue,
    ProductValue,
    SamplingPlanValue,
    SpecificationValue,
    StepValue,
    TestValue,
    YieldValue,
)
from masters.standing import KINDS

FORMAT = "oversight-baseline-1"
"""What a workbook is stamped with; another layout gets another number."""
MOST_ROWS = 5_000
"""Rows of one table: a catalogue of some hundred products."""


@dataclass(frozen=True, slots=True)
class Column:
    """A field of the table's value, or what ties a row to its product. `hint` is the field's type."""

    name: str
    hint: Any
    is_needed: bool
    choices: tuple[str, ...] = ()

    @property
    def heading(self) -> str:
        """Its name, with a star where it must be given."""
        return f"{self.name} *" if self.is_needed else self.name


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet of the workbook, one list of the JSON. `one` is what a row of it is called."""

    name: str
    title: str
    one: str
    paragraph: str
    value: type
    columns: tuple[Column, ...]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)

    @property
    def headings(self) -> tuple[str, ...]:
        return tuple(column.heading for column in self.columns)


@dataclass(frozen=True, slots=True)
class Row:
    """A row as it was read: its number in the sheet (in JSON: in its list), and the values that were given."""

    number: int
    values: dict[str, Any]

    @property
    def product(self) -> str:
        return str(self.values.get("product", ""))


Content = dict[str, tuple[Row, ...]]
"""Rows by the table's name; every table of `TABLES` is there, empty ones too."""

_PRODUCT = Column("product", str, is_needed=True)
_VALID_FROM = Column("valid_from", date, is_needed=True)
_CHOICES = {
    ("products", "risk_tier"): ("low", "standard", "high"),
    ("components", "kind"): ("dietary ingredient", "other component", "packaging", "label"),
    ("tests", "category"): (
        "identity", "strength", "purity", "contaminant", "microbiology", "physical", "adulterant",
    ),
    ("tests", "stage"): ("component", "in-process", "finished", "packaged"),
    ("label_facts", "nutrient_class"): ("I", "II"),
    ("people", "unit"): ("production", "quality control", "laboratory", "warehouse"),
}  # fmt: skip
_OF_LINES = {
    MasterRecordValue: {"components", "steps", "yields", "control_points", "in_force_from"},
    SpecificationValue: {"tests"},
    LabelValue: {"facts"},
}
"""Fields of a version that have a table of their own, or are the platform's."""


def _table(name: str, title: str, one: str, paragraph: str, value: type, *before: Column) -> Table:
    hints = get_type_hints(value)
    own = tuple(
        Column(field.name, hints[field.name], field.default is MISSING, _CHOICES.get((name, field.name), ()))
        for field in fields(value)
        if field.name not in _OF_LINES.get(value, ())
    )
    return Table(name, title, one, paragraph, value, (*before, *own))


def _lines(name: str, title: str, one: str, paragraph: str, value: type) -> Table:
    return _table(name, title, one, paragraph, value, _PRODUCT)


def _version(name: str, title: str, one: str, paragraph: str, value: type) -> Table:
    return _table(name, title, one, paragraph, value, _PRODUCT, _VALID_FROM)


TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        _table("products", "Products", "product", "21 CFR 111.210(a)", ProductValue),
        _version("master_records", "Master records", "master record", "21 CFR 111.205, 111.210", MasterRecordValue),
        _lines("components", "Components", "component", "21 CFR 111.210(b)-(e)", ComponentValue),
        _lines("steps", "Steps", "step", "21 CFR 111.210(h)", StepValue),
        _lines("yields", "Yields", "yield", "21 CFR 111.210(f)", YieldValue),
        _lines("control_points", "Control points", "control point", "21 CFR 111.210(h)(4)", ControlPointValue),
        _version("specifications", "Specifications", "specification", "21 CFR 111.70(e)", SpecificationValue),
        _lines("tests", "Tests", "test", "21 CFR 111.70(e), 111.75(h)", TestValue),
        _version("sampling_plans", "Sampling plans", "sampling plan", "21 CFR 111.75(c)", SamplingPlanValue),
        _version("labels", "Labels", "label", "21 CFR 111.410, 111.415", LabelValue),
        _lines("label_facts", "Label facts", "declared line", "21 CFR 111.210(d), 101.36", LabelFactValue),
        _table("laboratories", "Laboratories", "laboratory", "21 CFR 111.320", LaboratoryValue),
        *(_table(kind.name, kind.title, "row", kind.paragraph, kind.value) for kind in KINDS.values()),
    )
}
"""In the order of the workbook's sheets."""
VERSIONS: dict[str, tuple[str, ...]] = {
    "master_records": ("components", "steps", "yields", "control_points"),
    "specifications": ("tests",),
    "sampling_plans": (),
    "labels": ("label_facts",),
}
"""A version's table → the tables of its lines."""
