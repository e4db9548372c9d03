"""Signing several records at once: one proof, one signature each, all of them or none (21 CFR 11.200(a)(1))."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from kernel.errors import Refused
from kernel.scope import Actor
from parties.identity import ProofOfIdentity
from records.batch import BATCHES, Due, shown_hash_of
from workspace import rules
from workspace.queries.batch import chosen_dues


def sign_batch(*, keys: Sequence[str], proof: ProofOfIdentity, by: Actor, reason: str, at: datetime) -> list[Due]:
    """Sign what the challenge lists, each by its own app's action and rules.

    Raises Refused that names every record that could not be signed, and why; then none is.
    """
    dues = chosen_dues(by, keys)
    rules.check_all_wait(keys, dues)
    refused: list[str] = []
    with transaction.atomic():
        for due in dues:
            item = proof.item(due.row.pk)
            shown = item.content_hash if item else shown_hash_of(due)  # then the signature refuses it by name
            try:
                with transaction.atomic():
                    BATCHES[due.kind].sign(due, proof=proof, shown_hash=shown, by=by, reason=reason, at=at)
            except Refused as refusal:
                refused.append(f"{due.label}: {refusal.sentence}")
        rules.check_none_refused(refused)
    return dues
