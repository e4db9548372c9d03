"""What stands round every tab of a lot's dossier: the lot, its gate, whose move it is and how long he has."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from clocks.models import Clock
from clocks.queries import clocks_of_lot
from lots.models import Lot
from lots.states import LOT
from release.queries import Panel, panel_of
from workspace.queries.lot import dossier_lot


@dataclass(frozen=True, slots=True)
class Frame:
    """A lot before a reader, at one instant."""

    lot: Lot
    panel: Panel
    clock: Clock | None
    """The most urgent duty that runs for the lot."""

    @property
    def waits_for(self) -> str:
        """The company that owes the next step."""
        if self.clock is not None:
            return self.clock.owner.name
        turn = LOT.turn[self.lot.state]
        names = {"cmo": self.lot.cmo.name, "sponsor": self.lot.sponsor.name}
        return names.get(turn, f"{self.lot.cmo} and {self.lot.sponsor}" if turn == "both" else "")


def frame_of(lot_id: UUID, at: datetime) -> Frame:
    """Three queries, one more where a hold is in place. Raises DoesNotExist for strangers."""
    lot = dossier_lot(lot_id)
    return Frame(lot, panel_of(lot_id, at), clocks_of_lot(lot_id).first())
