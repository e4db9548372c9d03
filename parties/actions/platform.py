"""SYS, the platform's own person: made once, as its own actor, before anybody else."""

from datetime import datetime

from django.db import transaction

from kernel import scope
from kernel.history import acting
from kernel.ids import SYSTEM_PERSON
from parties.models import Person


def create_system_person(*, at: datetime) -> None:
    """What no human caused is answered for by SYS; it has no password and can never log in."""
    by = scope.system()
    with scope.opened(by), transaction.atomic(), acting(by=by, reason="the platform was set up", at=at):
        if not Person.objects.filter(pk=SYSTEM_PERSON).exists():
            person = Person(id=SYSTEM_PERSON, email="sys@oversight.invalid", name=by.name, is_active=False)
            person.set_unusable_password()
            person.save(force_insert=True)
