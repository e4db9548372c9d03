"""What consumers told: a complaint that is closed, a serious adverse event with its clock, one not yet screened."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from kernel.scope import Actor
from lots.models import Lot
from oversight.demo.baseline import ALDER, CLERKS, HEADS, KEYSTONE, REVIEWERS
from oversight.demo.designs import MAGNESIUM
from oversight.demo.stage import Scene, Stage
from quality_events.actions.complaints import Told, receive_complaint
from quality_events.actions.reviewing import (
    close_complaint,
    record_answer,
    record_review,
    set_complaint_aside,
    sign_review,
)
from quality_events.actions.screening import record_screen, sign_screen
from quality_events.complaint_content import complaint_content
from quality_events.models import Complaint
from quality_events.seriousness import OUTCOMES
from records.content import content_hash

REVIEWER, HEAD, CLERK = REVIEWERS[ALDER], HEADS[ALDER], CLERKS[KEYSTONE]


@dataclass(slots=True)
class Case:
    """One complaint about magnesium: what was told, to whom, how long ago, and how far it got."""

    stage: Stage
    told: Told
    entered_by: str
    begins: datetime
    outcomes: tuple[str, ...] = ()
    basis: str = ""
    is_closed: bool = False
    key: UUID | None = None

    def scenes(self) -> list[Scene]:
        steps: list[tuple[int, Callable[[], Any]]] = [(0, self.receive)]
        if self.basis:
            steps.append((5, self.screen))
        if self.is_closed:
            steps += [(26, self.review), (30, self.set_aside), (170, self.answer), (190, self.close)]
        return [
            Scene(self.begins + timedelta(hours=hours), f"complaint: {doing.__name__}", doing) for hours, doing in steps
        ]

    def receive(self) -> None:
        def doing(by: Actor, at: datetime) -> Complaint:
            product = self.stage.made[f"product/{MAGNESIUM.product.code}"]
            shipped = Lot.objects.filter(product=product, state="shipped").order_by("-packed_on").first()
            received = {"sponsor_received_at": at - timedelta(hours=1), "cmo_received_at": None}
            if by.side(product) == "cmo":
                received = {"sponsor_received_at": None, "cmo_received_at": at - timedelta(hours=1)}
            return receive_complaint(
                product_id=product.pk, lot_ids=[shipped.pk] if shipped else [], told=self.told, **received, by=by,
                reason="", at=at,
            )  # fmt: skip

        self.key = self.stage.act(self.entered_by, doing).pk

    def screen(self) -> None:
        answers = {outcome: outcome in self.outcomes for outcome in OUTCOMES}
        self.stage.act(REVIEWER, lambda by, at: record_screen(
            complaint_id=self._key(), is_adverse=bool(self.outcomes), answers=answers, basis=self.basis, by=by,
            reason="", at=at,
        ))  # fmt: skip
        self._sign(REVIEWER, sign_screen)

    def review(self) -> None:
        words = "One bottle; the retained samples of the lot were opened and weighed, no cap was loose."
        self.stage.act(REVIEWER, lambda by, at: record_review(
            complaint_id=self._key(), is_to_investigate=False, review=words, lot_ids=[], by=by, reason="", at=at,
        ))  # fmt: skip
        self._sign(REVIEWER, sign_review)

    def set_aside(self) -> None:
        self._sign(HEAD, set_complaint_aside)

    def answer(self) -> None:
        self.stage.act(REVIEWER, lambda by, at: record_answer(
            complaint_id=self._key(), follow_up="No defect of the lot found; the carrier was told.",
            reply="A new bottle and a letter to the consumer.", by=by, reason="", at=at,
        ))  # fmt: skip

    def close(self) -> None:
        self._sign(HEAD, close_complaint)

    def _sign(self, email: str, action: Callable[..., Complaint]) -> None:
        def doing(by: Actor, at: datetime) -> Complaint:
            complaint = Complaint.objects.select_related("product").get(pk=self._key())
            shown = content_hash(complaint_content(complaint))
            proof = self.stage.proof(by, complaint, shown)
            return action(complaint_id=complaint.pk, proof=proof, shown_hash=shown, by=by, reason="", at=at)

        self.stage.act(email, doing)

    def _key(self) -> UUID:
        if self.key is None:
            raise RuntimeError("A complaint is received before anything else becomes of it.")
        return self.key


def complaints(stage: Stage, today: datetime) -> list[Scene]:
    """Three cases, the newest of this morning."""
    cases = (
        Case(
            stage,
            Told("quality", "mail", "consumer", "The cap was loose and two capsules lay in the parcel.", "C-2041"),
            REVIEWER, today - timedelta(days=118),
            basis="The consumer was asked: nothing was taken, no symptom.", is_closed=True,
        ),
        Case(
            stage,
            Told(
                "adverse", "phone", "professional",
                "Male, 58, palpitations two hours after the evening dose; kept overnight at the hospital, then well.",
                "Case 88-A", usage="for sleep, eleven days", dose="2 capsules a day",
            ),
            REVIEWER, today - timedelta(days=4), ("hospitalization",),
            "The physician's letter names one night as an inpatient.",
        ),
        Case(
            stage,
            Told("quality", "website", "consumer", "Capsules smell of fish since I opened the second bottle."),
            CLERK, today - timedelta(hours=20),
        ),
    )  # fmt: skip
    return [scene for case in cases for scene in case.scenes()]
