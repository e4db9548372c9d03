"""Between a signing page and the proof: the challenge it carries out, the components that come back (ADR 0024)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.http import HttpRequest

from kernel import clock
from parties.actions.challenges import make_challenge
from parties.actions.proving import give_proof
from parties.identity import Given, ProofOfIdentity, ToSign, Visit
from parties.models import SigningChallenge
from parties.queries import is_signing_begun

CONTINUOUS_KEY = "session_continuous_since"


def visit_of(request: HttpRequest) -> Visit:
    """The request's session as challenges know it."""
    key = request.session.session_key
    since = request.session.get(CONTINUOUS_KEY)
    return Visit(sha256(key.encode()).hexdigest() if key else "", datetime.fromisoformat(since) if since else None)


def ask(request: HttpRequest, items: Sequence[ToSign]) -> SigningChallenge:
    """The challenge that goes out with this page; the middleware keeps it once the request's transaction has ended."""
    by = request.actor  # type: ignore[attr-defined]  # ours
    challenge = make_challenge(items=items, session=visit_of(request).session, by=by, at=clock.now())
    request.challenges.append(challenge)  # type: ignore[attr-defined]  # ours
    return challenge


def is_first(request: HttpRequest) -> bool:
    """Whether this person's next signature needs the user ID too."""
    return not is_signing_begun(request.actor.person_id, visit_of(request))  # type: ignore[attr-defined]  # ours


def prove(request: HttpRequest, data: Mapping[str, Any]) -> ProofOfIdentity:
    """The proof from a signing form's cleaned data (`parties.forms.ProofForm`).

    Raises Refused when challenge or component is refused, or the account is locked.
    """
    given = Given(
        user_id=data.get("user_id") or "",
        password=data.get("password") or "",
        code=data.get("code") or "",
        credential=data.get("credential") or None,
    )
    challenge_id = data.get("challenge")
    return give_proof(
        challenge_id=UUID(str(challenge_id)) if challenge_id else None,
        given=given,
        person_id=UUID(str(request.user.pk)),
        visit=visit_of(request),
        at=clock.now(),
    )
