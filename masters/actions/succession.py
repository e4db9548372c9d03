"""The first version of a chain, and how one follows another: next number, predecessor end-dated, no day twice."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from kernel.scope import Actor
from masters import rules
from masters.actions.contents import CREATE
from masters.actions.validities import begin_version
from masters.models import MasterKind, Product
from masters.models.products import Version
from masters.queries import codes_of_tests_on
from masters.queries.validities import MODELS
from masters.written import digest
from parties.rules import check_may
from records.models import Signature

AnyVersion = TypeVar("AnyVersion", bound=Version)


@dataclass(frozen=True, slots=True)
class Approval:
    """Who approves what for which product, from when."""

    product_id: UUID
    valid_from: date
    by: Actor
    at: datetime
    signature_id: UUID | None = None
    """What a first version rests on: the draft's signature."""


def locked_product(approval: Approval, doing: str) -> Product:
    """The product, locked: versions of one product are approved one after the other."""
    product = Product.objects.locked([approval.product_id]).get()
    check_may(approval.by, "masters.approve", product, doing)
    return product


def first_version(
    kind: MasterKind,
    product: Product,
    approval: Approval,
    content: Any,
    create: Callable[[dict[str, Any]], AnyVersion],
) -> AnyVersion:
    """The version that `create` makes of the fields that every one has.

    Raises Refused where the product has one: the next one is made by the approval of a change request.
    """
    rules.check_first(MODELS[kind]._default_manager.filter(product=product).order_by("version").first(), kind.label)
    number = rules.check_follows(
        None, version=content.version, valid_from=approval.valid_from, today=approval.at.date()
    )
    made = create(fields_of(product, number, approval, content))
    begin_version(product=product, kind=kind, version_id=made.pk, valid_from=approval.valid_from, at=approval.at)
    return made


def succeed_version(
    *,
    product_id: UUID,
    kind: MasterKind,
    content: Any,
    valid_from: date,
    based_on: UUID,
    signature: Signature,
    by: Actor,
    at: datetime,
) -> Version:
    """The approved change becomes the next version; its predecessor ends on the day it begins.

    `signature` covers the content by its digest, `based_on` is the version that the change was written against. Must
    run inside the approval's transaction. Raises Refused when another version has come between, or for an unlawful day.
    """
    product = Product.objects.locked([product_id]).get()
    last = MODELS[kind]._default_manager.filter(product=product, recorded_until=None).order_by("-version").first()
    rules.check_based_on(last, based_on)
    check_content(kind, product, content, valid_from)
    number = rules.check_follows(last, version=None, valid_from=valid_from, today=at.date())
    if last is not None and (last.valid_until is None or last.valid_until > valid_from):
        last.valid_until = valid_from
        last.save(update_fields=["valid_until"])
    approval = Approval(product_id, valid_from, by, at, signature.pk)
    made: Version = CREATE[kind](content, fields_of(product, number, approval, content))
    begin_version(product=product, kind=kind, version_id=made.pk, valid_from=valid_from, at=at)
    return made


def fields_of(product: Product, number: int, approval: Approval, content: Any) -> dict[str, Any]:
    """What every version has, whatever it says."""
    return {
        "partnership_id": product.partnership_id,
        "sponsor_id": product.sponsor_id,
        "product": product,
        "version": number,
        "valid_from": approval.valid_from,
        "approved_by_id": approval.by.person_id,
        "approved_at": approval.at,
        "recorded_from": approval.at,
        "signature_id": approval.signature_id,
        "content_sha256": digest(content),
    }


def check_content(kind: MasterKind, product: Product, content: Any, on: date) -> None:
    """Complete, and fitting together."""
    if kind == MasterKind.SAMPLING_PLAN:
        rules.check_sampling_plan(content, codes_of_tests_on(product, on))
    else:
        _CHECKS[kind](content)


_CHECKS: dict[MasterKind, Callable[[Any], None]] = {
    MasterKind.MASTER_RECORD: rules.check_master_record,
    MasterKind.SPECIFICATION: rules.check_specification,
    MasterKind.LABEL: rules.check_label,
}
