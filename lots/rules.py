"""What must hold before a lot may be planned, started, completed, held or lifted."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from kernel.errors import Forbidden, Refused
from kernel.scope import Actor
from lots.genealogy import StatedEdge
from lots.models import Hold, Lot
from lots.states import EdgeKind, MaterialKind
from parties.states import role_labels

LONGEST_TO_REVIEW = timedelta(days=92)
_NAMED = 5
"""Rows of a wrong file that are named."""


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


def check_may_link(by: Actor, organisation_id: UUID) -> None:
    """The genealogy is the manufacturer's own record."""
    if by.organisation_id != organisation_id or not by.may("lots.link"):
        raise Forbidden("Your role does not allow you to keep the genealogy of lots.", "21 CFR 11.10(g)")


def check_material(kind: str, item_code: str, number: str, quantity: Decimal | None, unit: str) -> None:
    if kind not in MaterialKind.values:
        raise Refused(f"There is no such kind of material: {kind}.", "21 CFR 111.260(a)", code="kind-unknown")
    if not item_code.strip():
        raise Refused("Give the item’s code: equal numbers of different items are different lots.", "21 CFR 111.155(d)")
    if number and (number != number.strip() or not number.isprintable()):
        raise Refused("Give the lot number as it is written, without blanks around it.", "21 CFR 111.155(d)(1)")
    if quantity is not None:
        check_quantity(quantity)
        _check_unit(unit)


def check_receipt(number: str, maker: str, supplier_lot: str) -> None:
    """R203: a recall by the supplier is asked by the supplier's own number."""
    if number and not maker.strip():
        raise Refused("Give the supplier or the manufacturer of a received lot.", "21 CFR 111.155(d)(1)")
    if number and not supplier_lot.strip():
        raise Refused("Give the supplier’s lot number: a recall by the supplier names no other.", "R203")


def check_material_free(number: str, *, is_taken: bool) -> None:
    if is_taken:
        raise Refused(f"Lot {number} of this item and maker is on record already.", "21 CFR 111.155(d)(1)")


def check_known_ends(ends: Collection[UUID], seen: Collection[UUID]) -> None:
    if len(set(ends) - set(seen)):
        raise Refused("One of these lots is not on record here.", "21 CFR 111.260(a)", code="lot-unknown")


def check_edge(edge: StatedEdge, today: date, *, is_imported: bool = False) -> None:
    """How much went over is left open for carry-over, which nobody can weigh, and where other records don't say it."""
    if edge.kind not in EdgeKind.values:
        raise Refused(f"There is no such way for a lot to go into another: {edge.kind}.", code="kind-unknown")
    if edge.parent_id == edge.child_id:
        raise Refused("A lot cannot go into itself.", "R217", code="circle")
    if edge.quantity is None and edge.kind != EdgeKind.CARRY_OVER and not is_imported:
        raise Refused("Say how much went over; only carry-over may be without a quantity.", "21 CFR 111.260(d)")
    if edge.quantity is not None:
        check_quantity(edge.quantity)
        _check_unit(edge.unit)
    if edge.happened_on and edge.happened_on > today:
        raise Refused("The day on which it happened lies in the future.", "21 CFR 111.260(d)")


def _check_unit(unit: str) -> None:
    if not unit.strip():
        raise Refused("Give the unit of the quantity.", "21 CFR 111.260(d)")


def check_no_circle(names: Sequence[str]) -> None:
    """R217: nothing is made of itself."""
    if names:
        raise Refused(
            f"This would make a circle: {' → '.join((*names, names[0]))}. No lot is made of itself.",
            "R217",
            code="circle",
        )


def check_found_edges(first: Any) -> None:
    if first is None:
        raise Refused("Nothing that counts was stated under this number.", code="wrong-state")


def check_rows(wrong: Sequence[tuple[int, str]]) -> None:
    """A file is entered whole or not at all; the first of its wrong rows are named."""
    if wrong:
        told = " ".join(f"Row {number}: {problem}" for number, problem in wrong[:_NAMED])
        more = f" {len(wrong) - _NAMED} more rows are wrong." if len(wrong) > _NAMED else ""
        raise Refused(f"{told}{more}", "21 CFR 111.260(a)", code="rows-wrong")
