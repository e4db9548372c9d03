"""Settle gates, decide about lots, revoke; turn lots to the sponsor and lift that; verify; permit."""

from release.actions.decisions import Signing, decide_as_cmo, decide_as_sponsor
from release.actions.gates import resettle, settle
from release.actions.parts import decide_rest
from release.actions.permits import issue_permit, revoke_permit
from release.actions.revocation import revoke_release
from release.actions.turning import lift_override
from release.actions.verifying import accept_verification, dispute_verification

__all__ = [
    "Signing", "accept_verification", "decide_as_cmo", "decide_as_sponsor", "decide_rest", "dispute_verification",
    "issue_permit", "lift_override", "resettle", "revoke_permit", "revoke_release", "settle",
]  # fmt: skip
