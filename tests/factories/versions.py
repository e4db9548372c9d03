"""The next version of a product, as the approval of a change request makes it: signed, and by its content."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from kernel.history import acting
from kernel.scope import Actor
from masters.actions import succeed_version
from masters.models import MasterKind, Product
from masters.queries import VALUES
from masters.queries.validities import MODELS
from masters.written import digest
from records.actions import signatures
from records.content import content_hash
from records.models import Signature
from records.states import Meaning
from tests.factories.signing import proof

KINDS = {value: kind for kind, value in VALUES.items()}


def sign_version(signed_for: Product, content: Any, *, by: Actor, at: datetime, **told: Any) -> Signature:
    """A signature over a request that would make this version; `told` goes beside what is signed of it."""
    kind = KINDS[type(content)]
    signed = {"version": {"kind": kind, "product": signed_for.pk, "sha256": digest(content)} | told}
    shown = content_hash(signed)
    return signatures.sign(
        by=by, subject=signed_for, subject_kind="change_request", subject_label="CR-0", content=signed,
        meaning=Meaning.APPROVED, proof=proof(by, at, signed_for, shown, Meaning.APPROVED), reason="", at=at,
        shown_hash=shown, permission="change_control.approve",
    )  # fmt: skip


def approve_next(
    *, product_id: UUID, content: Any, valid_from: date, by: Actor, at: datetime, reason: str = "changed"
) -> Any:
    """The version; `by` is the sponsor's head of quality and his scope is open."""
    kind: MasterKind = KINDS[type(content)]
    with transaction.atomic(), acting(by=by, reason=reason or "changed", at=at):
        product = Product.objects.get(pk=product_id)
        last = MODELS[kind]._default_manager.filter(product=product, recorded_until=None).order_by("-version")[0]
        signature = sign_version(product, content, by=by, at=at)
        return succeed_version(
            product_id=product_id, kind=kind, content=content, valid_from=valid_from, based_on=last.pk,
            signature=signature, by=by, at=at,
        )  # fmt: skip
