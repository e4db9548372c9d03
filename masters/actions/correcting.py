"""A recorded version was wrong about the world: what really held is recorded beside it, and signed."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from kernel.history import acting
from kernel.scope import Actor
from masters import rules
from masters.actions.contents import CREATE
from masters.actions.succession import Approval, check_content, fields_of
from masters.actions.validities import move_version
from masters.content import correction_content
from masters.models import MasterKind, Product
from masters.models.products import Version
from masters.queries import content_of_version, version_of
from masters.queries.validities import MODELS
from parties.identity import ProofOfIdentity
from parties.rules import check_may
from records.actions import signatures
from records.states import Meaning


def correct_version(
    *,
    version_id: UUID,
    valid_from: date,
    content: Any = None,
    proof: ProofOfIdentity,
    shown_hash: str,
    by: Actor,
    reason: str,
    at: datetime,
) -> Version:
    """Record what really held: the day that the version began, its content (a value of its kind), or both.

    The day may lie in the past, as long as the version stays between its neighbors. The row that was wrong is closed
    and stays, with the lots that were made under it; what it said can be asked for at any earlier moment. Raises
    Refused for a correction that changes nothing or breaks the order, Forbidden for all but the sponsor's approver.
    """
    with transaction.atomic(), acting(by=by, reason=reason.strip() or "corrected", at=at):
        kind, found = version_of(version_id)
        check_may(by, "masters.approve", found, "correct the baseline")
        rules.check_may_correct(by, found)
        product = Product.objects.locked([found.product_id]).get()
        old = MODELS[kind]._default_manager.locked([version_id]).get()
        said = content_of_version(old)
        _check(kind, product, old, valid_from, content if content is not None else said, said)
        signature = signatures.sign(
            by=by,
            subject=old,
            subject_kind="master_version",
            subject_label=f"Correction of {old}"[:200],
            content=correction_content(old, valid_from, content),
            meaning=Meaning.APPROVED,
            proof=proof,
            reason=reason,
            at=at,
            shown_hash=shown_hash,
            permission="masters.approve",
        )
        approval = Approval(product.pk, valid_from, by, at, signature.pk)
        return _replace(kind, product, old, content if content is not None else said, approval)


def _check(kind: MasterKind, product: Product, old: Version, valid_from: date, content: Any, said: Any) -> None:
    chain = MODELS[kind]._default_manager.filter(product=product, recorded_until=None)
    rules.check_corrects(
        old,
        valid_from=valid_from,
        says_other=(valid_from, content) != (old.valid_from, said),
        before=chain.filter(version__lt=old.version).order_by("-version").first(),
        after=chain.filter(version__gt=old.version).order_by("version").first(),
    )
    check_content(kind, product, content, valid_from)


def _replace(kind: MasterKind, product: Product, old: Version, content: Any, approval: Approval) -> Version:
    """The wrong row is closed, the right one takes its number; its neighbor's end follows."""
    valid_from, at = approval.valid_from, approval.at
    old.recorded_until = max(at, old.recorded_from)
    old.save(update_fields=["recorded_until"])
    _end_the_one_before(kind, product, old, valid_from)
    fields = fields_of(product, old.version, approval, content)
    made: Version = CREATE[kind](content, fields | {"valid_until": old.valid_until, "corrects_id": old.pk})
    move_version(product=product, kind=kind, version_id=old.pk, now_id=made.pk, valid_from=valid_from, at=at)
    return made


def _end_the_one_before(kind: MasterKind, product: Product, old: Version, valid_from: date) -> None:
    """What is shown as its end is what is known now; rows that hold overlap on no day."""
    chain = MODELS[kind]._default_manager.filter(product=product, recorded_until=None, version__lt=old.version)
    before = chain.order_by("-version").first()
    if before is None or before.valid_until is None:
        return
    if before.valid_until == old.valid_from or before.valid_until > valid_from:
        before.valid_until = valid_from
        before.save(update_fields=["valid_until"])
