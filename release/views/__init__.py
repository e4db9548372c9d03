"""Pages of release: choose a decision, read and sign it, revoke a release; what turned lots to the sponsor; verify."""

from release.views.choosing import choose
from release.views.overriding import override, overrides
from release.views.revoking import revoke
from release.views.signing import sign
from release.views.verifying import verification, verifications

__all__ = ["choose", "override", "overrides", "revoke", "sign", "verification", "verifications"]
