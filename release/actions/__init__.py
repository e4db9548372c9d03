"""Settle gates, decide about lots, revoke; turn lots to the sponsor and lift that."""

from release.actions.decisions import Signing, decide_as_cmo, decide_as_sponsor
from release.actions.gates import resettle, settle
from release.actions.revocation import revoke_release
from release.actions.turning import lift_override

__all__ = ["Signing", "decide_as_cmo", "decide_as_sponsor", "lift_override", "resettle", "revoke_release", "settle"]
