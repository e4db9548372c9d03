"""Who acts in a lot's story."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from evidence.models import Pack
from kernel.scope import Actor
from lots.models import Lot
from oversight.demo.baseline import CLERKS, CMO_QUALITY, HEADS, REVIEWERS
from oversight.demo.designs import Design
from oversight.demo.fates import Fate
from oversight.demo.stage import Stage
from quality_events.actions import decide_scope
from quality_events.models import EventLot
from quality_events.states import Standing
from release.queries import live_pack_of

Doing = Callable[[Actor, datetime], Any]


class Cast:
    """The people round one lot of one product."""

    def __init__(
        self, stage: Stage, pair: tuple[str, str], what: Design, begins: datetime, number: str, fate: Fate
    ) -> None:
        self.stage, self.what, self.begins, self.number, self.fate = stage, what, begins, number, fate
        self.sponsor, self.cmo = pair
        self.lot_id: UUID
        self.event_id: UUID

    def clerk(self, doing: Doing) -> Any:
        return self.stage.act(CLERKS[self.cmo], doing)

    def cmo_quality(self, doing: Doing) -> Any:
        return self.stage.act(CMO_QUALITY[self.cmo], doing)

    def reviewer(self, doing: Doing) -> Any:
        return self.stage.act(REVIEWERS[self.sponsor], doing)

    def head(self, doing: Doing) -> Any:
        return self.stage.act(HEADS[self.sponsor], doing)

    def pack(self) -> tuple[Pack, Lot]:
        """The lot and the version of its pack that counts."""
        lot = Lot.objects.get(pk=self.lot_id)
        return live_pack_of(lot), lot

    def exclude_others(self, why: str, by: Actor, at: datetime) -> None:
        """Lots that the same equipment made within a day: looked at, and not affected; the sponsor lets them go."""
        reached = EventLot.objects.filter(event_id=self.event_id, standing=Standing.SUSPECTED)
        if keys := list(reached.values_list("lot_id", flat=True)):
            decide_scope(event_id=self.event_id, lot_ids=keys, standing=Standing.EXCLUDED, by=by, reason=why, at=at)
