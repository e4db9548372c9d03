"""allauth's hooks: nobody signs up alone, and nobody comes in while the account is locked."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.shortcuts import render

from kernel import clock, events
from parties.events import TurnedAway
from parties.lockout import locked_sentence
from parties.models import Person
from parties.outside.visit import address_of, agent_of
from parties.queries import lockout


class AccountAdapter(DefaultAccountAdapter):
    """Log-in by e-mail; accounts come from invitations (`parties.actions.accept_invitation`)."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Before any password is looked at. The account's row is locked so that guesses count one by one."""
        super().pre_authenticate(request, **credentials)
        email = str(credentials.get("email", "")).lower()
        with transaction.atomic():
            person = Person.objects.select_for_update(no_key=True).filter(email=email).first()
            sentence = _turned_away(request, email, person)
        if sentence:
            raise ValidationError(sentence, code="locked")

    def login(self, request: HttpRequest, user: Person) -> None:
        """The last step of every way in: password, passkey, second factor."""
        sentence = _turned_away(request, user.email, user)
        if sentence:
            raise ImmediateHttpResponse(render(request, "parties/locked.html", {"sentence": sentence}, status=403))
        super().login(request, user)


def _turned_away(request: HttpRequest, email: str, person: Person | None) -> str:
    """The sentence for a locked-out visitor, after writing his coming down; empty when the way is free."""
    at = clock.now()
    until = lockout(email, at).locked_until
    if until is None:
        return ""
    person_id = person.pk if person else None
    events.publish(TurnedAway(email, person_id, address_of(request), agent_of(request), at))
    return locked_sentence(until)
