"""How the content of a version is written: one row and its lines, in their order."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict
from typing import Any, TypeVar

from kernel.rows import SharedRow
from masters.baseline import LabelValue, MasterRecordValue, SamplingPlanValue, SpecificationValue
from masters.models import (
    LabelFact,
    LabelVersion,
    MasterComponent,
    MasterControlPoint,
    MasterKind,
    MasterRecord,
    MasterStep,
    MasterYield,
    SamplingPlan,
    Specification,
    SpecificationTest,
)

Line = TypeVar("Line", bound=SharedRow)
Fields = Mapping[str, Any]
"""What every version has: product, number of the version, days, approval."""


def create_master_record(content: MasterRecordValue, fields: Fields) -> MasterRecord:
    record = MasterRecord.objects.create(
        number=content.number, batch_size=content.batch_size, batch_unit=content.batch_unit, **fields
    )
    _write(record, MasterComponent, "master_record", content.components)
    _write(record, MasterStep, "master_record", content.steps)
    _write(record, MasterYield, "master_record", content.yields)
    _write(record, MasterControlPoint, "master_record", content.control_points)
    return record


def create_specification(content: SpecificationValue, fields: Fields) -> Specification:
    specification = Specification.objects.create(number=content.number, **fields)
    _write(specification, SpecificationTest, "specification", content.tests)
    return specification


def create_sampling_plan(content: SamplingPlanValue, fields: Fields) -> SamplingPlan:
    return SamplingPlan.objects.create(
        number=content.number,
        basis=content.basis,
        tests=list(content.tests),
        untested_maximum=content.untested_maximum,
        packaged_units=content.packaged_units,
        **fields,
    )


def create_label(content: LabelValue, fields: Fields) -> LabelVersion:
    columns = asdict(content) | dict(fields)
    columns.pop("facts")
    label = LabelVersion.objects.create(**columns)
    _write(label, LabelFact, "label_version", content.facts)
    return label


def _write(version: SharedRow, kind: type[Line], parent: str, lines: Iterable[Any]) -> None:
    """One statement a kind of line, in their order."""
    kind._default_manager.bulk_create(
        kind(
            partnership_id=version.partnership_id,
            sponsor_id=version.sponsor_id,
            position=position,
            **{parent: version},
            **asdict(line),
        )
        for position, line in enumerate(lines, start=1)
    )


CREATE: dict[MasterKind, Callable[[Any, Fields], Any]] = {
    MasterKind.MASTER_RECORD: create_master_record,
    MasterKind.SPECIFICATION: create_specification,
    MasterKind.SAMPLING_PLAN: create_sampling_plan,
    MasterKind.LABEL: create_label,
}
