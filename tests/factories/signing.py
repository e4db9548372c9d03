"""Signing as a page does it: a challenge for this record and content, answered with user ID and password."""

import re
from datetime import datetime
from typing import Any

from django.http import HttpResponse

from kernel import scope
from kernel.history import acting
from kernel.scope import Actor
from parties.actions.challenges import keep_challenges, make_challenge
from parties.actions.proving import give_proof
from parties.identity import Given, ProofOfIdentity, Visit
from parties.models import Person
from records.queries import to_sign
from records.states import Meaning
from tests.factories.world import PASSWORD

ANY = tuple(Meaning)


def proof(by: Actor, at: datetime, subject: Any, shown: str, *meanings: Meaning) -> ProofOfIdentity:
    """Both components for one record's shown hash; without meanings the page names all of them."""
    challenge = make_challenge(items=[to_sign(subject, shown, meanings or ANY)], session="", by=by, at=at)
    keep_challenges(challenges=[challenge])
    email = Person.objects.get(pk=by.person_id).email
    given = Given(user_id=email, password=PASSWORD)
    return give_proof(challenge_id=challenge.pk, given=given, person_id=by.person_id, visit=Visit(), at=at)


def as_typed(page: HttpResponse, **given: str) -> dict[str, str]:
    """What the signer's browser sends from a signing page; `given` on top."""
    text = page.content.decode()
    hidden = dict(re.findall(r'<input type="hidden" name="(challenge|content_hash)" value="([^"]*)"', text))
    email = page.wsgi_request.user.email  # type: ignore[attr-defined]  # the test client's
    return {**hidden, "user_id": email, "password": PASSWORD, "reason": "", **given}


def change_beneath(row: Any, at: datetime, **values: object) -> None:
    """What was signed is written over, as no action would: its signatures hold for it no longer."""
    by = scope.system(row.partnership_id)
    with scope.opened(by), acting(by=by, reason="as the test needs it", at=at):
        type(row)._default_manager.filter(pk=row.pk).update(**values)
