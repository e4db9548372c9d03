"""Signing: the content as it was shown, by the person who proves who he is (21 CFR 11.50, 11.70)."""

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db import transaction

from kernel.history import acting
from kernel.scope import Actor
from parties.identity import ProofOfIdentity
from parties.models import Person
from parties.queries import trained_functions
from records import rules
from records.content import canonical_json
from records.models import Signature
from records.queries import binding_of, version_of
from records.queries.authority import authority_of
from records.states import FUNCTIONS, Meaning, Proof


def sign(
    *,
    by: Actor,
    subject: Any,
    subject_kind: str,
    subject_label: str,
    content: Mapping[str, object],
    meaning: Meaning,
    proof: ProofOfIdentity,
    reason: str,
    at: datetime,
    shown_hash: str,
    permission: str,
    asked_on: Any = None,
) -> Signature:
    """Bind a person's signature to what the form showed.

    `subject` is the shared row that is signed (pk, partnership_id, sponsor_id); `content` is what its meaning
    rests on, in the types of `records.content`; `shown_hash` is the form's `content_hash` of it. `permission`
    is asked again here and decides under which role, or whose delegation, the signature is given; `OWN_WORDS`
    where anybody signs what he said. `asked_on` is the row that the page asked to sign, where the signed one comes into
    being with the signature.
    Raises Forbidden for a key, another person's proof, a lost role or a delegation that does not reach so far;
    Refused without the accountability statement, without training, or for another challenge; Stale when version or
    content are no longer what was shown.
    """
    rules.check_signs_in_person(by)
    with (
        transaction.atomic(),
        acting(by=by, reason=reason.strip() or f"signed: {Meaning(meaning).label}", at=at),
    ):
        signer = Person.objects.locked([by.person_id]).get()
        rules.check_accountable(signer)
        rules.check_proof(proof, by, at)
        held = authority_of(by, subject, subject_kind, permission, at)
        rules.check_authority(held, Meaning(meaning), f"sign {subject_label}")
        rules.check_trained(FUNCTIONS[subject_kind], trained_functions(by.company_id, by.person_id, at))
        text = canonical_json(content)
        digest = sha256(text).hexdigest()
        rules.check_shown(shown_hash=shown_hash, content_hash=digest, subject_label=subject_label)
        asked = asked_on or subject
        rules.check_asked(
            proof.item(asked.pk), content_hash=digest, version=version_of(asked), meaning=meaning, label=subject_label
        )
        signature = Signature(
            partnership_id=subject.partnership_id,
            sponsor_id=subject.sponsor_id,
            signer=signer,
            printed_name=signer.name,
            organisation_id=by.company_id,
            role=held.roles[0],
            meaning=meaning,
            signed_at=at,
            proof=Proof(proof.secret if proof.is_full else f"later_{proof.secret}"),
            subject_kind=subject_kind,
            subject_id=subject.pk,
            subject_label=subject_label,
            content=text.decode(),
            content_hash=digest,
            reason=reason,
            challenge_id=proof.challenge_id,
            delegator_id=held.delegation.delegator_id if held.delegation else None,
            delegation=held.delegation,
        )
        signature.binding = binding_of(signature)
        signature.save(force_insert=True)
        return signature
