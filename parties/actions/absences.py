"""Stating who is away and who covers, and taking it back."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from kernel.history import acting
from kernel.scope import Actor
from parties import rules
from parties.models import Absence, Organisation
from parties.queries import colleagues, day_of, overlapping


def state_absence(
    *, person_id: UUID, cover_id: UUID, from_day: date, until_day: date, by: Actor, reason: str, at: datetime
) -> Absence:
    """From the first to the last day the cover is told in the person's place; it gives no authority to sign."""
    rules.check_on_page(by, "state an absence")
    rules.check_states_absence(by, person_id)
    with transaction.atomic(), acting(by=by, reason=reason.strip() or "absence stated", at=at):
        company = Organisation.objects.get(pk=by.company_id)
        rules.check_days(from_day, until_day, day_of(company, at))
        # Two absences stated at once could name each other: the company's memberships are locked in key order.
        members = list(
            colleagues(company.pk).filter(person__is_active=True).select_for_update(of=("self",), no_key=True)
        )
        same_days = list(overlapping(company.pk, from_day, until_day))
        rules.check_cover(person_id, cover_id, {member.person_id for member in members}, same_days)
        return Absence.objects.create(
            organisation=company, person_id=person_id, cover_id=cover_id, from_day=from_day, until_day=until_day
        )


def end_absence(*, absence_id: UUID, by: Actor, reason: str, at: datetime) -> Absence:
    """The person is back, or does not go: from now on the person is told again."""
    rules.check_on_page(by, "end an absence")
    with transaction.atomic(), acting(by=by, reason=reason.strip() or "absence ended", at=at):
        absence = Absence.objects.locked([absence_id]).get()
        rules.check_states_absence(by, absence.person_id)
        rules.check_absence_counts(absence)
        absence.ended_at = at
        absence.save(update_fields=["ended_at"])
        return absence
