"""Each side signs once, two people, both on the same hash (21 CFR 11.50, 11.70)."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from agreements import rules
from agreements.actions.acknowledging import ask_to_acknowledge
from agreements.actions.agreeing import locked
from agreements.actions.asking import stop_asking
from agreements.actions.expiry import stop_warning
from agreements.content import version_content
from agreements.models import AgreementVersion
from agreements.queries import last_signed, signatures_on
from kernel.history import acting
from kernel.scope import Actor
from kernel.states import check_move, move
from parties.identity import ProofOfIdentity
from records.actions import signatures
from records.states import Meaning

BOTH_SIDES = 2


def sign(
    *, version_id: UUID, proof: ProofOfIdentity, shown_hash: str, by: Actor, reason: str, at: datetime
) -> AgreementVersion:
    """Sign for one's own side; with the second signature the version takes effect by its date."""
    with transaction.atomic(), acting(by=by, reason=reason.strip() or "signed", at=at):
        version = locked(version_id)
        transition = check_move(version, "complete", by=by, signed=True)
        given = list(signatures_on(version))
        rules.check_may_sign(by, given)
        rules.check_may_take_effect(version, last_signed(version.agreement_id), at.date())
        signatures.sign(
            by=by,
            subject=version,
            subject_kind="agreement_version",
            subject_label=str(version),
            content=version_content(version),
            meaning=Meaning(transition.meaning),
            proof=proof,
            reason=reason,
            at=at,
            shown_hash=shown_hash,
            permission=transition.permission,
        )
        stop_asking(version, by=by, at=at, side=by.side(version))
        if len(given) + 1 == BOTH_SIDES:
            version.signed_at = at
            move(version, "complete", by=by, reason=reason, signed=True)
            stop_warning(version, by=by, at=at)
            ask_to_acknowledge(version, by=by, at=at)
        return version
