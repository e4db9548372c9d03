"""What must hold before a signature is accepted (21 CFR 11.10(g), (j), 11.70, 11.200)."""

import re
from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from kernel.errors import Forbidden, Refused, Stale
from kernel.scope import Actor, PartnershipRow
from parties.accountability import is_accepted
from parties.identity import ProofOfIdentity, ToSign
from parties.models import Person
from parties.states import SigningFunction
from records.merkle.ed25519 import is_key, is_signed
from records.models import CompanyKey, Countersignature, LegalHold
from records.queries.authority import Held
from records.states import KeyHolder, Meaning

_HEX_KEY = re.compile("[0-9a-fA-F]{64}")
_HEX_SIGNATURE = re.compile("[0-9a-fA-F]{128}")


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


def check_authority(held: Held, meaning: Meaning, doing: str) -> None:
    """Authority is asked again inside the signing transaction: role or delegation may have ended a moment ago."""
    if not held.roles:
        raise Forbidden(f"You no longer hold a role or a delegation that allows you to {doing}.", "21 CFR 11.10(g)")
    if held.delegation is None:
        return
    if meaning not in held.delegation.meanings:
        raise Forbidden(
            f"{held.delegation.delegator.name} did not lend you signatures with the meaning “{meaning.label}”.",
            "21 CFR 11.10(g)",
            code="delegation-meaning",
        )
    if not held.is_within:
        raise Forbidden(
            f"The delegation from {held.delegation.delegator.name} does not reach this record. Its functions, "
            "partnership and products stand under My signing.",
            "21 CFR 11.10(g)",
            code="delegation-limits",
        )


def check_trained(function: SigningFunction, trained: Collection[SigningFunction]) -> None:
    """Who signs has current training on what he signs (21 CFR 11.10(i))."""
    if function not in trained:
        raise Refused(
            f"You have no current training on “{function.label}”. Ask your administrator or head of quality to record "
            "it under Administration, Training.",
            "21 CFR 11.10(i)",
            code="not-trained",
        )


def check_asked(item: ToSign | None, *, content_hash: str, version: int | None, meaning: Meaning, label: str) -> None:
    """The challenge was given for this record, version, content and meaning."""
    if item is None:
        raise Refused(
            f"The page that you signed on did not ask for {label}. Open its own page, then sign.",
            "21 CFR 11.70",
            code="challenge-foreign",
        )
    if item.content_hash != content_hash or item.version != version:
        raise Stale(f"{label} has changed since you opened this page. Read it again, then sign.", "21 CFR 11.70")
    if meaning not in item.meanings:
        raise Refused(
            f"The page that you signed on did not name the meaning “{meaning.label}”. Open it again, then sign.",
            "21 CFR 11.50(a)(3)",
            code="challenge-meaning",
        )


def check_shown(*, shown_hash: str, content_hash: str, subject_label: str) -> None:
    """What was on the screen is what is signed."""
    if shown_hash != content_hash:
        raise Stale(
            f"{subject_label} has changed since you opened this page. Read it again, then sign.",
            "21 CFR 11.70",
        )


def check_may_keep_keys(by: Actor) -> None:
    """Who looks after the company's keys registers its countersigning key."""
    if not by.may("parties.keys"):
        raise Forbidden("Your role does not register your company’s keys; an administrator can.", "21 CFR 11.10(d)")


def check_public_key(public_key: str) -> None:
    """Thirty-two bytes in hexadecimal, a point of the curve."""
    if not _HEX_KEY.fullmatch(public_key) or not is_key(bytes.fromhex(public_key)):
        raise Refused("This is no Ed25519 public key. Give its 32 bytes as 64 hexadecimal figures.", "21 CFR 11.30")


def check_may_countersign(by: Actor) -> None:
    """Quality units and administrators hand their company's countersignature in."""
    if not by.may("records.countersign"):
        raise Forbidden("Your role does not countersign for your company; quality units do.", "21 CFR 11.10(g)")


def check_is_other_company(by: Actor, other: UUID) -> None:
    """A day is countersigned by the company whose day it is not."""
    if by.company_id != other:
        raise Forbidden("The other company countersigns this day; your own days are signed by them.", "21 CFR 11.10(g)")


def check_same_signature(given: Countersignature, signature: str) -> None:
    """What is signed stays signed as it is."""
    if given.signature != signature.lower():
        raise Refused("This day is countersigned already, by another signature.", "21 CFR 11.70", code="already_signed")


def check_keeps_key(key: CompanyKey | None) -> CompanyKey:
    """Only a company that keeps its key itself hands signatures in."""
    if key is None or key.held != KeyHolder.COMPANY:
        raise Refused(
            "Your company has registered no key of its own, so the platform countersigns for it. Register a key first.",
            "21 CFR 11.30",
            code="no_key",
        )
    return key


def check_signature(public_key: str, text: bytes, signature: str) -> None:
    """Over exactly this text, by exactly this key."""
    if not _HEX_SIGNATURE.fullmatch(signature) or not is_signed(
        bytes.fromhex(public_key), text, bytes.fromhex(signature)
    ):
        raise Refused(
            "This is not your key’s signature over the head’s text. Sign the bytes of `text` as they are.",
            "21 CFR 11.70",
            code="wrong_signature",
        )


def check_may_retain(by: Actor, row: PartnershipRow, deed: str) -> None:
    """Heads of quality of either company; a hold and a list are their own company's."""
    if not by.may("records.retain", row):
        raise Forbidden(f"Your role does not allow you to {deed}.", "21 CFR 111.605")


def check_hold_reason(reason: str) -> None:
    if not reason.strip():
        raise Refused("Give a reason: both companies read it beside the record.", "21 CFR 11.10(e)")


def check_own_hold(hold: LegalHold, by: Actor) -> None:
    if hold.organisation_id != by.organisation_id:
        raise Refused(f"This hold is {hold.organisation}’s. Only they can lift it.", code="not-yours")


def check_hold_stands(hold: LegalHold) -> None:
    if hold.lifted_at is not None:
        raise Refused("This hold has been lifted already.", code="wrong-state")


def check_disposal(lots: Sequence[object]) -> None:
    if not lots:
        raise Refused("No lot’s records have come to the end of their time.", "21 CFR 111.605(a)", code="empty")
