"""What must hold of a challenge and of the components given for it (21 CFR 11.200(a), 11.300)."""

from datetime import datetime

from kernel.errors import Forbidden, Refused
from parties.identity import CHALLENGE_LASTS, USER_ID, Factors, Given
from parties.models import Person, SigningChallenge

_AGAIN = "Read this page again, then sign."


def check_challenge(challenge: SigningChallenge | None, person: Person, session: str, at: datetime) -> SigningChallenge:
    """Given to this person in this session, young, and not used."""
    if challenge is None or challenge.person_id != person.pk:
        raise Forbidden(
            f"This page was not made for your signature. {_AGAIN}", "21 CFR 11.200(a)(2)", code="challenge-foreign"
        )
    if challenge.session != session:
        raise Refused(
            f"This page was opened in another session. {_AGAIN}", "21 CFR 11.200(a)(1)", code="challenge-session"
        )
    if challenge.spent_at is not None:
        raise Refused(f"A signature was given with this page already. {_AGAIN}", "21 CFR 11.70", code="challenge-spent")
    if not challenge.expires_at - CHALLENGE_LASTS <= at < challenge.expires_at:
        raise Refused(
            f"More than {CHALLENGE_LASTS.seconds // 60} minutes have passed since this page was opened. {_AGAIN}",
            "21 CFR 11.200(a)(1)",
            code="challenge-expired",
        )
    return challenge


def check_has_factor(factors: Factors) -> None:
    """Who logs in elsewhere has no password here: something to sign with comes first."""
    if not factors.is_any:
        raise Refused(
            "You have nothing to sign with yet: you log in without a password of your own. Add a passkey or an "
            "authenticator app under Profile, My signing, Second factors; then sign.",
            "21 CFR 11.200(a)(1)",
            code="no-signing-factor",
        )


def check_secret_given(given: Given) -> None:
    if not given.has_secret:
        raise Refused(
            "Give your password, or your authenticator app’s code, or use your passkey.",
            "21 CFR 11.200(a)(1)",
            code="component-missing",
        )


def check_components(components: frozenset[str], *, is_first: bool) -> None:
    """Both for the first signing of a continuous session; the secret alone for each later one."""
    if is_first and USER_ID not in components:
        raise Refused(
            "This is the first signature since you came, or since you were away: give your user ID (your e-mail "
            "address) too.",
            "21 CFR 11.200(a)(1)(i)",
            code="component-missing",
        )
