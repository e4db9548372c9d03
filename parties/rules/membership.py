"""Roles, their change and their end (21 CFR 11.10(d), (g), 11.300)."""

from collections.abc import Collection
from uuid import UUID

from kernel.errors import Forbidden, Refused
from kernel.scope import Actor
from parties.lockout import Lockout
from parties.models import Membership, Person
from parties.states import SIGNING_ROLES, Role


def check_roles(roles: Collection[str]) -> None:
    """At least one role of the trade; an administrator holds no signing authority."""
    unknown = sorted(set(roles) - set(Role.values))
    if unknown:
        raise Refused(f"There is no role “{unknown[0]}”.", code="role-unknown")
    if not roles:
        raise Refused("Choose at least one role.", code="role-missing")
    signing = [role.label for role in SIGNING_ROLES if role in roles]
    if Role.ADM in roles and signing:
        raise Refused(
            f"An administrator holds no signing authority: give “{sorted(signing)[0]}” to another person.",
            "21 CFR 11.10(g)",
            code="separation-of-duties",
        )


def check_not_oneself(by: Actor, person_id: UUID, doing: str) -> None:
    """Nobody changes the own authority."""
    if by.person_id == person_id:
        raise Forbidden(f"You cannot {doing} yourself; ask another administrator.", "21 CFR 11.10(g)")


def check_administrator_left(*, remaining: int) -> None:
    if remaining == 0:
        raise Refused("An organization keeps at least one administrator. Appoint another one first.", "21 CFR 11.10(g)")


def check_member(membership: Membership) -> None:
    if membership.ended_at is not None:
        raise Refused(f"{membership.person} has left {membership.organisation} already.", code="wrong-state")


def check_locked(person: Person, standing: Lockout) -> None:
    if standing.locked_until is None:
        raise Refused(f"The account of {person} is not locked.", code="wrong-state")


def check_had_factor(person: Person, removed: int) -> None:
    if removed == 0:
        raise Refused(f"{person} has no second factor and no passkey.", code="wrong-state")
