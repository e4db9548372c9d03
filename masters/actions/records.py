"""Master manufacturing records: formula, instructions, yields and control points become the next version."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from kernel.history import acting
from kernel.scope import Actor
from masters import rules
from masters.actions.contents import create_master_record
from masters.actions.succession import Approval, first_version, locked_product
from masters.baseline import MasterRecordValue
from masters.models import MasterKind, MasterRecord


def approve_master_record(
    *,
    product_id: UUID,
    content: MasterRecordValue,
    valid_from: date,
    by: Actor,
    reason: str,
    at: datetime,
    signature_id: UUID | None = None,
) -> MasterRecord:
    """Approve the master record that lots started from `valid_from` are made to (111.205, 111.123(a)(1)).

    The predecessor is end-dated on that day; lots that run keep theirs.
    """
    approval = Approval(product_id, valid_from, by, at, signature_id)
    with transaction.atomic(), acting(by=by, reason=reason.strip() or "master record approved", at=at):
        product = locked_product(approval, "approve a master manufacturing record")
        rules.check_master_record(content)
        return first_version(
            MasterKind.MASTER_RECORD,
            product,
            approval,
            content,
            lambda fields: create_master_record(content, fields),
        )
