"""A surprise mock recall of six weeks ago: called, answered by both companies, signed with its score."""

from datetime import datetime, timedelta
from decimal import Decimal

from django.db.models import Sum

from kernel.scope import Actor
from oversight.demo.baseline import ALDER, KEYSTONE
from oversight.demo.stage import Scene, Stage
from records.content import content_hash
from traceability.actions import recalls as actions
from traceability.models import Recall, RecalledLot, Shipment
from traceability.queries.recalls import signed_content

QA, HEAD, CMO_QA = "qa@alderpine.example", "head.qa@alderpine.example", "qa@keystone.example"


def exercise(stage: Stage, today: datetime) -> list[Scene]:
    """Minutes after the call: 4 the scope, 17 the contacts, 31 the contract manufacturer, 55 the signature."""
    called = today - timedelta(days=41)

    def call(by: Actor, at: datetime) -> None:
        pair = stage.made[f"pair/{ALDER}/{KEYSTONE}"]
        stage.made["exercise"] = actions.call_surprise(partnership_id=pair.pk, by=by, reason="", at=at)

    def lock(by: Actor, at: datetime) -> Recall:
        return actions.lock_scope(recall_id=stage.made["exercise"].pk, by=by, reason="", at=at)

    def contacts(by: Actor, at: datetime) -> Recall:
        return actions.send_notices(recall_id=stage.made["exercise"].pk, by=by, reason="", at=at)

    def part(by: Actor, at: datetime) -> Recall:
        located = {row.lot.number: _left(row) for row in RecalledLot.objects.filter(recall=stage.made["exercise"])}
        return actions.answer_part(
            recall_id=stage.made["exercise"].pk, located=located, remark="Counted in cage 4.", by=by, reason="", at=at
        )

    def end(by: Actor, at: datetime) -> Recall:
        recall = Recall.objects.get(pk=stage.made["exercise"].pk)
        shown = content_hash(signed_content(recall, "terminate"))
        proof = stage.proof(by, recall, shown)
        return actions.terminate(
            recall_id=recall.pk, proof=proof, shown_hash=shown, by=by, reason="Exercise of the fourth quarter", at=at
        )

    return [
        Scene(called, "mock recall: call", lambda: stage.act(QA, call)),
        Scene(called + timedelta(minutes=4), "mock recall: scope", lambda: stage.act(QA, lock)),
        Scene(called + timedelta(minutes=17), "mock recall: contacts", lambda: stage.act(QA, contacts)),
        Scene(called + timedelta(minutes=31), "mock recall: part", lambda: stage.act(CMO_QA, part)),
        Scene(called + timedelta(minutes=55), "mock recall: sign", lambda: stage.act(HEAD, end)),
    ]


def _left(row: RecalledLot) -> Decimal:
    """What the dock counts: made and not shipped."""
    shipped = Shipment.objects.filter(lot=row.lot).aggregate(total=Sum("quantity"))["total"] or Decimal(0)
    return (row.lot.quantity_good or Decimal(0)) - shipped
