"""Pages of release: choose a decision, read and sign it, revoke a release."""

from release.views.choosing import choose
from release.views.revoking import revoke
from release.views.signing import sign

__all__ = ["choose", "revoke", "sign"]
