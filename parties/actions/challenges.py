"""Asking for a signature: what a page showed is kept until it is signed (ADR 0024)."""

from collections.abc import Iterable
from datetime import datetime
from secrets import token_hex

from django.db import transaction

from kernel import scope
from kernel.scope import Actor
from parties.identity import CHALLENGE_LASTS, ToSign
from parties.models import SigningChallenge


def make_challenge(*, items: Iterable[ToSign], session: str, by: Actor, at: datetime) -> SigningChallenge:
    """Not saved yet: a refused request rolls back, and the page that it shows must still be signable."""
    return SigningChallenge(
        person_id=by.person_id,
        organisation_id=by.organisation_id,
        session=session,
        items=[item.plain() for item in items],
        nonce=token_hex(32),
        expires_at=at + CHALLENGE_LASTS,
    )


def keep_challenges(*, challenges: Iterable[SigningChallenge]) -> None:
    """After the request's own transaction, whether it was kept or rolled back."""
    with transaction.atomic():
        SigningChallenge.objects.bulk_create(challenges)


def forget_challenges(*, at: datetime) -> int:
    """Delete those that nobody signed; how many. The signed ones belong to their signatures."""
    with scope.opened(scope.system()), transaction.atomic():
        return SigningChallenge.objects.filter(spent_at=None, expires_at__lt=at).delete()[0]
