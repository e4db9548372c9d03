"""Who is away, and who stands in."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from parties.models import Absence, Organisation, Person
from parties.queries.people import colleagues


def day_of(organisation: Organisation, at: datetime) -> date:
    """The day that a company's clocks show at this moment."""
    return at.astimezone(ZoneInfo(organisation.time_zone)).date()


def absences(organisation_id: UUID, person_ids: Iterable[UUID] | None = None) -> QuerySet[Absence]:
    """Those that count, of some of its people or of all, the earliest first."""
    found = Absence.objects.filter(organisation_id=organisation_id, ended_at=None)
    if person_ids is not None:
        found = found.filter(person_id__in=list(person_ids))
    return found.select_related("person", "cover", "organisation").order_by("from_day", "id")


def overlapping(organisation_id: UUID, from_day: date, until_day: date) -> QuerySet[Absence]:
    """Absences that share a day with these."""
    return absences(organisation_id).filter(from_day__lte=until_day, until_day__gte=from_day)


def covers(organisation_id: UUID, at: datetime) -> dict[UUID, UUID]:
    """Absent person → cover, on the company's day of this moment."""
    organisation = Organisation.objects.filter(pk=organisation_id).first()
    if organisation is None:
        return {}
    today = day_of(organisation, at)
    return dict(overlapping(organisation_id, today, today).values_list("person_id", "cover_id"))


def possible_covers(organisation_id: UUID, person_id: UUID) -> list[Person]:
    """The colleagues of a person, by name."""
    members = colleagues(organisation_id).filter(person__is_active=True).exclude(person_id=person_id)
    return [member.person for member in members]
