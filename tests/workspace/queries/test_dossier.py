"""The dossier compiled from the database: what it says, and that its queries do not grow."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kernel import scope
from lots.actions import lift_hold, place_hold
from lots.models import Lot
from quality_events.actions import report_event
from tests.factories.walked import AT, Shop, make_consignee, make_lot, make_shop
from tests.factories.world import World
from traceability.actions import ship
from traceability.models import Consignee
from workspace.dossier_data import Printing
from workspace.outside.dossier_report import html_parts, to_machine_copy
from workspace.queries.dossier import lot_dossier

PRINTING = Printing("LD-000000000001", "Astrid Nyman", "Nyman Quality Audits", "auditor", AT, "0.1.0")
LATER = AT + timedelta(days=10)


def full_lot(world: World, number: str = "KB-1") -> Lot:
    """A released lot with a shipment, a hold that was lifted, and an open deviation."""
    shop = make_shop(world)
    lot = make_lot(shop, number, until="released")
    consignee = make_consignee(shop)
    with scope.opened(world.clerk):
        ship(
            lot_id=lot.pk, consignee_id=consignee.pk, quantity=Decimal(1200), reference="PO-1", ship_from="Dock 4",
            carrier="", by=world.clerk, reason="", at=LATER,
        )  # fmt: skip
        report_event(
            lot_ids=[lot.pk], kind="deviation", classification="major", title="Blender stopped",
            description="For 40 minutes", missed="none", discovered_at=LATER, by=world.clerk, reason="", at=LATER,
        )  # fmt: skip
    with scope.opened(world.reviewer):
        hold = place_hold(lot_id=lot.pk, by=world.reviewer, reason="complaint", at=LATER)
        lift_hold(hold_id=hold.pk, by=world.reviewer, reason="sound", at=LATER)
    return lot


def test_the_whole_story_is_in_it(world: World) -> None:
    lot = full_lot(world)
    with scope.opened(world.auditor):
        dossier = lot_dossier(lot.pk, PRINTING, LATER)
    assert (dossier.lot.number, dossier.lot.state, dossier.lot.quantity_good, dossier.lot.quantity_shipped) == (
        "KB-1", "Partly shipped", Decimal(4942), Decimal(1200)
    )  # fmt: skip
    assert [r.sentence for r in dossier.gate.reasons if not r.is_met] == ["DEV-1 (major) is open."]
    assert [r.waits_for for r in dossier.gate.reasons if not r.is_met] == ["Keystone Blending Co."]
    assert [(p.part, p.name) for p in dossier.parties] == [
        ("Sponsor", "Alder & Pine Nutrition"),
        ("Contract manufacturer", "Keystone Blending Co."),
        ("Site of manufacture", "Keystone Plant 1"),
    ]
    assert dossier.agreement is not None
    assert [c.number for c in dossier.agreement.clauses] == ["3.1", "4.1", "5.1", "5.2", "6.1", "7.1"]
    assert all(c.text for c in dossier.agreement.clauses)
    assert [(b.kind, b.number, b.version) for b in dossier.baselines] == [
        ("Master manufacturing record", "MMR-0417", 3),
        ("Specification", "SPEC-0417", 4),
        ("Sampling plan", "SP-007", 2),
        ("Label", "LBL-MG120", 5),
    ]
    assert [(p.version, p.state) for p in dossier.packs] == [(1, "Accepted")]
    assert [(s.printed_name, s.meaning) for s in dossier.signatures if "KB-1" in s.subject][:5] == [
        ("Quentin Abbot", "Attested complete"),
        ("Quentin Abbot", "Released"),
        ("Quentin Abbot", "Released"),
        ("Priya Raman", "Approved"),
        ("Helen Okafor", "Released"),
    ]
    assert [(s.reference, s.consignee, s.quantity) for s in dossier.shipments] == [
        ("PO-1", "Harbor Health DC", Decimal(1200))
    ]
    event = dossier.events[0]
    assert (event.number, event.relation, [step.what for step in event.steps]) == ("DEV-1", "direct", ["Reported"])


@pytest.mark.lot(until="pack_pending")
def test_results_are_judged_by_the_approved_specification(world: World, lot: Lot) -> None:
    with scope.opened(world.reviewer):
        dossier = lot_dossier(lot.pk, PRINTING, LATER)
    results = {r.test: r for r in dossier.results}
    assay, lead = results["Magnesium, ICP-OES"], results["Lead, ICP-MS"]
    assert (assay.reported, assay.value, assay.low, assay.high) == (
        "127.4", Decimal("127.4"), Decimal(120), Decimal(150)
    )  # fmt: skip
    assert (lead.limit, lead.low, lead.high, lead.unit) == ("NMT 0.5 ppm", None, Decimal("0.5"), "ppm")
    assert {r.verdict for r in dossier.results} == {"Conforms"}
    assert results["Cadmium, ICP-MS"].value is None
    assert [(y.phase, y.percent, y.verdict) for y in dossier.yields] == [
        ("Blending", Decimal("99.7"), "Inside"),
        ("Encapsulation", Decimal("99.6"), "Inside"),
        ("Packaging", Decimal("99.2"), "Inside"),
    ]
    assert [(c.roll, c.variance, c.verdict) for c in dossier.labels] == [
        ("L-26-0031-01", 0, "Reconciled"),
        ("L-26-0031-02", 2, "Inside tolerance"),
    ]
    assert [(m.lot_number, m.quantity, m.status) for m in dossier.materials if m.item_code == "MGBG-20"] == [
        ("C-26-0412", Decimal("360.040000"), "Approved")
    ]


def test_the_trail_says_who_changed_what_from_what_to_what_and_why(world: World) -> None:
    lot = full_lot(world)
    with scope.opened(world.reviewer):
        changes = lot_dossier(lot.pk, PRINTING, LATER).history
    started = [c for c in changes if c.record == "Lot KB-1" and c.reason == "started"]
    assert {c.field: (c.old, c.new) for c in started}["state"] == ("Planned", "In process")
    assert {c.field: c.new for c in started}["master record"] == "MMR-0417 v3"
    assert {(c.by, c.organisation) for c in started} == {("Carla Diaz", "Keystone Blending Co.")}
    lifted = {c.field: c for c in changes if c.record == "Hold" and c.action == "changed"}
    assert lifted["lifted by"].new == "Priya Raman"
    assert lifted["lift reason"].new == "sound"
    assert {c.record for c in changes} >= {"Shipment PO-1", "Event DEV-1", "Evidence pack v1", "Decision, sponsor"}
    assert [c.at for c in changes] == sorted((c.at for c in changes), reverse=True)


def test_a_lot_just_planned_has_an_empty_dossier_that_prints(world: World, shop: Shop) -> None:
    lot = make_lot(shop, "KB-1")
    with scope.opened(world.clerk):
        dossier = lot_dossier(lot.pk, PRINTING, LATER)
    assert (dossier.agreement, dossier.packs, dossier.results, dossier.shipments) == (None, (), (), ())
    assert len(html_parts(dossier, to_machine_copy(dossier))) == 1


@pytest.mark.lot(until="released")
def test_its_queries_do_not_grow_with_its_rows(world: World, shop: Shop, lot: Lot) -> None:
    consignee = make_consignee(shop)
    _happen(world, lot, consignee, 1)
    few = _queries(world, lot)
    _happen(world, lot, consignee, 2)
    _happen(world, lot, consignee, 3)
    many = _queries(world, lot)
    assert len(many) == len(few)
    assert len(many) <= 36, many


def _happen(world: World, lot: Lot, consignee: Consignee, count: int) -> None:
    with scope.opened(world.clerk):
        ship(
            lot_id=lot.pk, consignee_id=consignee.pk, quantity=Decimal(1), reference=f"PO-{count}", ship_from="Dock",
            carrier="", by=world.clerk, reason="", at=LATER,
        )  # fmt: skip
        report_event(
            lot_ids=[lot.pk], kind="deviation", classification="minor", title="Stop", description="Short",
            missed="none", discovered_at=LATER, by=world.clerk, reason="", at=LATER,
        )  # fmt: skip


def _queries(world: World, lot: Lot) -> list[str]:
    with scope.opened(world.reviewer), CaptureQueriesContext(connection) as caught:
        lot_dossier(lot.pk, PRINTING, LATER)
    return [q["sql"] for q in caught.captured_queries if not q["sql"].startswith(("SELECT set_config", "SAVEPOINT"))]


def test_a_stranger_gets_nothing(world: World, shop: Shop) -> None:
    lot = make_lot(shop, "KB-1")
    with scope.opened(world.other_sponsor), pytest.raises(type(lot).DoesNotExist):
        lot_dossier(lot.pk, PRINTING, LATER)
