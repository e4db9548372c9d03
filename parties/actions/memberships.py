"""Roles and their end: people are never deleted, their authority is (21 CFR 11.10(d), (g), 11.300)."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction

from kernel.events import publish
from kernel.history import acting
from kernel.scope import Actor
from parties import rules
from parties.actions.door import Visitor, note
from parties.events import RolesChanged
from parties.models import Membership, Organisation, Person
from parties.outside import letters
from parties.states import LoginKind, Role


def change_roles(*, membership_id: UUID, roles: Collection[str], by: Actor, reason: str, at: datetime) -> Membership:
    """Give a colleague other roles; it counts from the next request on."""
    _check_administers(by, reason, "change roles")
    rules.check_roles(roles)
    with transaction.atomic(), acting(by=by, reason=reason, at=at):
        membership = _locked(membership_id, by)
        rules.check_not_oneself(by, membership.person_id, "change the roles of")
        if Role.ADM not in roles:
            _check_administrator_left(membership)
        membership.roles = sorted(roles)
        membership.save()
        _tell(membership, roles, by, at)
        return membership


def end_membership(*, membership_id: UUID, by: Actor, reason: str, at: datetime) -> Membership:
    """A colleague leaves: access ends with this transaction, the name stays on what was signed."""
    _check_administers(by, reason, "end a membership")
    with transaction.atomic(), acting(by=by, reason=reason, at=at):
        membership = _locked(membership_id, by)
        rules.check_not_oneself(by, membership.person_id, "end the membership of")
        _check_administrator_left(membership)
        membership.ended_at = at
        membership.save()
        _tell(membership, (), by, at)
        return membership


def reset_second_factor(*, membership_id: UUID, by: Actor, reason: str, at: datetime) -> Person:
    """A lost phone or key: all factors and sessions end at once, and the owner is told (21 CFR 11.300(c))."""
    _check_administers(by, reason, "remove a second factor")
    with transaction.atomic():
        membership = _locked(membership_id, by)
        rules.check_not_oneself(by, membership.person_id, "remove the second factor of")
        person = membership.person
        removed, _ = Authenticator.objects.filter(user_id=person.pk).delete()
        rules.check_had_factor(person, removed)
        for session in UserSession.objects.filter(user_id=person.pk):
            session.end()
        note(LoginKind.FACTOR_REMOVED, Visitor(person.email, person.pk), at, by_id=by.person_id, reason=reason)
        letters.send("factor_removed", [person.email], {"by": by.name, "reason": reason, "at": at})
        return person


def _tell(membership: Membership, roles: Collection[str], by: Actor, at: datetime) -> None:
    publish(RolesChanged(membership.person_id, membership.organisation_id, frozenset(roles), by, at))


def _check_administers(by: Actor, reason: str, doing: str) -> None:
    rules.check_on_page(by, doing)
    rules.check_may(by, "parties.roles", None, doing)
    rules.check_reason(reason)


def _locked(membership_id: UUID, by: Actor) -> Membership:
    """The membership, behind the own organisation's row so that two changes come one by one."""
    Organisation.objects.locked([by.organisation_id]).get()
    own = Membership.objects.filter(organisation_id=by.company_id).select_related("person", "organisation")
    membership = own.select_for_update(of=("self",), no_key=True).get(pk=membership_id)
    rules.check_member(membership)
    return membership


def _check_administrator_left(membership: Membership) -> None:
    if Role.ADM not in membership.roles:
        return
    others = Membership.objects.filter(
        organisation_id=membership.organisation_id, ended_at=None, roles__contains=[Role.ADM]
    ).exclude(pk=membership.pk)
    rules.check_administrator_left(remaining=others.count())
