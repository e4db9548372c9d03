"""Complaints walked through the real actions; dates in the spring of 2026."""

import io
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

import pytest

from clocks.models import InboxItem
from evidence.actions.files import Incoming, examine
from kernel import scope
from kernel.errors import Refused
from kernel.scope import Actor
from lots.models import Lot
from quality_events.actions.adverse import record_follow_up, submit_report
from quality_events.actions.complaints import Told, attach_label, receive_complaint
from quality_events.actions.reviewing import (
    close_complaint,
    investigate_complaint,
    record_answer,
    record_review,
    set_complaint_aside,
    sign_review,
)
from quality_events.actions.screening import record_screen, sign_screen
from quality_events.complaint_content import complaint_content
from quality_events.models import AdverseReport, AdverseScreen, Complaint
from quality_events.seriousness import OUTCOMES
from records.content import content_hash
from tests.factories.signing import proof
from tests.factories.walked import Shop

RECEIVED = datetime(2026, 4, 1, 15, 0, tzinfo=UTC)
"""A Wednesday morning in New York."""
AT = datetime(2026, 4, 3, 16, 0, tzinfo=UTC)
LABEL = b"%PDF-1.7\n% label\n%%EOF\n"
NONE = dict.fromkeys(OUTCOMES, False)


def told(**changed: Any) -> Told:
    given = {"nature": "quality", "channel": "phone", "reporter": "consumer", "words": "Capsules smell of fish."}
    return Told(**(given | changed))


def receive(shop: Shop, lots: Sequence[Lot] = (), *, by: Actor | None = None, **changed: Any) -> Complaint:
    """Received by the sponsor's quality on 1 April, written down on the 3rd."""
    by = by or shop.world.reviewer
    at = changed.pop("at", AT)
    receipts = {"sponsor_received_at": RECEIVED, "cmo_received_at": None}
    receipts |= {name: changed.pop(name) for name in list(changed) if name in receipts}
    with scope.opened(by):
        return receive_complaint(
            product_id=shop.product.pk, lot_ids=[lot.pk for lot in lots], told=told(**changed), **receipts,
            by=by, reason="", at=at,
        )  # fmt: skip


def answer(
    complaint: Complaint, by: Actor, *yes: str, is_adverse: bool | None = None, at: datetime = AT
) -> AdverseScreen:
    """The outcomes named are answered with yes, the others with no."""
    with scope.opened(by):
        return record_screen(
            complaint_id=complaint.pk, is_adverse=bool(yes) if is_adverse is None else is_adverse,
            answers=NONE | dict.fromkeys(yes, True), basis="The caller was asked.", by=by, reason="", at=at,
        )  # fmt: skip


def signed(action: Callable[..., Complaint], complaint: Complaint, by: Actor, at: datetime = AT) -> Complaint:
    """What a signing page sends."""
    with scope.opened(by):
        shown = content_hash(complaint_content(Complaint.objects.select_related("product").get(pk=complaint.pk)))
        given = proof(by, at, complaint, shown)
        return action(complaint_id=complaint.pk, proof=given, shown_hash=shown, by=by, reason="", at=at)


def screen(complaint: Complaint, by: Actor, *yes: str, at: datetime = AT, is_adverse: bool | None = None) -> Complaint:
    answer(complaint, by, *yes, at=at, is_adverse=is_adverse)
    return signed(sign_screen, complaint, by, at)


def write_review(
    complaint: Complaint, by: Actor, *, lots: Sequence[Lot] = (), investigate: bool = True, review: str = "Odor."
) -> Complaint:
    with scope.opened(by):
        return record_review(
            complaint_id=complaint.pk, is_to_investigate=investigate, review=review,
            lot_ids=[lot.pk for lot in lots], by=by, reason="", at=AT,
        )  # fmt: skip


def write_answer(
    complaint: Complaint, by: Actor, *, follow_up: str = "No cause found.", reply: str = "Letter of 9 April."
) -> Complaint:
    with scope.opened(by):
        return record_answer(complaint_id=complaint.pk, follow_up=follow_up, reply=reply, by=by, reason="", at=AT)


def in_state(shop: Shop, state: str, lots: Sequence[Lot] = ()) -> Complaint:
    """Screened and reviewed by the sponsor's reviewer, decided by its head of quality."""
    reviewer, head = shop.world.reviewer, shop.world.head
    complaint = receive(shop, lots)
    if state == "received":
        return complaint
    complaint = screen(complaint, reviewer)
    if state == "screened":
        return complaint
    write_review(complaint, reviewer, lots=lots, investigate=state == "investigating")
    complaint = signed(sign_review, complaint, reviewer)
    if state == "investigating":
        return signed(investigate_complaint, complaint, head)
    if state in ("set_aside", "closed"):
        complaint = signed(set_complaint_aside, complaint, head)
    if state == "closed":
        write_answer(complaint, reviewer)
        complaint = signed(close_complaint, complaint, head)
    return complaint


def paper(name: str = "label.pdf") -> Incoming:
    return examine(name, io.BytesIO(LABEL))


def label(complaint: Complaint, by: Actor) -> Complaint:
    with scope.opened(by):
        return attach_label(complaint_id=complaint.pk, file=paper(), by=by, reason="", at=AT)


def submit(report: AdverseReport, by: Actor, *, submitted_at: datetime = AT, **changed: Any) -> AdverseReport:
    given: dict[str, Any] = {"reference": "FDA-SRP-77", "file": paper("3500A.pdf"), "at": max(AT, submitted_at)}
    with scope.opened(by):
        return submit_report(report_id=report.pk, submitted_at=submitted_at, by=by, reason="", **(given | changed))


def follow_up(
    complaint: Complaint, by: Actor, received_at: datetime, information: str = "Discharged."
) -> AdverseReport:
    with scope.opened(by):
        return record_follow_up(
            complaint_id=complaint.pk, information=information, received_at=received_at, by=by, reason="",
            at=received_at,
        )  # fmt: skip


def waiting(shop: Shop) -> set[tuple[str, str]]:
    """Open inbox items about complaints: (company, what)."""
    with scope.opened(shop.world.clerk):
        rows = InboxItem.objects.filter(done_at=None, key__startswith="complaint/").select_related("organisation")
        return {(item.organisation.name.split()[0], item.title.partition(":")[0]) for item in rows}


def sentence(action: Callable[..., Any], *given: Any, **more: Any) -> str:
    with pytest.raises(Refused) as caught:
        action(*given, **more)
    return caught.value.sentence
