"""Every state × verb × role of a complaint and of a report, and what the database holds."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from kernel import scope
from kernel.errors import Forbidden, Refused
from kernel.history import acting
from kernel.scope import Actor
from kernel.states import check_move
from lots.models import Lot
from parties.states import CMO_PERMISSIONS, SPONSOR_PERMISSIONS, Role
from quality_events.models import AdverseReport, AdverseScreen, Complaint
from quality_events.states import ADVERSE_REPORT, COMPLAINT, AdverseReportState, ComplaintState
from tests.factories.walked import Shop
from tests.factories.world import World
from tests.quality_events.told import AT, NONE, RECEIVED, in_state, receive, screen

SCREENERS, SETTLERS = {Role.SQA, Role.SQH, Role.CQC, Role.CQA}, {Role.SQH, Role.CQC, Role.CQA}
MAY = {
    "screen": SCREENERS,
    "review": SCREENERS,
    "send_back": SETTLERS,
    "investigate": SETTLERS,
    "set_aside": SETTLERS,
    "close": SETTLERS,
}
WAYS = {
    ("received", "screen"): "screened",
    ("screened", "screen"): "screened",
    ("reviewed", "screen"): "screened",
    ("investigating", "screen"): "investigating",
    ("set_aside", "screen"): "set_aside",
    ("closed", "screen"): "closed",
    ("screened", "review"): "reviewed",
    ("reviewed", "send_back"): "screened",
    ("reviewed", "investigate"): "investigating",
    ("reviewed", "set_aside"): "set_aside",
    ("investigating", "close"): "closed",
    ("set_aside", "close"): "closed",
}


def actor(world: World, role: Role) -> Actor:
    """A person who holds just this role, on the side where the role counts."""
    if role in CMO_PERMISSIONS:
        return replace(world.cmo_qa, cmo_permissions=CMO_PERMISSIONS[role], roles=frozenset({role}))
    held = SPONSOR_PERMISSIONS.get(role, frozenset())
    return replace(world.head, sponsor_permissions=held, roles=frozenset({role}))


def outcome(row: object, verb: str, by: Actor, *, is_signed: bool = True) -> str:
    try:
        return str(check_move(row, verb, by=by, reason="because", signed=is_signed).target)  # type: ignore[arg-type]
    except Forbidden:
        return "forbidden"
    except Refused as refused:
        return refused.code


def test_each_state_verb_and_role(world: World) -> None:
    """6 states × 6 verbs × 13 roles."""
    assert COMPLAINT.verbs() == set(MAY)
    complaint = Complaint(partnership=world.alder_keystone, sponsor=world.alder, number="CMP-1")
    tried = 0
    for state in ComplaintState:
        complaint.state = state
        for verb, allowed in MAY.items():
            for role in Role:
                tried += 1
                wanted = WAYS.get((state, verb), "wrong-state")
                if wanted != "wrong-state" and role not in allowed:
                    wanted = "forbidden"
                assert outcome(complaint, verb, actor(world, role)) == wanted, (state, verb, role)
    assert tried == 6 * 6 * 13


def test_each_state_verb_and_role_of_a_report(world: World) -> None:
    """3 states × 2 verbs × 13 roles: the sponsor submits, whose name is on the label."""
    report = AdverseReport(partnership=world.alder_keystone, sponsor=world.alder, position=1)
    may = {"submit": ("submitted", {Role.SQA, Role.SQH}), "withdraw": ("withdrawn", SCREENERS)}
    assert ADVERSE_REPORT.verbs() == set(may)
    for state in AdverseReportState:
        report.state = state
        for verb, (target, allowed) in may.items():
            for role in Role:
                wanted = "wrong-state" if state != "due" else target if role in allowed else "forbidden"
                assert outcome(report, verb, actor(world, role)) == wanted, (state, verb, role)


@pytest.mark.parametrize("verb", ["screen", "review", "investigate", "set_aside", "close"])
def test_these_steps_are_signed(world: World, verb: str) -> None:
    source = next(state for state, named in WAYS if named == verb)
    complaint = Complaint(partnership=world.alder_keystone, sponsor=world.alder, number="CMP-1", state=source)
    assert outcome(complaint, verb, world.head, is_signed=False) == "signature-missing"


def test_sending_back_needs_a_reason(world: World) -> None:
    complaint = Complaint(partnership=world.alder_keystone, sponsor=world.alder, number="CMP-1", state="reviewed")
    with pytest.raises(Refused, match="Give a reason"):
        check_move(complaint, "send_back", by=world.head, reason=" ")


def test_the_database_knows_the_same_ways(shop: Shop) -> None:
    complaint, by = receive(shop), shop.world.head
    with scope.opened(by), acting(by=by, reason="around the table", at=AT):
        with pytest.raises(IntegrityError, match="no way from received to closed"), transaction.atomic():
            Complaint.objects.filter(pk=complaint.pk).update(state="closed")
        with pytest.raises(IntegrityError, match="complaint_first_receipt_is_earliest"), transaction.atomic():
            Complaint.objects.filter(pk=complaint.pk).update(first_received_at=RECEIVED + timedelta(days=1))
        with pytest.raises(IntegrityError, match="complaint_received_by_somebody"), transaction.atomic():
            Complaint.objects.filter(pk=complaint.pk).update(sponsor_received_at=None)
        Complaint.objects.filter(pk=complaint.pk).update(state="screened")
        with pytest.raises(IntegrityError, match="complaint_reviewed_with_reason"), transaction.atomic():
            Complaint.objects.filter(pk=complaint.pk).update(state="reviewed")


@pytest.mark.lot(until="completed")
def test_an_investigation_is_an_event(shop: Shop, lot: Lot) -> None:
    complaint, by = in_state(shop, "investigating", [lot]), shop.world.head
    with scope.opened(by), acting(by=by, reason="around the rules", at=AT):
        with pytest.raises(IntegrityError, match="complaint_investigated_by_event"), transaction.atomic():
            Complaint.objects.filter(pk=complaint.pk).update(event=None)
        with pytest.raises(IntegrityError, match="complaint_named_lot_is_relevant"), transaction.atomic():
            complaint.complaint_lots.update(is_relevant=False)


def test_a_screen_is_written_once_and_whole(shop: Shop) -> None:
    complaint, by = screen(receive(shop), shop.world.reviewer), shop.world.reviewer
    with scope.opened(by), acting(by=by, reason="around the rules", at=AT):
        with pytest.raises(IntegrityError, match="screen_outcome_is_adverse"), transaction.atomic():
            AdverseScreen.objects.create(
                partnership_id=complaint.partnership_id, sponsor_id=complaint.sponsor_id, complaint=complaint,
                is_adverse=False, **(NONE | {"death": True}), basis="x", screened_by_id=by.person_id, screened_at=AT,
            )  # fmt: skip
        with pytest.raises(Exception, match="permission denied"), transaction.atomic():
            AdverseScreen.objects.update(basis="another")


def test_a_report_is_submitted_whole(shop: Shop) -> None:
    complaint, by = screen(receive(shop), shop.world.reviewer, "death"), shop.world.reviewer
    with scope.opened(by), acting(by=by, reason="around the rules", at=AT):
        with pytest.raises(IntegrityError, match="adverse_report_submitted_whole"), transaction.atomic():
            complaint.reports.update(state="submitted", submitted_at=AT, reference="7")
        with pytest.raises(IntegrityError, match="adverse_report_once"), transaction.atomic():
            AdverseReport.objects.create(
                partnership_id=complaint.partnership_id, sponsor_id=complaint.sponsor_id, complaint=complaint,
                position=1, information="x", received_at=AT,
            )  # fmt: skip
