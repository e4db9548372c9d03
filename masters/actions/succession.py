"""How one version follows another: the next number, the predecessor end-dated, no day covered twice."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from kernel.scope import Actor
from masters import rules
from masters.actions.validities import begin_version
from masters.models import MasterKind, Product
from masters.models.products import Version
from masters.queries.validities import MODELS
from parties.rules import check_may

AnyVersion = TypeVar("AnyVersion", bound=Version)


@dataclass(frozen=True, slots=True)
class Approval:
    """Who approves what for which product, from when."""

    product_id: UUID
    valid_from: date
    by: Actor
    at: datetime


def locked_product(approval: Approval, doing: str) -> Product:
    """The product, locked: versions of one product are approved one after the other."""
    product = Product.objects.locked([approval.product_id]).get()
    check_may(approval.by, "masters.approve", product, doing)
    return product


def next_version(
    kind: MasterKind,
    product: Product,
    approval: Approval,
    version: int | None,
    create: Callable[[dict[str, Any]], AnyVersion],
) -> AnyVersion:
    """The version that `create` makes of the fields that every one has; its predecessor ends on the day it begins.

    Raises Refused when it would begin before its predecessor or before today.
    """
    last = MODELS[kind]._default_manager.filter(product=product, recorded_until=None).order_by("-version").first()
    number = rules.check_follows(last, version=version, valid_from=approval.valid_from, today=approval.at.date())
    if last is not None and (last.valid_until is None or last.valid_until > approval.valid_from):
        last.valid_until = approval.valid_from
        last.save(update_fields=["valid_until"])
    made = create(
        {
            "partnership_id": product.partnership_id,
            "sponsor_id": product.sponsor_id,
            "product": product,
            "version": number,
            "valid_from": approval.valid_from,
            "approved_by_id": approval.by.person_id,
            "approved_at": approval.at,
            "recorded_from": approval.at,
        }
    )
    begin_version(product=product, kind=kind, version_id=made.pk, valid_from=approval.valid_from, at=approval.at)
    return made
