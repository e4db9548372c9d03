"""Pages of lots: the list and its files, planning, the steps of a lot's life, holds."""

from lots.views.exporting import export
from lots.views.genealogy import genealogy
from lots.views.holds import keep, lift, place
from lots.views.listing import lots
from lots.views.moving import complete, start, void
from lots.views.planning import plan

__all__ = ["complete", "export", "genealogy", "keep", "lift", "lots", "place", "plan", "start", "void"]
