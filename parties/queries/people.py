"""Colleagues, administrators, and where an account stands; the places where they work, and when."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from parties.lockout import FAILURE_WINDOW, Lockout, lockout_from
from parties.models import ApiKey, Invitation, LoginRecord, Membership, Organisation, Person, Site
from parties.worktime import USUAL, WorkTime, refined


def people_with_roles(organisation_id: UUID, roles: Iterable[str]) -> QuerySet[Person]:
    """The active people who hold one of these roles there today."""
    found: QuerySet[Person] = Person.objects.filter(
        is_active=True,
        memberships__organisation_id=organisation_id,
        memberships__ended_at=None,
        memberships__roles__overlap=list(roles),
    )
    return found.distinct()


def colleagues(organisation_id: UUID) -> QuerySet[Membership]:
    """Everybody who acts for an organisation today, by name."""
    found = Membership.objects.filter(organisation_id=organisation_id, ended_at=None)
    return found.select_related("person", "organisation").order_by("person__name", "id")


def administrators_of(person_id: UUID) -> QuerySet[Person]:
    """The administrators of the organisations that a person acts for today."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT person_id FROM find_administrators(%s)", [person_id])
        ids = [row[0] for row in cursor.fetchall()]
    found: QuerySet[Person] = Person.objects.filter(pk__in=ids)
    return found.order_by("email")


def lockout(email: str, at: datetime) -> Lockout:
    """Where the account of this address stands; an unknown address gets the same kind of answer."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT failures, locked_at FROM facts_of_account(%s, %s)", [email.lower(), at - FAILURE_WINDOW])
        failures, locked_at = cursor.fetchone()
    return lockout_from(failures, locked_at, at)


def door_records(person_id: UUID) -> QuerySet[LoginRecord]:
    """What happened at the door to one person, newest first."""
    return LoginRecord.objects.filter(person_id=person_id).select_related("by").order_by("-at", "-id")


def open_invitations(organisation_id: UUID, at: datetime) -> QuerySet[Invitation]:
    """Invitations of an organisation that can still be taken."""
    found = Invitation.objects.filter(organisation_id=organisation_id, accepted_at=None, revoked_at=None)
    return found.filter(expires_at__gt=at).select_related("invited_by").order_by("email", "id")


def live_keys(organisation_id: UUID, at: datetime) -> QuerySet[ApiKey]:
    """The keys that open something today."""
    found = ApiKey.objects.filter(organisation_id=organisation_id, revoked_at=None, expires_at__gt=at)
    found = found.filter(membership__ended_at=None, membership__person__is_active=True)
    return found.select_related("membership__person").order_by("label", "id")


def sites(organisation_id: UUID) -> QuerySet[Site]:
    """The places where an organisation works."""
    return Site.objects.filter(organisation_id=organisation_id).order_by("name")


def work_time(organisation: Organisation, site: Site | None = None) -> WorkTime:
    """What deadlines of the company are counted by, at its site where it is the company's own."""
    own = refined(USUAL, organisation.time_zone, organisation)
    if site is None or site.organisation_id != organisation.pk:
        return own
    return refined(own, site.time_zone, site)
