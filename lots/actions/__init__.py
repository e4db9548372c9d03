"""Every write about lots: plan, start, complete, hold, lift, void, and the gate block that all of them open."""

from lots.actions.holds import lift_hold, place_hold
from lots.actions.lots import complete_lot, plan_lot, start_lot, void_lot

__all__ = ["complete_lot", "lift_hold", "place_hold", "plan_lot", "start_lot", "void_lot"]
