"""Four partnerships, each with a row of every kind: all that one could see of another."""

import json
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from django.db import transaction

from change_control.models import ChangeRequest, LotDecision
from evidence.actions.questions import ask_question
from evidence.actions.review import decide_exception
from evidence.actions.samples import draw_sample, record_look
from evidence.models import Pack, RuleVerdict
from evidence.pack.format import Pack as StatedPack
from evidence.queries import gaps
from kernel import scope
from kernel.clock import now
from kernel.history import acting
from kernel.ids import new_id
from lots.actions import place_hold
from lots.models import Lot
from quality_events.actions import report_event
from records.models import SealedReport
from tests.change_control.made import in_state
from tests.evidence.scene import SUBMITTED, Scene, files_of, stated
from tests.factories.known_lots import GTIN, LOT
from tests.factories.pack_sections import READING
from tests.factories.packs import with_row
from tests.factories.walked import (
    AT,
    Shop,
    accept,
    attest,
    make_consignee,
    make_lot,
    make_shop,
    release_by_cmo,
    release_by_sponsor,
)
from tests.factories.world import World
from tests.isolation.people import Companies
from tests.isolation.recalling import recall
from tests.quality_events.reported import investigate, report
from traceability.actions import capture, count_stock, record_feed, ship
from traceability.epcis import writing
from traceability.gs1 import lot_uri
from traceability.matching import StatedLine
from workspace.actions import request_report
from workspace.tasks import render_report

LATER = SUBMITTED + timedelta(hours=2)
SHARED_LOT = "C-26-0412"
"""The one component lot that every customer of one CMO consumed: disclosed to each, never to whom else."""


@dataclass(frozen=True)
class Holding:
    """What one partnership was filled with."""

    name: str
    mark: str
    world: World
    lots: dict[str, Lot]


def fill(companies: Companies, name: str, mark: str) -> Holding:
    """Rows of every kind for this partnership, through the real actions; `mark` begins its lot numbers."""
    world = companies.seen_from(name)
    shop = make_shop(world)
    lots = {
        "planned": make_lot(shop, f"{mark}-PLAN"),
        "held": make_lot(shop, f"{mark}-HELD", until="completed"),
        "released": _released(shop, mark),
        "handed over": _evidence(shop, mark),
        "incomplete": _gaps(shop, mark),
    }
    _events(shop, lots)
    _shipment(shop, lots["released"])
    for state in ("draft", "sponsor_review"):
        in_state(world, shop.product.pk, state)
    _decided(world, in_state(world, shop.product.pk, "approved"), lots["held"])
    _report(world, lots["released"])
    recall(world, lots["released"])
    return Holding(name, mark, world, lots)


def _decided(world: World, change: ChangeRequest, lot: Lot) -> None:
    """What becomes of a lot that ran when the change was approved."""
    with scope.opened(world.head), transaction.atomic(), acting(by=world.head, reason="decided", at=LATER):
        LotDecision.objects.create(
            partnership_id=change.partnership_id, sponsor_id=change.sponsor_id, change=change, lot=lot,
            decision="keep_old", reason=f"begun before {lot.number}", decided_by_id=world.head.person_id,
            decided_at=LATER,
        )  # fmt: skip


def _marked(pack: StatedPack, number: str, mark: str, *, shared: bool = False) -> StatedPack:
    """The pack for this lot: a consignee of the partnership's own, component lots of the lot's own, but for one."""
    text = pack.model_dump_json(exclude_none=True).replace(LOT, number)
    text = text.replace("Juniper Market Co-op", f"Juniper Market Co-op {mark}").replace("RB-55120", f"RB-{mark}-55120")
    for prefix in ("C-26-", "P-26-", "L-26-"):
        text = text.replace(prefix, f"{prefix}{number}-")
    if shared:
        text = text.replace(f"C-26-{number}-0412", SHARED_LOT)
    return StatedPack.model_validate(json.loads(text), context=READING)


def _submit(scene: Scene, marked: StatedPack) -> Pack:
    return scene.submit(marked, files=files_of([document.name for document in marked.documents])).pack


def _released(shop: Shop, mark: str) -> Lot:
    """Pack handed over, attested, accepted; released by both."""
    scene = Scene(shop, f"{mark}-113")
    attest(shop, _submit(scene, _marked(stated(), scene.number, mark)), at=LATER)
    release_by_cmo(shop, scene.lot, at=LATER)
    accept(shop, scene.lot, at=LATER)
    release_by_sponsor(shop, scene.lot, at=LATER)
    return scene.lot


