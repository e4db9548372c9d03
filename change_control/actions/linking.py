"""One change in the plant that touches several sponsors' products: one request each, linked for the CMO alone."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from change_control import rules
from change_control.actions.proposing import ChangeDraft, propose
from change_control.models import ChangeRequest, LinkedRequest
from kernel.history import acting
from kernel.ids import new_id
from kernel.scope import Actor
from masters.models import Product


def propose_linked(
    *, product_ids: Sequence[UUID], content: ChangeDraft, by: Actor, reason: str, at: datetime
) -> list[ChangeRequest]:
    """A draft for each product, in its own partnership with its own number; from then on each goes its own way.

    Refused for two products of one partnership (the impact list names the sponsor's others), for a text that names
    another sponsor, and with a version's content, which is one product's.
    """
    with transaction.atomic(), acting(by=by, reason=reason.strip() or "change proposed", at=at):
        products = list(Product.objects.filter(pk__in=product_ids).select_related("partnership__sponsor"))
        if len(products) != len(set(product_ids)):
            raise Product.DoesNotExist
        products.sort(key=lambda product: product.partnership_id)
        rules.check_linked(products, content)
        made = [propose(product_id=product.pk, content=content, by=by, reason=reason, at=at) for product in products]
        group = new_id()
        LinkedRequest.objects.bulk_create(
            LinkedRequest(organisation_id=product.partnership.cmo_id, group=group, change_id=change.pk)
            for product, change in zip(products, made, strict=True)
        )
        return made
