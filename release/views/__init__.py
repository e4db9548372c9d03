"""Pages of release: choose, sign, decide about the rest, revoke; what turned lots; verify; a permit's status."""

from release.views.choosing import choose
from release.views.overriding import override, overrides
from release.views.rest import rest
from release.views.revoking import revoke
from release.views.signing import sign
from release.views.status import permit_status
from release.views.verifying import verification, verifications

__all__ = [
    "choose", "override", "overrides", "permit_status", "rest", "revoke", "sign", "verification", "verifications",
]  # fmt: skip