def _evidence(shop: Shop, mark: str) -> Lot:
    """A pack with two exceptions, attested, one of them decided; documents in the store."""
    scene = Scene(shop, f"{mark}-114")
    pack = with_row(stated(), "batch_record.yields", {"phase": "Packaging"}, actual="5010")
    pack = with_row(pack, "batch_record.steps", {"number": "30"}, entered_at="2026-03-12 10:00")
    row = _submit(scene, _marked(pack, scene.number, mark))
    attest(shop, row, at=LATER)
    by = shop.world.reviewer
    with scope.opened(by):
        verdict = RuleVerdict.objects.filter(pack=row, severity="W", outcome="fail").earliest("pk")
        decide_exception(verdict_id=verdict.pk, choice="accepted", by=by, reason=f"Explained {mark}", at=LATER)
        draw = draw_sample(pack_id=row.pk, amount=2, is_percent=False, by=by, reason="", at=LATER)
        first = draw.items.earliest("position")
        record_look(sample_item_id=first.pk, outcome="as_expected", reason=mark, by=by, at=LATER)
        ask_question(verdict_id=verdict.pk, by=by, reason=f"Why? {mark}", at=LATER)
    return scene.lot


def _gaps(shop: Shop, mark: str) -> Lot:
    """A pack whose lead is above the limit, answered by an out-of-specification event; it uses the shared lot."""
    scene = Scene(shop, f"{mark}-115")
    pack = with_row(stated(), "laboratory.results", {"test": "LEAD"}, value="0.62")
    row = _submit(scene, _marked(pack, scene.number, mark, shared=True))
    by = shop.world.clerk
    with scope.opened(by):
        report_event(
            lot_ids=[scene.lot.pk], kind="oos", classification="major", title=f"Lead above the limit {mark}",
            description="0.62 ppm against 0.5 ppm.", missed="specification", discovered_at=SUBMITTED,
            answers=list(gaps([row.pk]).values_list("pk", flat=True)), by=by, reason="", at=SUBMITTED,
        )  # fmt: skip
    return scene.lot


def _events(shop: Shop, lots: dict[str, Lot]) -> None:
    report(shop, lots["held"])
    investigate(shop, report(shop, lots["planned"], classification="minor"))
    by = shop.world.reviewer
    with scope.opened(by):
        place_hold(lot_id=lots["held"].pk, by=by, reason="smell at opening", at=AT + timedelta(days=3))


def _shipment(shop: Shop, lot: Lot) -> None:
    consignee, by = make_consignee(shop), shop.world.clerk
    with scope.opened(by):
        ship(
            lot_id=lot.pk, consignee_id=consignee.pk, quantity=Decimal(100), reference="PO-1", ship_from="Dock 4",
            carrier="Overland", by=by, reason="", at=LATER + timedelta(days=1),
        )  # fmt: skip
        count_stock(
            lot_id=lot.pk, on_hand=Decimal(4842), sampled=Decimal(0), destroyed=Decimal(0), place="Dock 4",
            counted_at=LATER + timedelta(days=2), by=by, reason="", at=LATER + timedelta(days=2),
        )  # fmt: skip
        left = LATER + timedelta(days=1)
        record_feed(
            partnership_id=lot.partnership_id, feed=f"ASN of {lot.number}",
            lines=[StatedLine("1", lot.number, Decimal(100), left, "PO-1")], by=by, reason="",
            at=LATER + timedelta(days=2),
        )  # fmt: skip
    _events_of_goods(shop, lot)


def _events_of_goods(shop: Shop, lot: Lot) -> None:
    """One document of the partnership, one of the manufacturer alone."""
    by, goods = shop.world.clerk, [writing.goods_of(lot_uri(GTIN, lot.number), Decimal(100))]
    for partnership_id in (lot.partnership_id, None):
        event = writing.moved(
            new_id(), AT, step="storing", disposition="", goods=goods, note=f"{lot.number} {partnership_id or 'own'}"
        )
        content = writing.document([event], created_at=LATER).encode()
        with scope.opened(by):
            capture(content=content, partnership_id=partnership_id, by=by, reason="", at=LATER)


def _report(world: World, lot: Lot) -> None:
    by = world.head
    with scope.opened(by):
        request_report(kind="lot_dossier", subject_id=lot.pk, by=by, reason="", at=now())


def seal_report(holding: Holding) -> None:
    """Make the dossier that was asked for, with what is planted by now."""
    pair = holding.lots["released"].partnership_id
    with scope.opened(scope.system(pair)), transaction.atomic():
        report = SealedReport.objects.get(partnership_id=pair)
    if not render_report(str(pair), str(report.pk)):
        raise RuntimeError("The dossier could not be made.")
