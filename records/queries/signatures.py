"""Signatures of a record, whether they still hold, and what was refused or looked at."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, Protocol
from uuid import UUID

from django.db.models import QuerySet

from parties.identity import ToSign
from parties.states import Role
from records.content import canonical_json, content_hash
from records.models import AccessRecord, Refusal, Signature


@dataclass(frozen=True, slots=True)
class SignatureShown:
    """A signature as pages, reports and JSON show it (21 CFR 11.50(a), (b))."""

    printed_name: str
    role: str
    organisation: str
    meaning: str
    signed_at: datetime
    digest: str
    reason: str
    standing: str = ""
    """What is wrong with it today, in words; empty while it holds for what stands there now."""


class Signed(Protocol):
    """What a signature binds together."""

    id: UUID
    partnership_id: UUID
    subject_kind: str
    subject_id: UUID
    signer_id: UUID
    printed_name: str
    organisation_id: UUID
    role: str
    meaning: str
    signed_at: datetime
    content_hash: str
    challenge_id: UUID | None
    proof: str
    delegator_id: UUID | None


def signatures_of(subject_id: UUID) -> QuerySet[Signature]:
    """All signatures on one record, oldest first."""
    return (
        Signature.objects.filter(subject_id=subject_id)
        .select_related("organisation", "delegator")
        .order_by("signed_at", "id")
    )


def delegators_of(subject_id: UUID, meaning: str) -> set[UUID]:
    """On whose authority others signed this record so: they stand behind those acts as the signers do."""
    found = Signature.objects.filter(subject_id=subject_id, meaning=meaning).exclude(delegator=None)
    return set(found.values_list("delegator_id", flat=True))


def persons_behind(signature: Signature) -> frozenset[UUID]:
    """The signer, and whose authority it was: what `Actor.persons` is of an act, for one that was signed."""
    lender = signature.delegator_id
    return frozenset({signature.signer_id} if lender is None else {signature.signer_id, lender})


def lenders_to(signer_ids: Iterable[UUID], subject_ids: Iterable[UUID]) -> set[UUID]:
    """On whose authority these persons signed these records, whatever they said by it."""
    signed = Signature.objects.filter(subject_id__in=list(subject_ids), signer_id__in=list(signer_ids))
    found = signed.exclude(delegator=None)
    return set(found.values_list("delegator_id", flat=True))


BROKEN = "Does not verify: the row is not as it was signed"
NOT_VALID = "Signature not valid for the present content"
EARLIER = "Given for an earlier content"


def printed_name_of(signature: Signature) -> str:
    """The signer's printed name, and whose authority it was. Needs `delegator` selected along."""
    if signature.delegator is None:
        return signature.printed_name
    return f"{signature.printed_name}, for {signature.delegator.name} by delegation"


def shown_all(signatures: Iterable[Signature], *present: Mapping[str, object]) -> list[SignatureShown]:
    """Oldest first, each held against the content that stands there now, in its forms for the record's steps.

    The newest must hold for it (21 CFR 11.70); an older one may have been given for an earlier content.
    """
    rows, hashes = list(signatures), {content_hash(content) for content in present}
    newest = rows[-1] if rows else None
    otherwise = {row.pk: NOT_VALID if row is newest else EARLIER for row in rows}
    return [shown(row, "" if row.content_hash in hashes else otherwise[row.pk]) for row in rows]


def shown(signature: Signature, standing: str = "") -> SignatureShown:
    """Needs `organisation` and `delegator` selected along (as `signatures_of` does)."""
    return SignatureShown(
        printed_name=printed_name_of(signature),
        role=Role(signature.role).label,
        organisation=signature.organisation.name,
        meaning=signature.get_meaning_display(),
        signed_at=signature.signed_at,
        digest=signature.content_hash,
        reason=signature.reason,
        standing=standing if is_intact(signature) else BROKEN,
    )


def binding_of(signature: Signed) -> str:
    """SHA-256 over everything that a signature ties together."""
    tied = {
        "id": signature.id,
        "partnership": signature.partnership_id,
        "subject_kind": signature.subject_kind,
        "subject": signature.subject_id,
        "signer": signature.signer_id,
        "printed_name": signature.printed_name,
        "organisation": signature.organisation_id,
        "role": str(signature.role),
        "meaning": str(signature.meaning),
        "signed_at": signature.signed_at.astimezone(UTC),
        "content": signature.content_hash,
    }
    if signature.challenge_id is not None:
        tied |= {
            "challenge": signature.challenge_id,
            "proof": str(signature.proof),
            "delegator": signature.delegator_id,
        }
    return sha256(canonical_json(tied)).hexdigest()


def is_intact(signature: Signature) -> bool:
    """Whether the row is as it was signed: text, hash and all that they are bound to."""
    same_text = sha256(signature.content.encode()).hexdigest() == signature.content_hash
    return same_text and signature.binding == binding_of(signature)


def is_valid_for(signature: Signature, content: Mapping[str, object]) -> bool:
    """Whether an intact signature was given for this very content: a later edit ends it (21 CFR 11.70)."""
    return is_intact(signature) and signature.content_hash == content_hash(content)


def version_of(row: Any) -> int | None:
    """The newest entry in the record's history that this transaction did not write: what a page can have shown."""
    committed = row.history.filter(id=row.pk).extra(where=["txid IS DISTINCT FROM pg_current_xact_id_if_assigned()"])
    newest: int | None = committed.order_by("-history_id").values_list("history_id", flat=True).first()
    return newest


def to_sign(row: Any, digest: str, meanings: Iterable[str]) -> ToSign:
    """What a page asks to sign; the challenge is bound to it. One query."""
    return ToSign(row.pk, digest, tuple(str(meaning) for meaning in meanings), version_of(row), str(row)[:200])


def refusals_of(subject_id: UUID) -> QuerySet[Refusal]:
    """The refused attempts on one record, newest first."""
    return Refusal.objects.filter(subject_id=subject_id).select_related("person", "organisation").order_by("-at", "-id")


def looks_at(subject_id: UUID) -> QuerySet[AccessRecord]:
    """Who opened or downloaded one record, newest first."""
    found = AccessRecord.objects.filter(subject_id=subject_id).select_related("person", "organisation")
    return found.order_by("-at", "-id")
