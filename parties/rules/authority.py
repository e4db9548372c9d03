"""Who may, and who may not because somebody else must (21 CFR 11.10(g), 111.12(b); domain §C)."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any
from uuid import UUID

from kernel.errors import Forbidden, Refused
from kernel.scope import Actor


def check_may(by: Actor, permission: str, row: Any, doing: str) -> None:
    """Authority on this side of the partnership; without a row, inside the own organisation."""
    if not by.may(permission, row):
        raise Forbidden(f"Your role does not allow you to {doing}.", "21 CFR 11.10(g)")


def check_may_in_person(by: Actor, permission: str, row: Any, doing: str) -> None:
    """The own authority: what nobody signs is not done on a lent one, since nothing would say whose it was."""
    check_may(by, permission, row, doing)
    if not replace(by, delegated_permissions=frozenset()).may(permission, row):
        raise Forbidden(
            f"Authority was lent to you for signatures alone; a person whose own role allows it has to {doing}.",
            "21 CFR 11.10(g)",
            code="delegation-signatures",
        )


def check_distinct(by: Actor, other_person_ids: Iterable[UUID | None], sentence: str, clause: str) -> None:
    """Separation of duties: neither who does this, nor whose authority it is, did that."""
    if by.persons & set(other_person_ids):
        raise Forbidden(sentence, clause, code="separation-of-duties")


def check_not_performer(by: Actor, performer_ids: Iterable[UUID | None], what: str) -> None:
    """Who performed an operation does not do quality control's work on it (111.12(b))."""
    check_distinct(
        by,
        performer_ids,
        f"You performed work on {what}, so another person of the quality unit must do this.",
        "21 CFR 111.12(b)",
    )


def check_reason(reason: str) -> None:
    if not reason.strip():
        raise Refused("Give a reason.", "21 CFR 11.10(e)", code="reason-missing")


def check_on_page(by: Actor, doing: str) -> None:
    """What changes who may act is done by a person at a page, never with a key."""
    if by.channel == "api":
        raise Forbidden(f"A key cannot {doing}. Log in and do it on the page.", "21 CFR 11.10(d)")


def check_platform(by: Actor) -> None:
    """Companies are set up by the platform's operator; companies ask each other (`propose_partnership`)."""
    if not by.is_system:
        raise Forbidden("Only the platform’s operator sets up a company.", "21 CFR 11.10(d)")


def check_acts_for_company(by: Actor) -> None:
    if by.organisation_id is None:
        raise Forbidden("You act for no organization.", "21 CFR 11.10(d)")
