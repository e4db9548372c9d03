"""Specifications, sampling plans and labels: the approved content becomes the next version."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from kernel.history import acting
from kernel.scope import Actor
from masters import rules
from masters.actions.contents import create_label, create_sampling_plan, create_specification
from masters.actions.succession import Approval, first_version, locked_product
from masters.baseline import LabelValue, SamplingPlanValue, SpecificationValue
from masters.models import LabelVersion, MasterKind, SamplingPlan, Specification
from masters.queries import codes_of_tests_on


def approve_specification(
    *,
    product_id: UUID,
    content: SpecificationValue,
    valid_from: date,
    by: Actor,
    reason: str,
    at: datetime,
    signature_id: UUID | None = None,
) -> Specification:
    """The finished product's specification with its tests (21 CFR 111.70(e), 111.123(a)(3))."""
    approval = Approval(product_id, valid_from, by, at, signature_id)
    with transaction.atomic(), acting(by=by, reason=reason.strip() or "specification approved", at=at):
        product = locked_product(approval, "approve a specification")
        rules.check_specification(content)
        return first_version(
            MasterKind.SPECIFICATION,
            product,
            approval,
            content,
            lambda fields: create_specification(content, fields),
        )


def approve_sampling_plan(
    *,
    product_id: UUID,
    content: SamplingPlanValue,
    valid_from: date,
    by: Actor,
    reason: str,
    at: datetime,
    signature_id: UUID | None = None,
) -> SamplingPlan:
    """Which tests run on which lots, on its documented basis (21 CFR 111.75(c), trap T3)."""
    approval = Approval(product_id, valid_from, by, at, signature_id)
    with transaction.atomic(), acting(by=by, reason=reason.strip() or "sampling plan approved", at=at):
        product = locked_product(approval, "approve a sampling plan")
        rules.check_sampling_plan(content, codes_of_tests_on(product, valid_from))
        return first_version(
            MasterKind.SAMPLING_PLAN,
            product,
            approval,
            content,
            lambda fields: create_sampling_plan(content, fields),
        )


def approve_label(
    *,
    product_id: UUID,
    content: LabelValue,
    valid_from: date,
    by: Actor,
    reason: str,
    at: datetime,
    signature_id: UUID | None = None,
) -> LabelVersion:
    """The label that may be applied from a day on (21 CFR 111.410(c), 111.415)."""
    approval = Approval(product_id, valid_from, by, at, signature_id)
    with transaction.atomic(), acting(by=by, reason=reason.strip() or "label approved", at=at):
        product = locked_product(approval, "approve a label")
        rules.check_label(content)
        return first_version(MasterKind.LABEL, product, approval, content, lambda fields: create_label(content, fields))
