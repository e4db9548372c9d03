"""Recording who was trained on what he signs, and taking it back (21 CFR 11.10(i))."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from kernel.history import acting
from kernel.scope import Actor
from parties import rules
from parties.models import Organisation, Training
from parties.queries import colleagues, day_of


def record_training(
    *,
    person_id: UUID,
    functions: Collection[str],
    course: str,
    trained_on: date,
    valid_until: date,
    by: Actor,
    reason: str,
    at: datetime,
) -> Training:
    """A colleague was trained; from now on he may sign these functions, until the last day."""
    rules.check_on_page(by, "record training")
    rules.check_may(by, "parties.train", None, "record training")
    rules.check_trains_another(by, person_id)
    rules.check_functions(functions)
    rules.check_course(course)
    with transaction.atomic(), acting(by=by, reason=reason.strip() or "training recorded", at=at):
        company = Organisation.objects.get(pk=by.company_id)
        rules.check_training_days(trained_on, valid_until, day_of(company, at))
        members = set(colleagues(company.pk).values_list("person_id", flat=True))
        rules.check_is_colleague(person_id, members)
        return Training.objects.create(
            organisation=company,
            person_id=person_id,
            functions=sorted(set(functions)),
            course=course.strip(),
            trained_on=trained_on,
            valid_until=valid_until,
            recorded_by_id=by.person_id,
        )


def end_training(*, training_id: UUID, by: Actor, reason: str, at: datetime) -> Training:
    """It counts no more: recorded by mistake, or the procedure has changed."""
    rules.check_on_page(by, "take training back")
    rules.check_may(by, "parties.train", None, "take training back")
    rules.check_reason(reason)
    with transaction.atomic(), acting(by=by, reason=reason, at=at):
        training = Training.objects.locked([training_id]).get()
        rules.check_training_counts(training)
        training.ended_at = at
        training.save(update_fields=["ended_at"])
        return training
