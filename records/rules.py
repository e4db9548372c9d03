"""What must hold before a signature is accepted (21 CFR 11.10(g), (j), 11.70, 11.200)."""

from collections.abc import Sequence
from datetime import datetime

from kernel.errors import Forbidden, Refused, Stale
from kernel.scope import Actor
from parties.accountability import is_accepted
from parties.identity import ProofOfIdentity
from parties.models import Person
from parties.states import Role


def check_signs_in_person(by: Actor) -> None:
    """Only a person at a page signs: neither a key nor the platform itself."""
    if by.channel == "api":
        raise Forbidden(
            "Nothing that needs a signature can be done with a key.",
            "21 CFR 11.200(a)",
            code="key-cannot-sign",
        )
    if by.is_system:
        raise Forbidden("Only a person can sign.", "21 CFR 11.100(a)")


def check_accountable(signer: Person) -> None:
    """The accountability statement comes before the first signature and after each change of it."""
    if not is_accepted(signer.accountable_since):
        raise Refused(
            "Accept the statement of accountability for electronic signatures first.",
            "21 CFR 11.10(j)",
            code="accountability-missing",
        )


def check_proof(proof: ProofOfIdentity, by: Actor, at: datetime) -> None:
    """The component was given by the signer himself, for this signature."""
    if proof.person_id != by.person_id:
        raise Forbidden("A signature can be given only by its owner.", "21 CFR 11.200(a)(2)")
    if not proof.holds_at(at):
        raise Refused("Give your password or passkey again: too much time has passed.", "21 CFR 11.200(a)(1)")


def check_authority(roles: Sequence[Role], doing: str) -> None:
    """Authority is asked again inside the signing transaction: a role may have ended a moment ago."""
    if not roles:
        raise Forbidden(f"You no longer hold a role that allows you to {doing}.", "21 CFR 11.10(g)")


def check_shown(*, shown_hash: str, content_hash: str, subject_label: str) -> None:
    """What was on the screen is what is signed."""
    if shown_hash != content_hash:
        raise Stale(
            f"{subject_label} has changed since you opened this page. Read it again, then sign.",
            "21 CFR 11.70",
        )
