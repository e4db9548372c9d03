"""Corrective actions: planned and approved before the work, done with evidence, verified by another (domain §C4)."""

import io
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from clocks.models import Clock, InboxItem, Notice
from evidence.actions.files import examine
from kernel import scope
from kernel.errors import Forbidden, Refused
from kernel.history import acting
from lots.models import Lot
from quality_events.actions import (
    add_capa_action,
    approve_capa,
    cancel_capa,
    complete_capa,
    do_capa_action,
    drop_capa_action,
    plan_capa,
    redo_capa,
    return_capa,
    start_capa,
    submit_capa,
    verify_capa,
)
from quality_events.models import Capa, CapaAction, QualityEvent
from records.models import Signature
from tests.factories.walked import Shop, colleague
from tests.quality_events.corrected import (
    DUE,
    MEASURE,
    SIGNATURE,
    approved,
    does,
    extended,
    planned,
    proposed,
    signs,
    submitted,
)
from tests.quality_events.reported import NOON, investigate, propose, report
from tests.quality_events.test_investigation import PDF

COMPLETED = pytest.mark.lot(until="completed")


@pytest.fixture
def event(shop: Shop, lot: Lot) -> QualityEvent:
    return report(shop, lot)


@pytest.fixture
def capa(shop: Shop, event: QualityEvent) -> Capa:
    return proposed(shop, event)


def action_of(shop: Shop, capa: Capa) -> CapaAction:
    with scope.opened(shop.world.clerk):
        return capa.actions.get()


@COMPLETED
def test_an_event_asks_for_a_decision_about_it(shop: Shop, event: QualityEvent) -> None:
    investigate(shop, event, no_capa="")
    with pytest.raises(Refused, match=r"^Propose a corrective action, or say why none is needed\.$"):
        propose(shop, event)
    capa = proposed(shop, event)
    assert (capa.number, capa.state, capa.needs_sponsor) == ("CAPA-1", "proposed", True)
    assert propose(shop, event).state == "proposed"
    with scope.opened(shop.world.reviewer):
        assert InboxItem.objects.get(key=f"capa/{capa.pk}").roles == ["CQC", "CQA"]
        told = Notice.objects.filter(key__startswith=f"capa/{capa.pk}/proposed/")
        assert told.count() == 3


@COMPLETED
@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"title": " "}, "Say in a title"),
        ({"event_ids": []}, "Name the event"),
        ({"source": "audit_finding", "event_ids": []}, "Name the finding, the chart or the recall"),
    ],
)
def test_a_proposal_says_what_it_answers(shop: Shop, event: QualityEvent, given: dict[str, Any], words: str) -> None:
    with pytest.raises(Refused, match=words):
        proposed(shop, event, **given)
    finding = proposed(shop, event, source="audit_finding", event_ids=[], reference="Audit 2026-02, finding 3")
    assert (finding.needs_sponsor, finding.product_id) == (True, None)


@COMPLETED
def test_a_plan_is_whole_before_it_is_submitted(shop: Shop, capa: Capa) -> None:
    by = shop.world.cmo_qa
    with pytest.raises(Refused, match=r"^Still missing: the plan, its owner, an action, the kind, root cause"):
        signs(by, submit_capa, capa)
    planned(shop, capa, exposure_lots=None, window_days=None)
    with pytest.raises(Refused, match="Say how many lots and how many days are watched"):
        signs(by, submit_capa, capa)
    with pytest.raises(Refused, match="accept fewer recurrences than lots"):
        planned(shop, capa, at_most=2)
    found = planned(shop, capa)
    with pytest.raises(Refused, match="is due in the past"):
        signs(by, submit_capa, capa, at=NOON + timedelta(days=21))
    assert signs(by, submit_capa, found).state == "planned"
    with pytest.raises(Refused, match="its plan is fixed"):
        planned(shop, capa)


