"""What is written down at the door: who came, failed, was locked out, was let in again (11.300(c), (d))."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from kernel import events, scope
from kernel.scope import Actor
from parties import rules
from parties.events import AccountLocked
from parties.models import LoginRecord, Membership, Person
from parties.queries import lockout
from parties.states import LoginKind


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who stands at the door, as far as he is known."""

    email: str
    person_id: UUID | None = None
    address: str | None = None
    agent: str = ""


def note(kind: LoginKind, visitor: Visitor, at: datetime, *, by_id: UUID | None = None, reason: str = "") -> None:
    """Append one line to the record of the door."""
    LoginRecord.objects.create(
        at=at,
        kind=kind,
        person_id=visitor.person_id,
        email=visitor.email.lower()[:254],
        address=visitor.address,
        agent=visitor.agent[:300],
        by_id=by_id,
        reason=reason,
    )


def note_failure(visitor: Visitor, at: datetime) -> None:
    """A wrong password, code or passkey; the fifth within the window locks the account and tells of it."""
    with transaction.atomic():
        note(LoginKind.FAILED, visitor, at)
        standing = lockout(visitor.email, at)
        if standing.is_due and standing.locked_until is None:
            note(LoginKind.LOCKED, visitor, at)
            events.publish(AccountLocked(visitor.person_id, visitor.email.lower(), visitor.address, at))


def find_person(email: str) -> Person | None:
    """The person behind an address, looked up as the log-in page does."""
    with scope.anonymous(), transaction.atomic():
        found: Person | None = Person.objects.filter(email=email.lower()).first()
    return found


def unlock_account(*, membership_id: UUID, by: Actor, reason: str, at: datetime) -> None:
    """An administrator of the person's organisation opens a locked account before its time."""
    with transaction.atomic():
        membership = Membership.objects.select_related("person", "organisation").get(
            pk=membership_id, organisation_id=by.company_id
        )
        rules.check_on_page(by, "unlock an account")
        rules.check_may(by, "parties.roles", None, "unlock accounts")
        rules.check_reason(reason)
        rules.check_not_oneself(by, membership.person_id, "unlock")
        person = membership.person
        rules.check_locked(person, lockout(person.email, at))
        note(LoginKind.UNLOCKED, Visitor(person.email, person.pk), at, by_id=by.person_id, reason=reason)
