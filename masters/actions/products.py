"""A product enters the partnership."""

from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from django.db import transaction

from kernel.history import acting
from kernel.scope import Actor
from masters import rules
from masters.baseline import ProductValue
from masters.models import Product
from parties.models import Partnership
from parties.rules import check_may


def add_product(*, partnership_id: UUID, content: ProductValue, by: Actor, reason: str, at: datetime) -> Product:
    """Enter what the sponsor sells and the CMO makes; versions of its masters are approved afterwards."""
    with transaction.atomic(), acting(by=by, reason=reason.strip() or "product added", at=at):
        partnership = Partnership.objects.locked([partnership_id]).get()
        check_may(by, "masters.approve", partnership, "add a product")
        known = Product.objects.filter(partnership=partnership, code=content.code)
        rules.check_product(content, is_taken=known.exists())
        return Product.objects.create(partnership=partnership, sponsor_id=partnership.sponsor_id, **asdict(content))
