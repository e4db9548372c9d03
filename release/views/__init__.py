"""Pages of release: choose, read and sign a decision, revoke; what turned lots; verify; a permit's status."""

from release.views.choosing import choose
from release.views.overriding import override, overrides
from release.views.revoking import revoke
from release.views.signing import sign
from release.views.status import permit_status
from release.views.verifying import verification, verifications

__all__ = ["choose", "override", "overrides", "permit_status", "revoke", "sign", "verification", "verifications"]
