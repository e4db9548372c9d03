"""One record of each kind that has a report, with something in every section that matters."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from agreements.models import AgreementVersion
from change_control.models import ChangeRequest
from evidence.models import Pack
from kernel import scope
from lots.models import Disclosure, Lot
from parties.models import Partnership
from quality_events.actions import name_cause, name_informant, propose_capa, record_oos
from quality_events.models import QualityEvent
from quality_events.states import Branch
from release.models import Disposition, ShipPermit
from tests.change_control import made as changes
from tests.factories.walked import Shop, make_consignee
from tests.factories.world import World
from tests.quality_events import returned, told
from tests.quality_events.reported import NOON, investigate, report
from tests.quality_events.test_investigation import act
from tests.traceability.recalled import opened, walk
from tests.workspace.visiting import visitor
from traceability.models import Recall
from traceability.scoping.question import Question
from workspace.outside.report_kinds import TRAIL


@dataclass(frozen=True)
class Made:
    lot: Lot
    event: QualityEvent
    change: ChangeRequest
    version: AgreementVersion
    pair: Partnership
    scope: Disclosure
    recall: Recall
    sheets: dict[str, Any]
    """A record of each kind without a form of its own."""

    def of(self, kind: str) -> Any:
        return {
            "lot_dossier": self.lot,
            "quality_event": self.event,
            "change_request": self.change,
            "agreement_version": self.version,
            "scorecard": self.pair,
            "recall_scope": self.scope,
            "recall": self.recall,
            **self.sheets,
        }[kind.removesuffix(TRAIL)]


def make_records(world: World, shop: Shop, lot: Lot) -> Made:
    """An investigated out-of-specification event with a refused attempt, an approved change, the lot's agreement."""
    ship_some(shop, lot)
    event = make_event(shop, lot)
    change = changes.propose(world, shop.product.pk)
    changes.submit(change, world.cmo_qa)
    changes.decide(change, world.head)
    (signaled,) = opened(world.reviewer, Question(lots=(lot.pk,)))
    recall = walk(world, signaled, "evaluated")
    with_versions = Lot.objects.select_related(
        "agreement_version__agreement", "partnership__sponsor", "partnership__cmo"
    )

    with scope.opened(world.auditor):
        found = with_versions.get(pk=lot.pk)
        consumed = Disclosure.objects.filter(partnership=found.partnership).order_by("component_lot__number").first()
    version = found.agreement_version
    assert version is not None
    assert consumed is not None
    named = ChangeRequest(pk=change.pk, number=change.number)
    return Made(found, event, named, version, found.partnership, consumed, recall, make_sheets(shop, lot, event))


def make_sheets(shop: Shop, lot: Lot, event: QualityEvent) -> dict[str, Any]:
    """What has no form of its own: of a released lot whose goods left in part before the event shut its gate."""
    quality = shop.world.cmo_qa
    capa = act(
        quality, propose_capa, source="event", reference="", title="Sieve", problem="Worn",
        event_ids=[event.pk], partnership_id=lot.partnership_id,
    )  # fmt: skip
    complaint, back = told.receive(shop, [lot]), returned.receive(shop, lot)
    with scope.opened(shop.world.auditor):
        pack = Pack.objects.filter(lot=lot).latest("version")
        decision = Disposition.objects.filter(lot=lot).latest("decided_at")
        permit = ShipPermit.objects.get(lot=lot)
    return {
        "evidence_pack": pack, "disposition": decision, "ship_permit": permit, "capa": capa, "complaint": complaint,
        "returned_product": back, "product": shop.product,
    }  # fmt: skip


def ship_some(shop: Shop, lot: Lot) -> None:
    """A tenth of it leaves for the shop's consignee, on a permit that is spent with it."""
    given = {"quantity": "400", "reference": "PO-7", "ship_from": "Dock 4", "carrier": "Intermountain"}
    answer = visitor(shop.world.clerk).post(f"/lots/{lot.pk}/ship/", {**given, "consignee": make_consignee(shop).pk})
    assert answer.status_code == 302, answer.content.decode()


def make_event(shop: Shop, lot: Lot) -> QualityEvent:
    clerk, quality = shop.world.clerk, shop.world.cmo_qa
    event = report(shop, lot, kind="oos", title="Lead above its limit")
    found = {"test": "LEAD", "value": "0.62", "analyst": "K. Tobin", "laboratory": "Summit Labs"}
    act(quality, record_oos, event_id=event.pk, tested_at=NOON - timedelta(hours=4), **found)
    act(quality, name_cause, event_id=event.pk, branch=Branch.MACHINE, cause="Mill sieve worn")
    act(quality, name_informant, event_id=event.pk, person_id=clerk.person_id, told="The sieve was changed at 09:14.")
    investigate(shop, event, disposition="reject", missed="specification")
    return event
