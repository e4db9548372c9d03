"""One corrective action of the year, from an audit finding to the watch that counts lots and recurrences."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from kernel.scope import Actor
from oversight.demo.baseline import ALDER, CLERKS, CMO_QUALITY, KEYSTONE, REVIEWERS
from oversight.demo.designs import MAGNESIUM
from oversight.demo.stage import Scene, Stage
from quality_events.actions import (
    add_capa_action,
    approve_capa,
    complete_capa,
    do_capa_action,
    plan_capa,
    propose_capa,
    start_capa,
    submit_capa,
    verify_capa,
)
from quality_events.capa_content import capa_content
from quality_events.models import Capa
from records.content import content_hash

AUTHOR, APPROVER, WORKER = CMO_QUALITY[KEYSTONE], REVIEWERS[ALDER], CLERKS[KEYSTONE]


class Correction:
    """Keystone's sensors get a gauge; Alder & Pine approves the plan and verifies the work."""

    def __init__(self, stage: Stage, begins: datetime) -> None:
        self._stage, self._begins = stage, begins
        self._capa: UUID

    def scenes(self) -> list[Scene]:
        steps = ((0, self.propose), (3, self.plan), (6, self.approve), (24, self.carry_out), (27, self.verify))
        return [Scene(self._begins + timedelta(days=days), f"correction: {do.__name__}", do) for days, do in steps]

    def propose(self) -> None:
        pair = self._stage.made[f"pair/{ALDER}/{KEYSTONE}"]
        self._capa = self._stage.act(AUTHOR, lambda by, at: propose_capa(
            partnership_id=pair.pk, event_ids=[], source="audit_finding", reference="Audit of 12 June, finding 3",
            title="Heights of sensors are set by eye", problem="After cleaning nothing says how high a sensor belongs.",
            by=by, reason="", at=at,
        )).pk  # fmt: skip

    def plan(self) -> None:
        product = self._stage.made[f"product/{MAGNESIUM.product.code}"]
        crew = self._stage.people[WORKER]
        self._stage.act(AUTHOR, lambda by, at: plan_capa(
            capa_id=self._capa, plan="A gauge for every feeder, a height on every set-up card, the crew trained.",
            owner_id=by.person_id, product_id=product.pk, kind="deviation", root_cause="machine",
            found_at="Desiccant feeder", exposure_lots=10, window_days=270, at_most=0, by=by, reason="", at=at,
        ))  # fmt: skip
        for what, training in (("Make gauges for lines 1 to 3", ""), ("Train the crews", "Lines 1 to 3, both shifts")):
            self._stage.act(AUTHOR, lambda by, at, w=what, t=training: add_capa_action(
                capa_id=self._capa, what=w, owner_id=crew.pk, due_on=(at + timedelta(days=25)).date(),
                change_number="", training=t, by=by, reason="", at=at,
            ))  # fmt: skip
        self._sign(AUTHOR, submit_capa)

    def approve(self) -> None:
        self._sign(APPROVER, approve_capa)

    def carry_out(self) -> None:
        self._stage.act(AUTHOR, lambda by, at: start_capa(capa_id=self._capa, by=by, reason="", at=at))
        shown_by = ("Gauges 7, 8 and 9 in the line cabinets", "Attendance list of both shifts")
        for place, words in enumerate(shown_by):
            self._stage.act(AUTHOR, lambda by, at, p=place, w=words: do_capa_action(
                action_id=Capa.objects.get(pk=self._capa).actions.order_by("position")[p].pk, shown_by=w, file=None,
                by=by, reason="", at=at,
            ))  # fmt: skip
        self._sign(AUTHOR, complete_capa)

    def verify(self) -> None:
        self._sign(APPROVER, verify_capa)

    def _sign(self, email: str, action: Callable[..., Any]) -> None:
        def doing(by: Actor, at: datetime) -> Any:
            capa = Capa.objects.get(pk=self._capa)
            shown = content_hash(capa_content(capa))
            proof = self._stage.proof(by, capa, shown)
            return action(capa_id=capa.pk, proof=proof, shown_hash=shown, by=by, reason="", at=at)

        self._stage.act(email, doing)


def correction(stage: Stage, today: datetime) -> list[Scene]:
    """Proposed 150 days ago; watched since."""
    return Correction(stage, today - timedelta(days=150)).scenes()
