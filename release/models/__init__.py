"""What was decided about lots, what turned a group's lots to the sponsor, what was verified, what may leave."""

from release.models.dispositions import Disposition
from release.models.overrides import PatternOverride
from release.models.permits import ShipPermit
from release.models.verifications import Verification

__all__ = ["Disposition", "PatternOverride", "ShipPermit", "Verification"]
