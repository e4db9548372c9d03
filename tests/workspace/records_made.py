"""One record of each kind that has a report, with something in every section that matters."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from agreements.models import AgreementVersion
from change_control.models import ChangeRequest
from kernel import scope
from lots.models import Lot
from parties.models import Partnership
from quality_events.actions import name_cause, name_informant, record_oos
from quality_events.models import QualityEvent
from quality_events.states import Branch
from tests.change_control import made as changes
from tests.factories.walked import Shop
from tests.factories.world import World
from tests.quality_events.reported import NOON, investigate, report
from tests.quality_events.test_investigation import act
from workspace.outside.report_kinds import TRAIL


@dataclass(frozen=True)
class Made:
    lot: Lot
    event: QualityEvent
    change: ChangeRequest
    version: AgreementVersion
    pair: Partnership

    def of(self, kind: str) -> Any:
        return {
            "lot_dossier": self.lot,
            "quality_event": self.event,
            "change_request": self.change,
            "agreement_version": self.version,
            "scorecard": self.pair,
        }[kind.removesuffix(TRAIL)]


def make_records(world: World, shop: Shop, lot: Lot) -> Made:
    """An investigated out-of-specification event with a refused attempt, an approved change, the lot's agreement."""
    event = make_event(shop, lot)
    change = changes.propose(world, shop.product.pk)
    changes.submit(change, world.cmo_qa)
    changes.decide(change, world.head)
    with_versions = Lot.objects.select_related(
        "agreement_version__agreement", "partnership__sponsor", "partnership__cmo"
    )

    with scope.opened(world.auditor):
        found = with_versions.get(pk=lot.pk)
    version = found.agreement_version
    assert version is not None
    return Made(found, event, ChangeRequest(pk=change.pk, number=change.number), version, found.partnership)


def make_event(shop: Shop, lot: Lot) -> QualityEvent:
    clerk, quality = shop.world.clerk, shop.world.cmo_qa
    event = report(shop, lot, kind="oos", title="Lead above its limit")
    found = {"test": "LEAD", "value": "0.62", "analyst": "K. Tobin", "laboratory": "Summit Labs"}
    act(quality, record_oos, event_id=event.pk, tested_at=NOON - timedelta(hours=4), **found)
    act(quality, name_cause, event_id=event.pk, branch=Branch.MACHINE, cause="Mill sieve worn")
    act(quality, name_informant, event_id=event.pk, person_id=clerk.person_id, told="The sieve was changed at 09:14.")
    investigate(shop, event, disposition="reject", missed="specification")
    return event
