"""Lots over the API: the list, one lot, its steps and holds; the same actions as behind the pages."""

from lots.api.genealogy import Genealogy
from lots.api.holds import HoldKeep, HoldLift, LotHolds
from lots.api.lots import LotDetail, LotList
from lots.api.steps import LotComplete, LotStart, LotVoid

__all__ = [
    "Genealogy", "HoldKeep", "HoldLift", "LotComplete", "LotDetail", "LotHolds", "LotList", "LotStart", "LotVoid",
]  # fmt: skip
