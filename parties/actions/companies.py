"""Companies and the pairs they form: nobody becomes anybody's partner without having agreed."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from django.db import IntegrityError, transaction

from kernel import scope
from kernel.history import acting
from kernel.ids import new_id
from kernel.scope import Actor
from parties import rules
from parties.actions.enrolment import enrol
from parties.actions.grants import company_exists
from parties.actions.invitations import INVITATION_LASTS, Invited, write_invitation
from parties.models import Membership, Organisation, Partnership, PartnershipInvitation, Person
from parties.outside import letters
from parties.queries import bare_actor
from parties.states import Role
from parties.tokens import new_token, token_hash


@dataclass(frozen=True, slots=True)
class Proposed:
    """The invitation to a company and its token, which is nowhere stored."""

    invitation: PartnershipInvitation
    token: str


def found_company(
    *,
    name: str,
    email: str,
    by: Actor,
    at: datetime,
    roles: Collection[str] = (Role.ADM,),
    time_zone: str = "America/New_York",
    fda_registration: str = "",
    address: str = "",
) -> Invited:
    """The platform's operator sets up a company; its first person (an administrator) is invited by e-mail."""
    rules.check_platform(by)
    rules.check_company_name(name)
    rules.check_roles(roles)
    key = new_id()
    with transaction.atomic(), scope.opened(scope.system(organisation_id=key)):
        rules.check_company_new(is_known=company_exists(name), name=name)
        with acting(by=by, reason=f"set up {name.strip()}", at=at):
            company = Organisation.objects.create(
                id=key,
                name=name.strip(),
                time_zone=time_zone,
                fda_registration=fda_registration,
                address=address,
            )
            return write_invitation(company, email.strip().lower(), roles, by, at)


def propose_partnership(
    *, side: Literal["sponsor", "cmo"], company_name: str, email: str, by: Actor, reason: str, at: datetime
) -> Proposed:
    """Ask another company, known here or not, into a partnership; `side` is what we will be in it."""
    rules.check_on_page(by, "propose a partnership")
    rules.check_may(by, "parties.partner", None, "propose a partnership")
    rules.check_company_name(company_name)
    rules.check_side(side)
    address = email.strip().lower()
    token = new_token()
    with transaction.atomic(), acting(by=by, reason=reason.strip() or f"asked {company_name.strip()}", at=at):
        organisation = Organisation.objects.get(pk=by.company_id)
        invitation = PartnershipInvitation.objects.create(
            organisation=organisation,
            side=side,
            company_name=company_name.strip(),
            email=address,
            invited_by_id=by.person_id,
            token_hash=token_hash(token),
            expires_at=at + INVITATION_LASTS,
        )
        values = {"organisation": organisation, "by": by.name, "invitation": invitation}
        letters.send("partnership", [address], values | {"url": letters.address_of("parties:partnership", token)})
        return Proposed(invitation, token)


def withdraw_proposal(*, invitation_id: UUID, by: Actor, reason: str, at: datetime) -> PartnershipInvitation:
    """Take the question back before it is answered."""
    rules.check_on_page(by, "withdraw a proposal")
    rules.check_may(by, "parties.partner", None, "withdraw a proposal")
    rules.check_reason(reason)
    with transaction.atomic(), acting(by=by, reason=reason, at=at):
        invitation = PartnershipInvitation.objects.locked([invitation_id]).get()
        rules.check_open(invitation, at)
        invitation.revoked_at = at
        invitation.save()
        return invitation


def accept_partnership(*, token: str, by: Actor, at: datetime) -> Partnership:
    """A company that is on the platform agrees, by one of its administrators or supplier managers."""
    rules.check_on_page(by, "accept a partnership")
    rules.check_may(by, "parties.partner", None, "accept a partnership")
    rules.check_acts_for_company(by)
    with scope.anonymous(), transaction.atomic():
        invitation = _taken(token, at)
        return _pair(invitation, by.organisation_id, by, at)  # type: ignore[arg-type]  # checked above


def accept_partnership_as_new_company(
    *, token: str, company_name: str, name: str, password: str, at: datetime
) -> Person:
    """A company that is new here agrees: company, its first administrator and the partnership come at once."""
    rules.check_company_name(company_name)
    company_id = new_id()
    with scope.anonymous(), transaction.atomic():
        invitation = _taken(token, at)
        person = Person.objects.filter(email=invitation.email).first() or Person(email=invitation.email)
        rules.check_not_enrolled(person)
        person = enrol(person, name=name, password=password, at=at)
        by = bare_actor(person)
        with scope.opened(scope.system(organisation_id=company_id)):
            rules.check_company_new(is_known=company_exists(company_name), name=company_name)
            with acting(by=by, reason="accepted the partnership", at=at):
                company = Organisation.objects.create(id=company_id, name=company_name.strip())
                Membership.objects.create(organisation=company, person=person, roles=[Role.ADM])
        _pair(invitation, company_id, by, at)
        return person


def _taken(token: str, at: datetime) -> PartnershipInvitation:
    """The question behind a link, locked. Raises PartnershipInvitation.DoesNotExist for a link that never was."""
    asked = PartnershipInvitation.objects.select_for_update(no_key=True)
    invitation = asked.get(token_hash=token_hash(token))
    rules.check_open(invitation, at)
    return invitation


def _pair(invitation: PartnershipInvitation, company_id: UUID, by: Actor, at: datetime) -> Partnership:
    asker = invitation.organisation_id
    sponsor_id, cmo_id = (asker, company_id) if invitation.side == "sponsor" else (company_id, asker)
    rules.check_two_companies(sponsor_id, cmo_id)
    with (
        scope.opened(scope.system(organisation_id=asker)),
        acting(by=by, reason="accepted the partnership", at=at),
    ):
        invitation.accepted_at = at
        invitation.save()
        try:
            with transaction.atomic():
                return Partnership.objects.create(sponsor_id=sponsor_id, cmo_id=cmo_id, started_on=at.date())
        except IntegrityError as error:
            raise rules.already_partners() from error
