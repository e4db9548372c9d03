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
from parties.queries import live_roles, roles_that_allow
from parties.states import Role
from records import rules
from records.content import canonical_json
from records.models import Signature
from records.queries import binding_of
from records.states import Meaning, Proof


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
    permission: str = "",
) -> Signature:
    """Bind a person's signature to what the form showed.

    `subject` is the shared row that is signed (pk, partnership_id, sponsor_id); `content` is what its meaning
    rests on, in the types of `records.content`; `shown_hash` is the form's `content_hash` of it. `permission`,
    where given, is asked again here and decides under which role the signature is given.
    Raises Forbidden for a key, another person's proof or a lost role; Refused without the accountability
    statement; Stale when the content is no longer what was shown.
    """
    rules.check_signs_in_person(by)
    with (
        transaction.atomic(),
        acting(by=by, reason=reason.strip() or f"signed: {Meaning(meaning).label}", at=at),
    ):
        signer = Person.objects.locked([by.person_id]).get()
        rules.check_accountable(signer)
        rules.check_proof(proof, by, at)
        roles = _roles(by, subject, permission)
        rules.check_authority(roles, f"sign {subject_label}")
        text = canonical_json(content)
        digest = sha256(text).hexdigest()
        rules.check_shown(shown_hash=shown_hash, content_hash=digest, subject_label=subject_label)
        signature = Signature(
            partnership_id=subject.partnership_id,
            sponsor_id=subject.sponsor_id,
            signer=signer,
            printed_name=signer.name,
            organisation_id=by.company_id,
            role=roles[0],
            meaning=meaning,
            signed_at=at,
            proof=Proof(proof.component),
            subject_kind=subject_kind,
            subject_id=subject.pk,
            subject_label=subject_label,
            content=text.decode(),
            content_hash=digest,
            reason=reason,
        )
        signature.binding = binding_of(signature)
        signature.save(force_insert=True)
        return signature


def _roles(by: Actor, subject: Any, permission: str) -> list[Role]:
    roles = live_roles(by)
    return roles_that_allow(permission, roles, by.side(subject)) if permission else roles
