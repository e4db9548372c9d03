"""Lots, their gate row, materials, genealogy, holds."""

from lots.models.gate import LotGate
from lots.models.genealogy import Edge
from lots.models.holds import Hold
from lots.models.lots import Lot
from lots.models.materials import ComponentLot, Consumption, Disclosure
from lots.models.usage import Usage

__all__ = ["ComponentLot", "Consumption", "Disclosure", "Edge", "Hold", "Lot", "LotGate", "Usage"]
