"""Settle gates, decide about lots, revoke."""

from release.actions.decisions import Signing, decide_as_cmo, decide_as_sponsor
from release.actions.gates import resettle, settle
from release.actions.revocation import revoke_release

__all__ = ["Signing", "decide_as_cmo", "decide_as_sponsor", "resettle", "revoke_release", "settle"]
