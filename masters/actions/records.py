"""Master manufacturing records: formula, instructions, yields and control points become the next version."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, datetime
from typing import TypeVar
from uuid import UUID

from django.db import transaction

from kernel.history import acting
from kernel.rows import SharedRow
from kernel.scope import Actor
from masters import rules
from masters.actions.succession import Approval, locked_product, next_version
from masters.baseline import ComponentValue, ControlPointValue, MasterRecordValue, StepValue, YieldValue
from masters.models import (
    MasterComponent,
    MasterControlPoint,
    MasterRecord,
    MasterStep,
    MasterYield,
)

Line = TypeVar("Line", bound=SharedRow)


def approve_master_record(
    *, product_id: UUID, content: MasterRecordValue, valid_from: date, by: Actor, reason: str, at: datetime
) -> MasterRecord:
    """Approve the master record that lots started from `valid_from` are made to (111.205, 111.123(a)(1)).

    The predecessor is end-dated on that day; lots that run keep theirs.
    """
    approval = Approval(product_id, valid_from, by, at)
    with transaction.atomic(), acting(by=by, reason=reason.strip() or "master record approved", at=at):
        product = locked_product(approval, "approve a master manufacturing record")
        rules.check_master_record(content)
        fields = next_version(MasterRecord, product, approval, content.version)
        record = MasterRecord.objects.create(
            number=content.number, batch_size=content.batch_size, batch_unit=content.batch_unit, **fields
        )
        _write(record, MasterComponent, content.components)
        _write(record, MasterStep, content.steps)
        _write(record, MasterYield, content.yields)
        _write(record, MasterControlPoint, content.control_points)
        return record


def _write(
    record: MasterRecord,
    kind: type[Line],
    lines: Iterable[ComponentValue | StepValue | YieldValue | ControlPointValue],
) -> None:
    """One statement a kind of line, in their order."""
    rows = [
        kind(
            partnership_id=record.partnership_id,
            sponsor_id=record.sponsor_id,
            master_record=record,
            position=position,
            **asdict(line),
        )
        for position, line in enumerate(lines, start=1)
    ]
    kind._default_manager.bulk_create(rows)
