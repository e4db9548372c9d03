"""Product that came back: four dozen destroyed before a witness, one carton in quarantine (111.503-111.535)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from evidence.actions.files import examine
from kernel.scope import Actor
from lots.models import Lot
from oversight.demo.baseline import ALDER, CLERKS, HEADS, KEYSTONE, REVIEWERS
from oversight.demo.designs import MAGNESIUM
from oversight.demo.papers import plain_paper
from oversight.demo.stage import Scene, Stage
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

REVIEWER, HEAD, CLERK = REVIEWERS[ALDER], HEADS[ALDER], CLERKS[KEYSTONE]


@dataclass(slots=True)
class Parcel:
    """One return of magnesium: what came, to whom, when, and whether it is destroyed."""

    stage: Stage
    came_back: CameBack
    entered_by: str
    begins: datetime
    review: str = ""
    key: UUID | None = None

    def scenes(self) -> list[Scene]:
        steps: list[tuple[int, Callable[[], Any]]] = [(0, self.receive)]
        if self.review:
            steps += [(22, self.examine), (26, self.decide), (96, self.destroy)]
        return [
            Scene(self.begins + timedelta(hours=hours), f"return: {doing.__name__}", doing) for hours, doing in steps
        ]

    def receive(self) -> None:
        def doing(by: Actor, at: datetime) -> ReturnedProduct:
            product = self.stage.made[f"product/{MAGNESIUM.product.code}"]
            shipped = Lot.objects.filter(product=product, state="shipped").order_by("-packed_on").first()
            return receive_return(
                product_id=product.pk, lot_id=shipped.pk if shipped else None, came_back=self.came_back,
                received_at=at - timedelta(hours=1), by=by, reason="", at=at,
            )  # fmt: skip

        self.key = self.stage.act(self.entered_by, doing).pk

    def examine(self) -> None:
        self.stage.act(REVIEWER, lambda by, at: record_return_review(
            return_id=self._key(), review=self.review, implicates_others=False, by=by, reason="", at=at,
        ))  # fmt: skip
        self._sign(REVIEWER, sign_return_review)

    def decide(self) -> None:
        self._sign(HEAD, decide_return, verb="destroy", reason="Moisture reached the seals.")

    def destroy(self) -> None:
        paper = plain_paper("Certificate of destruction", ["48 bottles, incinerated under supervision."])

        def doing(by: Actor, at: datetime) -> ReturnedProduct:
            return record_return_destruction(
                return_id=self._key(), destroyed_on=at.date(), operator="J. Marsh, Basin Waste Services",
                witness="Priya Raman", certificate=examine("certificate of destruction.pdf", paper), by=by, reason="",
                at=at,
            )  # fmt: skip

        self.stage.act(REVIEWER, doing)

    def _sign(self, email: str, action: Callable[..., ReturnedProduct], reason: str = "", **more: Any) -> None:
        def doing(by: Actor, at: datetime) -> ReturnedProduct:
            returned = returns().get(pk=self._key())
            shown = content_hash(return_content(returned))
            proof = self.stage.proof(by, returned, shown)
            return action(return_id=self._key(), proof=proof, shown_hash=shown, by=by, reason=reason, at=at, **more)

        self.stage.act(email, doing)

    def _key(self) -> UUID:
        if self.key is None:
            raise RuntimeError("Product comes back before anything else becomes of it.")
        return self.key


def returned_product(stage: Stage, today: datetime) -> list[Scene]:
    """Two parcels, the newer one of yesterday."""
    parcels = (
        Parcel(
            stage,
            CameBack(
                Decimal(48), "Juniper Market Co-op, Bend", "damaged",
                "Cartons wet on one side, labels loose, caps closed.", "Quarantine cage 2, shelf B",
                "Rain came into the trailer.",
            ),
            REVIEWER, today - timedelta(days=63),
            review="Eight bottles opened: the liner holds, desiccant saturated in two. The lot itself is sound.",
        ),
        Parcel(
            stage,
            CameBack(
                Decimal(12), "A consumer, order 88121", "unwanted", "Unopened, seals whole.", "Returns cage, Reno",
            ),
            CLERK, today - timedelta(hours=26),
        ),
    )  # fmt: skip
    return [scene for parcel in parcels for scene in parcel.scenes()]
