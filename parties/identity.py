"""The proof that a signer is who he says, taken at the moment of signing (21 CFR 11.200(a)(1))."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

PROOF_LASTS = timedelta(minutes=2)
"""From the proof to the signature: one request, with time for a slow server."""


@dataclass(frozen=True, slots=True)
class ProofOfIdentity:
    """Made only by `parties.outside.proof`, after the component was checked."""

    person_id: UUID
    component: Literal["password", "passkey"]
    at: datetime

    def holds_at(self, at: datetime) -> bool:
        """Whether this proof was given for a signature made now, neither earlier nor later."""
        return abs(at - self.at) <= PROOF_LASTS
