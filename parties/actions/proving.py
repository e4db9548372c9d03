"""The proof of identity for one challenge: components checked, challenge spent (21 CFR 11.200(a)(1), 11.300(d))."""

from datetime import datetime
from uuid import UUID

from kernel.errors import Refused
from parties import rules
from parties.identity import CODE, PASSKEY, PASSWORD, USER_ID, Given, ProofOfIdentity, Visit
from parties.lockout import locked_sentence
from parties.models import Person, SigningChallenge
from parties.outside.proof import FAILED, factors_of, is_code, is_password, passkey_verdict
from parties.queries import is_signing_begun, lockout


def give_proof(
    *, challenge_id: UUID | None, given: Given, person_id: UUID, visit: Visit, at: datetime
) -> ProofOfIdentity:
    """Spend the challenge with what was given for it. Needs an open transaction: the signature's own.

    Raises Refused for a locked account, a spent, foreign or expired challenge, a missing or a wrong component.
    """
    person: Person = Person.objects.locked([person_id]).get()
    until = lockout(person.email, at).locked_until
    if until is not None:
        raise Refused(locked_sentence(until), "21 CFR 11.300(d)", code="locked")
    found = SigningChallenge.objects.locked([challenge_id]).first() if challenge_id else None
    challenge = rules.check_challenge(found, person, visit.session, at)
    rules.check_has_factor(factors_of(person))
    rules.check_secret_given(given)
    components = _components(person, challenge, given)
    rules.check_components(components, is_first=not is_signing_begun(person_id, visit))
    challenge.spent_at, challenge.components = at, sorted(components)
    challenge.save(update_fields=["spent_at", "components"])
    return ProofOfIdentity(person_id, challenge.pk, challenge.to_sign, components, at)


def _components(person: Person, challenge: SigningChallenge, given: Given) -> frozenset[str]:
    """Those that are right; any wrong one is a failed attempt."""
    found: set[str] = set()
    if given.user_id:
        if given.user_id.strip().lower() != person.email:
            raise _failed("The user ID is not yours")
        found.add(USER_ID)
    if given.credential:
        is_right, is_verified = passkey_verdict(person, given.credential, challenge.digest)
        if not is_right:
            raise _failed("The passkey was not recognized")
        found |= {PASSKEY, USER_ID} if is_verified else {PASSKEY}
    elif given.password:
        if not is_password(person, given.password):
            raise _failed("The password is not right")
        found.add(PASSWORD)
    else:
        if not is_code(person, given.code):
            raise _failed("The code is not right, or was used already")
        found.add(CODE)
    return frozenset(found)


def _failed(what: str) -> Refused:
    return Refused(f"{what}. Nothing was signed.", "21 CFR 11.200(a)(1)", code=FAILED)