@COMPLETED
def test_an_action_is_planned_or_dropped_with_a_reason(shop: Shop, capa: Capa) -> None:
    by, clerk = shop.world.cmo_qa, shop.world.clerk.person_id
    given = {"capa_id": capa.pk, "change_number": "", "training": "", "what": "Make a gauge"}
    for wrong, words in (
        ({"owner_id": shop.world.head.person_id, "due_on": DUE}, "person of your own company"),
        ({"owner_id": clerk, "due_on": NOON.date() - timedelta(days=1)}, "from today on"),
        ({"owner_id": clerk, "due_on": NOON.date() + timedelta(days=733)}, "within two years"),
        ({"owner_id": clerk, "due_on": DUE, "what": " "}, "Write down"),
    ):
        with pytest.raises(Refused, match=words):
            does(by, add_capa_action, **(given | wrong))
    action = does(by, add_capa_action, **given, owner_id=clerk, due_on=NOON.date())
    with pytest.raises(Refused, match="Say why the action is dropped"):
        does(by, drop_capa_action, action_id=action.pk)
    assert does(by, drop_capa_action, action_id=action.pk, reason="doubled").dropped_at == NOON


@COMPLETED
def test_the_sponsor_approves_and_nothing_is_done_before(shop: Shop, capa: Capa) -> None:
    by = shop.world.cmo_qa
    submitted(shop, capa)
    action = action_of(shop, capa)
    with pytest.raises(Refused, match="no work is reported"):
        does(by, do_capa_action, action_id=action.pk, shown_by="x", file=None)
    with pytest.raises(Refused, match="is not possible while CAPA-1"):
        does(by, start_capa, capa_id=capa.pk)
    with pytest.raises(Refused, match="needs the sponsor’s approval"):
        signs(by, approve_capa, capa)
    found = signs(shop.world.reviewer, approve_capa, capa)
    assert found.state == "plan_approved"
    with scope.opened(by):
        clock = Clock.objects.get(rule="quality_events.capa_action", subject_id=action.pk)
        assert clock.due_at.date() in (DUE, DUE + timedelta(days=1))
        signatures = Signature.objects.filter(subject_id=capa.pk).order_by("signed_at", "id")
        assert [row.meaning for row in signatures] == ["authored", "approved"]


@COMPLETED
def test_a_plan_goes_back_with_a_question(shop: Shop, capa: Capa) -> None:
    submitted(shop, capa)
    with pytest.raises(Refused, match="Give a reason"):
        does(shop.world.reviewer, return_capa, capa_id=capa.pk)
    back = does(shop.world.reviewer, return_capa, capa_id=capa.pk, reason="Who checks the gauge?")
    assert back.state == "proposed"
    with scope.opened(shop.world.clerk):
        assert InboxItem.objects.get(key=f"capa/{capa.pk}", done_at=None).title == (
            "Plan again, CAPA-1: Who checks the gauge?"
        )


@COMPLETED
def test_a_minor_events_plan_is_approved_at_the_cmo_by_another(shop: Shop, lot: Lot) -> None:
    capa = proposed(shop, report(shop, lot, classification="minor"))
    assert capa.needs_sponsor is False
    submitted(shop, capa)
    with pytest.raises(Refused, match="another person must approve it"):
        signs(shop.world.cmo_qa, approve_capa, capa)
    other = colleague(shop.world, "qa2@keystone.example", "Mara Lund", shop.world.keystone, ["CQA"])
    found = signs(other, approve_capa, capa)
    assert found.state == "plan_approved"
    with scope.opened(other):
        signature = Signature.objects.filter(subject_id=capa.pk, meaning="approved").get()
        assert (signature.signer_id, signature.role) == (other.person_id, "CQA")
    does(shop.world.cmo_qa, start_capa, capa_id=capa.pk)
    does(other, do_capa_action, action_id=action_of(shop, capa).pk, shown_by="Gauge no. 7", file=None)
    signs(shop.world.cmo_qa, complete_capa, capa)
    with pytest.raises(Refused, match="another person must verify it"):
        signs(other, verify_capa, capa)


@COMPLETED
def test_work_is_done_with_evidence_and_verified_by_another(shop: Shop, capa: Capa) -> None:
    by = shop.world.cmo_qa
    approved(shop, capa)
    does(by, start_capa, capa_id=capa.pk)
    action = action_of(shop, capa)
    with pytest.raises(Refused, match=r"^1 action is not done yet\.$"):
        signs(by, complete_capa, capa)
    with pytest.raises(Refused, match="Say what shows that it is done"):
        does(by, do_capa_action, action_id=action.pk, shown_by=" ", file=None)
    photo = examine("gauge.pdf", io.BytesIO(PDF))
    done = does(by, do_capa_action, action_id=action.pk, shown_by="", file=photo)
    assert done.evidence.name == "gauge.pdf"
    with scope.opened(by):
        assert Clock.objects.get(subject_id=action.pk).state == "met"
    with pytest.raises(Refused, match="done already"):
        does(by, do_capa_action, action_id=action.pk, shown_by="again", file=None)
    assert signs(by, complete_capa, capa).state == "implemented"
    back = does(shop.world.reviewer, redo_capa, capa_id=capa.pk, reason="The photograph shows line 2")
    assert back.state == "implementing"
    signs(by, complete_capa, capa)
    with pytest.raises(Refused, match="needs the sponsor’s approval"):
        signs(by, verify_capa, capa)
    found = signs(shop.world.reviewer, verify_capa, capa)
    assert (found.state, found.implemented_at) == ("effectiveness_pending", NOON)


