"""An invitation is answered once, by its addressee, in time (21 CFR 11.100)."""

from datetime import datetime
from typing import Protocol

from kernel.errors import Forbidden, Refused
from parties.models import Organisation, Person


class Answerable(Protocol):
    """An invitation of either kind."""

    expires_at: datetime
    accepted_at: datetime | None
    revoked_at: datetime | None


def check_open(invitation: Answerable, at: datetime) -> None:
    """One use, seven days, until it is taken back."""
    if invitation.accepted_at is not None:
        raise Refused("This invitation has been used already. Log in instead.", "21 CFR 11.100(b)", code="used")
    if invitation.revoked_at is not None:
        raise Refused("This invitation was taken back. Ask for a new one.", "21 CFR 11.100(b)", code="revoked")
    if invitation.expires_at <= at:
        raise Refused("This invitation has expired. Ask for a new one.", "21 CFR 11.100(b)", code="expired")


def check_not_member(is_member: bool, email: str, organisation: Organisation) -> None:  # noqa: FBT001 - the fact
    if is_member:
        raise Refused(f"{email} acts for {organisation} already. Change the roles instead.", code="member-already")


def check_not_invited(is_invited: bool, email: str) -> None:  # noqa: FBT001 - the fact that it checks
    if is_invited:
        raise Refused(f"{email} has an open invitation. Take it back to send a new one.", code="invited-already")


def check_not_enrolled(person: Person) -> None:
    """An account is taken into use once; afterwards its owner logs in."""
    if person.password and person.has_usable_password():
        raise Refused("This address has an account. Log in, then open the link again.", code="log-in-first")


def check_addressee(person: Person, email: str) -> None:
    if person.email != email:
        raise Forbidden(f"This invitation is for {email}. Log in with that address.", "21 CFR 11.100(b)")


def check_name(name: str) -> None:
    """The full name is printed beside every signature."""
    if not name.strip() or not name.strip().isprintable():
        raise Refused("Give the full name as it is to be printed.", "21 CFR 11.50(a)(1)", code="name-missing")
