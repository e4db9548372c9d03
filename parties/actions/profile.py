"""What a person says about himself."""

from datetime import datetime

from django.db import transaction

from kernel.history import acting
from kernel.scope import Actor
from parties import rules
from parties.models import Person
from parties.zones import known_zones


def change_profile(*, name: str, time_zone: str, by: Actor, reason: str, at: datetime) -> Person:
    """The printed name (old signatures keep theirs) and the time zone of pages; "" is the site's."""
    rules.check_on_page(by, "change a profile")
    rules.check_name(name)
    rules.check_time_zone(time_zone, known_zones())
    with transaction.atomic(), acting(by=by, reason=reason.strip() or "changed the own profile", at=at):
        person: Person = Person.objects.locked([by.person_id]).get()
        person.name, person.time_zone = name.strip(), time_zone
        person.save(update_fields=["name", "time_zone"])
        return person