@COMPLETED
def test_a_day_is_moved_twice_and_no_more(shop: Shop, capa: Capa) -> None:
    approved(shop, capa)
    action, by = action_of(shop, capa), shop.world.reviewer
    with pytest.raises(Forbidden):
        extended(shop, action, DUE + timedelta(days=9), "late", by=shop.world.cmo_qa)
    for to_day, reason, words in ((DUE, "late", "Choose a day after"), (DUE + timedelta(days=1), " ", "Say why")):
        with pytest.raises(Refused, match=words):
            extended(shop, action, to_day, reason)
    given = [extended(shop, action, DUE + timedelta(days=days), "part is late") for days in (10, 20)]
    with pytest.raises(Refused, match="moved 2 times; no further extension"):
        extended(shop, action, DUE + timedelta(days=30), "again")
    with scope.opened(by):
        signed = [Signature.objects.get(subject_id=row.pk) for row in given]
        assert {(row.meaning, row.signer_id, row.subject_kind) for row in signed} == {
            ("approved", by.person_id, "capa_extension")
        }
        assert f'"to_day":"{DUE + timedelta(days=20)}"' in signed[1].content
    with scope.opened(by):
        action.refresh_from_db()
        assert action.due_on == DUE + timedelta(days=20)
        clocks = Clock.objects.filter(subject_id=action.pk).order_by("due_at")
        assert [clock.state for clock in clocks] == ["cancelled", "cancelled", "running"]


@COMPLETED
def test_the_sponsor_cancels(shop: Shop, capa: Capa) -> None:
    approved(shop, capa)
    found = does(shop.world.reviewer, cancel_capa, capa_id=capa.pk, reason="The line is replaced")
    assert (found.state, found.ended_at) == ("cancelled", NOON)
    with scope.opened(shop.world.reviewer):
        assert Clock.objects.get(rule="quality_events.capa_action").state == "cancelled"
    with pytest.raises(Refused, match="is “Cancelled”"):
        extended(shop, action_of(shop, capa), DUE + timedelta(days=1), "x")


@COMPLETED
def test_strangers_and_clerks_plan_nothing(shop: Shop, capa: Capa) -> None:
    values = {"plan": "x", "owner_id": None, "product_id": None, "capa_id": capa.pk} | SIGNATURE | MEASURE
    for by in (shop.world.clerk, shop.world.reviewer):
        with pytest.raises(Forbidden):
            does(by, plan_capa, **values)
    with pytest.raises(Capa.DoesNotExist):
        does(shop.world.other_sponsor, plan_capa, **values)


@COMPLETED
def test_the_database_knows_the_way_and_the_plan(shop: Shop, capa: Capa) -> None:
    by = shop.world.cmo_qa
    with scope.opened(by), acting(by=by, reason="raw", at=NOON):
        for wrong, words in (
            ({"state": "effective"}, "no way from proposed to effective"),
            ({"state": "planned"}, "capa_plan_before_work"),
        ):
            with pytest.raises(IntegrityError, match=words), transaction.atomic():
                Capa.objects.filter(pk=capa.pk).update(**wrong)
    approved(shop, capa)
    action = action_of(shop, capa)
    extended(shop, action, DUE + timedelta(days=1), "part is late")
    with scope.opened(by), acting(by=by, reason="raw", at=NOON):
        with pytest.raises(IntegrityError, match="capa_action_done_with_evidence"), transaction.atomic():
            CapaAction.objects.filter(pk=action.pk).update(done_at=NOON, done_by=by.person_id)
        with pytest.raises(DatabaseError), transaction.atomic():
            action.extensions.update(reason="other")
