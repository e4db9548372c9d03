"""The only way in: an organisation invites, the address answers once (21 CFR 11.100(b))."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from kernel import scope
from kernel.history import acting
from kernel.scope import Actor
from parties import rules
from parties.actions.enrolment import enrol
from parties.models import Invitation, Membership, Organisation, Person
from parties.outside import letters
from parties.queries import bare_actor
from parties.tokens import new_token, token_hash

INVITATION_LASTS = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Invited:
    """The invitation and its token, which is nowhere stored."""

    invitation: Invitation
    token: str


def invite(*, email: str, roles: Collection[str], by: Actor, reason: str, at: datetime) -> Invited:
    """Ask somebody by e-mail to act for the own organisation in these roles. The link serves once, for 7 days."""
    rules.check_on_page(by, "invite people")
    rules.check_may(by, "parties.invite", None, "invite people")
    rules.check_roles(roles)
    address = email.strip().lower()
    with transaction.atomic(), acting(by=by, reason=reason.strip() or f"invited {address}", at=at):
        organisation = Organisation.objects.locked([by.organisation_id]).get()
        members = Membership.objects.filter(organisation=organisation, person__email=address, ended_at=None)
        rules.check_not_member(members.exists(), address, organisation)
        open_ones = Invitation.objects.filter(organisation=organisation, email=address).filter(**_open_at(at))
        rules.check_not_invited(open_ones.exists(), address)
        return write_invitation(organisation, address, roles, by, at)


def write_invitation(
    organisation: Organisation, address: str, roles: Collection[str], by: Actor, at: datetime
) -> Invited:
    """The row and the letter; the caller has checked, scoped and named who acts."""
    token = new_token()
    invitation = Invitation.objects.create(
        organisation=organisation,
        email=address,
        roles=sorted(roles),
        invited_by_id=by.person_id,
        token_hash=token_hash(token),
        expires_at=at + INVITATION_LASTS,
    )
    values = {"organisation": organisation, "by": by.name, "expires_at": invitation.expires_at}
    letters.send("invitation", [address], values | {"url": letters.address_of("parties:accept", token)})
    return Invited(invitation, token)


def revoke_invitation(*, invitation_id: UUID, by: Actor, reason: str, at: datetime) -> Invitation:
    """Take an invitation back before it is used."""
    rules.check_on_page(by, "take an invitation back")
    rules.check_may(by, "parties.invite", None, "take an invitation back")
    rules.check_reason(reason)
    with transaction.atomic(), acting(by=by, reason=reason, at=at):
        invitation = Invitation.objects.locked([invitation_id]).get()
        rules.check_open(invitation, at)
        invitation.revoked_at = at
        invitation.save()
        return invitation


def accept_invitation(*, token: str, name: str, password: str, at: datetime) -> Person:
    """Somebody without an account takes the invitation: name and password are his own from the start."""
    with scope.anonymous(), transaction.atomic():
        invitation = _taken(token, at)
        person = Person.objects.filter(email=invitation.email).first() or Person(email=invitation.email)
        rules.check_not_enrolled(person)
        person = enrol(person, name=name, password=password, at=at)
        _use(invitation, bare_actor(person), at)
        return person


def join_organisation(*, token: str, by: Actor, at: datetime) -> Membership:
    """Somebody who has an account already takes an invitation of one more organisation."""
    rules.check_on_page(by, "accept an invitation")
    with scope.anonymous(), transaction.atomic():
        invitation = _taken(token, at)
        rules.check_addressee(Person.objects.get(pk=by.person_id), invitation.email)
        return _use(invitation, by, at)


def _open_at(at: datetime) -> dict[str, object]:
    return {"accepted_at": None, "revoked_at": None, "expires_at__gt": at}


def _taken(token: str, at: datetime) -> Invitation:
    """The invitation behind a link, locked. Raises Invitation.DoesNotExist for a link that never was."""
    invitation = Invitation.objects.select_for_update(no_key=True).get(token_hash=token_hash(token))
    rules.check_open(invitation, at)
    return invitation


def _use(invitation: Invitation, by: Actor, at: datetime) -> Membership:
    organisation_id = invitation.organisation_id
    inside = scope.system(organisation_id=organisation_id)
    with scope.opened(inside), acting(by=by, reason="accepted the invitation", at=at):
        invitation.accepted_at = at
        invitation.save()
        found = Membership.objects.filter(organisation_id=organisation_id, person_id=by.person_id, ended_at=None)
        return found.first() or Membership.objects.create(
            organisation_id=organisation_id, person_id=by.person_id, roles=invitation.roles
        )
