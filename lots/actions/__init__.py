"""Every write about lots: plan, start, complete, hold, lift, void, and the gate block that all of them open."""

from lots.actions.event_holds import held_for_event, hold_for_event, lift_for_event
from lots.actions.genealogy import enter_material, link_lots, take_back_edges
from lots.actions.holds import keep_hold, lift_hold, place_hold
from lots.actions.importing import import_genealogy
from lots.actions.lots import complete_lot, plan_lot, start_lot, void_lot

__all__ = [
    "complete_lot",
    "enter_material",
    "held_for_event",
    "hold_for_event",
    "import_genealogy",
    "keep_hold",
    "lift_for_event",
    "lift_hold",
    "link_lots",
    "place_hold",
    "plan_lot",
    "start_lot",
    "take_back_edges",
    "void_lot",
]
