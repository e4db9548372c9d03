"""An absence needs a colleague who is there; a chain of covers always ends at somebody."""

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from kernel.errors import Forbidden, Refused
from kernel.scope import Actor
from parties.models import Absence


def check_states_absence(by: Actor, person_id: UUID) -> None:
    """Oneself, or an administrator for a colleague."""
    if by.person_id != person_id and not by.may("parties.roles"):
        raise Forbidden("Only the person or an administrator states an absence.", "21 CFR 11.10(g)")


def check_days(from_day: date, until_day: date, today: date) -> None:
    """In order, and not wholly past."""
    if until_day < from_day:
        raise Refused("The last day lies before the first one.", code="absence-days")
    if until_day < today:
        raise Refused("This absence is over already; nobody can be told for it any more.", code="absence-past")


def check_cover(person_id: UUID, cover_id: UUID, members: Collection[UUID], same_days: Sequence[Absence]) -> None:
    """Another live colleague who is there on all these days; who covers for somebody then stays."""
    if person_id not in members:
        raise Refused("Only people of the own company have an absence here.", code="absence-person")
    if cover_id == person_id or cover_id not in members:
        raise Refused("Choose a colleague of the own company as cover.", code="absence-cover")
    for absence in same_days:
        if absence.person_id == person_id:
            raise Refused(
                f"An absence from {absence.from_day} to {absence.until_day} is stated already; end that one first.",
                code="absence-twice",
            )
        if absence.person_id == cover_id:
            raise Refused(
                f"{absence.person} is away from {absence.from_day} to {absence.until_day}; choose another.",
                code="cover-absent",
            )
        if absence.cover_id == person_id:
            raise Refused(
                f"{absence.cover} covers for {absence.person} from {absence.from_day} to {absence.until_day}; "
                f"name another cover there first.",
                code="cover-needed",
            )


def check_absence_counts(absence: Absence) -> None:
    if absence.ended_at is not None:
        raise Refused("This absence has ended already.", code="absence-ended")
