"""Takes returned product through its steps, for the tests."""

import io
from datetime import timedelta
from decimal import Decimal
from typing import Any

from clocks.models import InboxItem
from evidence.actions.files import examine
from kernel import clock, scope
from kernel.scope import Actor
from lots.models import Lot
from quality_events.actions.returns import (
    CameBack,
    decide_return,
    receive_return,
    record_return_destruction,
    record_return_review,
    sign_return_review,
)
from quality_events.models import ReturnedProduct
from quality_events.queries.returns import return_content, returns
from records.content import content_hash
from tests.factories.signing import proof
from tests.factories.walked import Shop
from tests.quality_events.test_investigation import PDF

CAME_BACK = CameBack(Decimal(24), "Corner Vitamins, Denver", "defect", "Seals broken, one case wet.", "Cage 4")


def receive(shop: Shop, lot: Lot | None, *, by: Actor | None = None, **given: Any) -> ReturnedProduct:
    by, at = by or shop.world.reviewer, clock.now()
    fields = {name: given.pop(name) for name in list(given) if name in CAME_BACK.__slots__}
    came_back = CameBack(**{name: getattr(CAME_BACK, name) for name in CAME_BACK.__slots__} | fields)
    values: dict[str, Any] = {"received_at": at - timedelta(hours=1)} | given
    with scope.opened(by):
        return receive_return(
            product_id=shop.product.pk, lot_id=lot.pk if lot else None, came_back=came_back, by=by, reason="", at=at,
            **values,
        )  # fmt: skip


def review(shop: Shop, returned: ReturnedProduct, *, others: bool = False, by: Actor | None = None) -> ReturnedProduct:
    by, at = by or shop.world.reviewer, clock.now()
    with scope.opened(by):
        record_return_review(
            return_id=returned.pk, review="Ten bottles opened; caps are dry.", implicates_others=others, by=by,
            reason="", at=at,
        )  # fmt: skip
        return sign_return_review(**signed(returned, by))


def signed(returned: ReturnedProduct, by: Actor, reason: str = "") -> dict[str, Any]:
    """What the signing page would send."""
    at = clock.now()
    digest = content_hash(return_content(returns().get(pk=returned.pk)))
    return {
        "return_id": returned.pk,
        "proof": proof(by, at, returned, digest),
        "shown_hash": digest,
        "by": by,
        "reason": reason,
        "at": at,
    }


def decide(
    shop: Shop, returned: ReturnedProduct, verb: str, by: Actor | None = None, reason: str = "as reviewed"
) -> ReturnedProduct:
    by = by or shop.world.head
    with scope.opened(by):
        return decide_return(verb=verb, **signed(returned, by, reason))


def destroy(shop: Shop, returned: ReturnedProduct, **given: Any) -> ReturnedProduct:
    by, at = shop.world.cmo_qa, clock.now()
    values = {"destroyed_on": at.date(), "operator": "J. Marsh", "witness": "L. Ito"} | given
    with scope.opened(by):
        certificate = examine("certificate.pdf", io.BytesIO(PDF))
        return record_return_destruction(
            return_id=returned.pk, certificate=certificate, by=by, reason="", at=at, **values
        )


def waiting(shop: Shop, returned: ReturnedProduct) -> set[str]:
    with scope.opened(shop.world.head):
        items = InboxItem.objects.filter(url=f"/events/returns/{returned.pk}/", done_at=None)
        return {item.title.partition(f" {returned.number}")[0] for item in items}
