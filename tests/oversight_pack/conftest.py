"""Every test of evidence may ask for the scene."""

from tests.evidence.scene import scene

__all__ = ["scene"]
