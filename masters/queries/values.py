"""An approved baseline as plain values, for rules that may not touch the database."""

from collections.abc import Callable
from typing import Any, Protocol, TypeVar
from uuid import UUID

from django.db.models import Model

from masters.baseline import (
    BaselineValues,
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
from masters.models import (
    ApprovedLaboratory,
    LabelVersion,
    MasterKind,
    MasterRecord,
    Product,
    SamplingPlan,
    Specification,
)
from masters.models.products import Version
from masters.queries.standing import standing_facts
from masters.queries.validities import laboratories_known

Value = TypeVar("Value")


class FrozenBaseline(Protocol):
    """A lot, or anything that names the versions it was made under."""

    product_id: UUID
    master_record_id: UUID | None
    specification_id: UUID | None
    sampling_plan_id: UUID | None
    label_version_id: UUID | None


def baseline_values(lot: FrozenBaseline) -> BaselineValues:
    """The frozen versions with all their lines, and the partnership's laboratories; 17 queries at most."""
    product = Product.objects.get(pk=lot.product_id)
    laboratories = laboratories_known(product.partnership_id)
    return BaselineValues(
        product=product_value(product),
        master_record=master_record_value(lot.master_record_id),
        specification=specification_value(lot.specification_id),
        sampling_plan=sampling_plan_value(lot.sampling_plan_id),
        label=label_value(lot.label_version_id),
        laboratories=tuple(laboratory_value(found) for found in laboratories),
        standing=standing_facts(product.partnership_id),
    )


def product_value(product: Product) -> ProductValue:
    return _of(ProductValue, product)


def laboratory_value(laboratory: ApprovedLaboratory) -> LaboratoryValue:
    return LaboratoryValue(
        name=laboratory.name,
        methods=tuple(laboratory.methods),
        accreditation=laboratory.accreditation,
        accredited_until=laboratory.accredited_until,
    )


def master_record_value(record_id: UUID | None) -> MasterRecordValue | None:
    """A version of the master record with its lines in order; None for no such version."""
    record = MasterRecord.objects.filter(pk=record_id).first() if record_id else None
    if record is None:
        return None
    return MasterRecordValue(
        number=record.number,
        version=record.version,
        batch_size=record.batch_size,
        batch_unit=record.batch_unit,
        in_force_from=record.valid_from,
        components=tuple(_of(ComponentValue, line) for line in record.components.all()),
        steps=tuple(_of(StepValue, step) for step in record.steps.all()),
        yields=tuple(_of(YieldValue, phase) for phase in record.yields.all()),
        control_points=tuple(_of(ControlPointValue, point) for point in record.control_points.all()),
    )


def specification_value(specification_id: UUID | None) -> SpecificationValue | None:
    specification = Specification.objects.filter(pk=specification_id).first() if specification_id else None
    if specification is None:
        return None
    tests = tuple(_of(TestValue, test) for test in specification.tests.all())
    return SpecificationValue(number=specification.number, version=specification.version, tests=tests)


def sampling_plan_value(plan_id: UUID | None) -> SamplingPlanValue | None:
    plan = SamplingPlan.objects.filter(pk=plan_id).first() if plan_id else None
    if plan is None:
        return None
    return SamplingPlanValue(
        number=plan.number,
        version=plan.version,
        basis=plan.basis,
        tests=tuple(plan.tests),
        untested_maximum=plan.untested_maximum,
        packaged_units=plan.packaged_units,
    )


def label_value(label_id: UUID | None) -> LabelValue | None:
    label = LabelVersion.objects.filter(pk=label_id).first() if label_id else None
    if label is None:
        return None
    columns = {name: getattr(label, name) for name in LabelValue.__dataclass_fields__ if name != "facts"}
    return LabelValue(**columns, facts=tuple(_of(LabelFactValue, fact) for fact in label.facts.all()))


def _of(kind: type[Value], row: Model) -> Value:
    """The value whose fields are named as the row's columns are."""
    return kind(**{name: getattr(row, name) for name in kind.__dataclass_fields__})  # type: ignore[attr-defined]  # a dataclass


_READERS: dict[type[Version], Callable[[UUID], Any]] = {
    MasterRecord: master_record_value,
    Specification: specification_value,
    SamplingPlan: sampling_plan_value,
    LabelVersion: label_value,
}


def content_of_version(version: Version) -> Any:
    """The value of a version, of whichever kind it is."""
    return _READERS[type(version)](version.pk)


VALUES: dict[MasterKind, type[Any]] = {
    MasterKind.MASTER_RECORD: MasterRecordValue,
    MasterKind.SPECIFICATION: SpecificationValue,
    MasterKind.SAMPLING_PLAN: SamplingPlanValue,
    MasterKind.LABEL: LabelValue,
}
"""Kind → the class of what its versions say."""
