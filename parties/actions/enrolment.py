"""A person comes into being, or takes his account into use, by his own hand (21 CFR 11.100(a), (b))."""

from datetime import datetime

from allauth.account.models import EmailAddress
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from kernel import scope
from kernel.errors import Refused
from kernel.history import acting
from parties import rules
from parties.models import Person
from parties.queries import bare_actor


def enrol(person: Person, *, name: str, password: str, at: datetime) -> Person:
    """Give a new or waiting person name and password. The address is proven: the invitation reached it."""
    rules.check_name(name)
    person.name = name.strip()
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise Refused(" ".join(error.messages), "21 CFR 11.300(b)", code="password-weak") from error
    person.set_password(password)
    by = bare_actor(person)
    with scope.opened(by), acting(by=by, reason="enrolled by invitation", at=at):
        person.save()
        EmailAddress.objects.update_or_create(
            user=person, email=person.email, defaults={"verified": True, "primary": True}
        )
    return person


def await_enrolment(*, email: str, name: str) -> Person:
    """A person who can be named now (in a grant) and enrols later; scope and actor are the caller's."""
    rules.check_name(name)
    person = Person(email=email, name=name.strip())
    person.set_unusable_password()
    person.save()
    return person
