"""What is lawful with returned product (21 CFR 111.503-111.535)."""

from collections.abc import Collection
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from kernel.errors import Refused
from kernel.scope import Actor
from parties.rules import check_distinct
from quality_events.models.returns import ReturnedProduct
from quality_events.states.returns import ReturnState

USES_AGAIN = ("salvage", "reprocess")


def check_received(*, quantity: Decimal, texts: dict[str, str], received_at: datetime, at: datetime) -> None:
    """It is identified and stands somewhere in quarantine (111.510). `texts`: what must not be empty, by its name."""
    if quantity <= 0:
        raise Refused("Say how much came back.", "21 CFR 111.510", code="return-quantity")
    for name, text in texts.items():
        if not text.strip():
            raise Refused(f"Say {name}.", "21 CFR 111.510", code="return-text")
    if received_at > at:
        raise Refused("The time of receipt lies in the future.", "21 CFR 111.535(b)", code="return-time")


def check_lot(lot: Any, product_id: UUID) -> None:
    if lot is not None and lot.product_id != product_id:
        raise Refused(f"Lot {lot.number} is a lot of another product.", "21 CFR 111.510", code="return-lot")


def check_not_more_than_made(quantity: Decimal, lot: Any, before: Decimal) -> None:
    """Of one lot no more comes back than was made. `before`: what came back so far, in the packaged unit."""
    if lot is None or lot.quantity_good is None or before + quantity <= lot.quantity_good:
        return
    raise Refused(
        f"Lot {lot.number} has {lot.quantity_good.normalize():f} {lot.unit}, and {before.normalize():f} came back "
        "before. Correct the quantity or the lot.",
        "21 CFR 111.535(b)",
        code="return-quantity",
    )


def check_own_review(returned: ReturnedProduct, by: Actor) -> None:
    """Who wrote the review signs it."""
    if returned.reviewed_by_id != by.person_id:
        raise Refused(f"{returned.reviewed_by} wrote the review and signs it; or write it anew.", "21 CFR 11.50(a)")


def check_review(returned: ReturnedProduct) -> None:
    """The material review says what was examined and whether other batches are concerned (111.510, 111.530)."""
    if not returned.review.strip() or returned.implicates_others is None:
        raise Refused(
            "Write down the material review, and whether the reason may concern other batches.",
            "21 CFR 111.510, 111.530",
            code="return-review",
        )


def check_open_for_review(returned: ReturnedProduct) -> None:
    if returned.state != ReturnState.QUARANTINED:
        raise Refused(f"{returned} has been reviewed already.", "21 CFR 111.510", code="wrong-state")


def check_decision(returned: ReturnedProduct, verb: str, by: Actor, lenders: Collection[UUID]) -> None:
    """Quality control decides, another person than the reviewer; other batches first, unknown lots are destroyed.

    `lenders`: on whose authority the review was signed.
    """
    reviewers = [returned.reviewed_by_id, *lenders]
    check_distinct(by, reviewers, "You reviewed it. Another person must decide.", "21 CFR 111.12(b)")
    if verb in USES_AGAIN and returned.lot_id is None:
        raise Refused(
            "Nobody knows of which lot it is: it can only be destroyed.", "21 CFR 111.510, 111.515", code="return-lot"
        )
    if returned.implicates_others and returned.event_id is None:
        raise Refused(
            "The reason may concern other batches: open the investigation first.", "21 CFR 111.530", code="return-event"
        )


def check_investigable(returned: ReturnedProduct) -> None:
    """An event opens once, on a known lot, where the review says that others are concerned."""
    if returned.event_id is not None:
        raise Refused(f"{returned} is investigated already.", "21 CFR 111.530", code="wrong-state")
    if not returned.implicates_others:
        raise Refused("The review says that no other batch is concerned.", "21 CFR 111.530", code="return-review")


def check_lots_chosen(count: int) -> None:
    if not count:
        raise Refused("Choose the lots that the reason may concern.", "21 CFR 111.530", code="return-lots")


def check_destruction(*, operator: str, witness: str, destroyed_on: date, today: date) -> None:
    """Somebody did it, somebody else saw it, and it is done (111.515)."""
    if not operator.strip() or not witness.strip():
        raise Refused("Name who destroyed it and who witnessed it.", "21 CFR 111.515", code="return-witness")
    if " ".join(operator.casefold().split()) == " ".join(witness.casefold().split()):
        raise Refused("The witness is another person than who destroyed it.", "21 CFR 111.515", code="return-witness")
    if destroyed_on > today:
        raise Refused("The day of destruction lies in the future.", "21 CFR 111.515", code="return-time")
