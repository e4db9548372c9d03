"""What must hold before a lot may be planned, started, completed, held or lifted."""

from collections.abc import Collection
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from kernel.errors import Forbidden, Refused
from kernel.scope import Actor
from lots.models import Hold, Lot
from parties.states import role_labels

LONGEST_TO_REVIEW = timedelta(days=92)


def check_may(by: Actor, permission: str, row: Any, doing: str) -> None:
    """Authority on this side of the partnership (21 CFR 11.10(g))."""
    if not by.may(permission, row):
        raise Forbidden(f"Your role does not allow you to {doing}.", "21 CFR 11.10(g)")


def check_may_plan_any(products: Collection[Any]) -> None:
    """The page for planning opens only for somebody who may plan something."""
    if not products:
        raise Forbidden(
            "Your role does not allow you to plan a lot, or no product is here yet: first versions of its masters "
            "are brought under Products, and the sponsor’s head of quality approves them.",
            "21 CFR 11.10(g)",
        )


def check_number(number: str) -> None:
    """A lot number is a name that people read aloud: visible characters, no padding."""
    if not number or number != number.strip() or not number.isprintable():
        raise Refused("Give the lot number as it is printed, without blanks around it.", "21 CFR 111.260(a)")


def check_number_free(number: str, *, is_taken: bool) -> None:
    """R104: a lot number is unique per product and CMO."""
    if is_taken:
        raise Refused(f"Lot {number} exists already for this product.", "21 CFR 111.260(a)")


def check_quantity(quantity: Decimal) -> None:
    if quantity <= 0:
        raise Refused("The quantity must be more than zero.", "21 CFR 111.260(f)")


def check_site(site: Any, cmo: Any) -> None:
    """A lot is made at a site of the CMO that the partnership names."""
    if site is None:
        raise Refused(f"Choose a site of {cmo}: it makes this product.", "21 CFR 111.255")


def check_baseline(*, master_record: Any, specification: Any, label: Any, on: date) -> None:
    """A lot starts only under an approved master record, specification and label (111.123(a)(1))."""
    missing = [
        name
        for name, version in (
            ("master manufacturing record", master_record),
            ("specification", specification),
            ("label version", label),
        )
        if version is None
    ]
    if missing:
        raise Refused(
            f"No approved {' and no approved '.join(missing)} is in force on {on}. Approve one first.",
            "21 CFR 111.123(a)(1)",
        )


def check_agreement(version: Any, group: str, on: date) -> None:
    """New lots start only under a signed agreement in force (domain §C0)."""
    if version is None:
        raise Refused(
            f"No signed quality agreement covers “{group}” on {on}. Both sides must sign one first.",
            "quality agreement",
        )


def check_qualified(qualification: Any, on: date) -> None:
    """No commercial lot without a qualified CMO (domain §C9)."""
    if qualification is None or qualification.status == "suspended":
        raise Refused(f"The CMO is not qualified for this on {on}. The sponsor must qualify it first.", "ICH Q10 2.7")


def check_completion(lot: Lot, *, quantity_good: Decimal, made_on: date, packed_on: date, today: date) -> None:
    """Quantities and dates that can be true."""
    if quantity_good <= 0:
        raise Refused("The good quantity must be more than zero.", "21 CFR 111.260(f)")
    if packed_on < made_on:
        raise Refused("The packed date lies before the made date.", "21 CFR 111.260(j)")
    if packed_on > today:
        raise Refused("The packed date lies in the future.", "21 CFR 111.260(j)")
    if lot.started_at and made_on < lot.started_at.date():
        raise Refused(f"The made date lies before the start of {lot}.", "21 CFR 111.260(j)")


def check_reason(reason: str) -> None:
    if not reason.strip():
        raise Refused("Give a reason.", "21 CFR 11.10(e)", code="reason-missing")


def check_own_live_hold(hold: Hold, by: Actor) -> None:
    """Only the company that placed a hold decides about it (domain §C1)."""
    if hold.lifted_at is not None:
        raise Refused("This hold has been lifted already.", code="wrong-state")
    if hold.organisation_id != by.organisation_id:
        raise Refused(f"Only {hold.organisation} can lift its own hold.", "quality agreement")


def check_lift(hold: Hold, by: Actor) -> None:
    """The own hold, by somebody with the authority that was named when it was placed; an event's goes with it."""
    check_own_live_hold(hold, by)
    if hold.event_id is not None:
        raise Refused(
            f"This hold stands for {hold.event_number}; it is lifted when the event is closed.", "21 CFR 111.113"
        )
    if not by.roles.intersection(hold.authority):
        who = " or ".join(role_labels(hold.authority))
        raise Forbidden(f"This hold is lifted by: {who}.", "21 CFR 11.10(g)")


def check_review_date(review_on: date, today: date) -> None:
    """A hold is looked at again within three months."""
    if not today < review_on <= today + LONGEST_TO_REVIEW:
        raise Refused(
            f"Choose a review date after {today} and within {LONGEST_TO_REVIEW.days} days.", code="review-date"
        )
