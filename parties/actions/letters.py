"""Telling people what happened to an account."""

from kernel import scope
from parties.events import AccountLocked
from parties.outside import letters
from parties.queries import administrators_of


def tell_administrators(event: AccountLocked) -> None:
    """The alarm: who was locked out, from where, and where to unlock (21 CFR 11.300(d))."""
    if event.person_id is None:
        return
    with scope.anonymous():
        to = [person.email for person in administrators_of(event.person_id)]
    values = {"email": event.email, "address": event.address or "an unknown address", "at": event.at}
    letters.send("locked", to, values | {"url": letters.address_of("parties:people")})
