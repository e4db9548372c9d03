"""What was decided about lots, and what turned a group's lots to the sponsor."""

from release.models.dispositions import Disposition
from release.models.overrides import PatternOverride

__all__ = ["Disposition", "PatternOverride"]
